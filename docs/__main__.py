"""`python -m docs` writes the generated pages; `--check` says whether they are up to date.

`python -m docs --sessions README.md` runs the shell sessions of a file and puts in what they print.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docs.pages import stale_pages, write_pages
from docs.sessions import rewritten


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0, or 1 when `--check` finds a page out of date."""
    parser = argparse.ArgumentParser(prog="python -m docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--sessions", type=Path, nargs="*", default=[], metavar="FILE")
    options = parser.parse_args(arguments)
    if options.check:
        stale = stale_pages()
        for name in stale:
            sys.stderr.write(f"docs/{name} is out of date; run `make docs`\n")
        return int(bool(stale))
    write_pages()
    for path in options.sessions:
        with tempfile.TemporaryDirectory() as folder:
            path.write_text(rewritten(path.read_text("utf-8"), Path(folder)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
