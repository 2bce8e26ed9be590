"""Ingests a file with a model that is named; `benchmarks.kills` runs it and kills it.

python -m benchmarks.kills_driver --model DIR --workers 2 STORE FILE
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tacitus.commands.filling import open_or_create
from tacitus.ingest.fill import Choices, Hooks
from tacitus.pipeline import Coder
from tacitus.pool import Limits
from tacitus.readers import ReadOptions
from tacitus.scale import fill_here


def main() -> int:
    """0 when all was coded."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("store", type=Path)
    parser.add_argument("file")
    options = parser.parse_args()
    tally = fill_here(
        open_or_create(options.store),
        [options.file],
        Coder(model=options.model),
        options=ReadOptions(language="en", force=True),
        limits=Limits(),
        choices=Choices(
            workers=options.workers, everything=True, link_copies=False, batch=options.batch
        ),
        hooks=Hooks(),
    )
    return int(tally.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
