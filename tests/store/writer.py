"""A process that adds articles to a store and says after each commit how many are safe.

python -m tests.store.writer DIR FIRST LAST BATCH; FIRST may be the larger one.
"""

import dataclasses
import sys

from tacitus.store import Run, Store
from tests.codings import coding_of


def article(number, version="test-1", **fields):
    """A coding of its own document, known by `number`."""
    coding = coding_of()
    document = dataclasses.replace(
        coding.document, id="", url=f"https://harbour.example/{number}", **fields
    )
    return dataclasses.replace(coding, document=document, coder_version=version)


def main(path, first, last, batch):
    def acknowledge(counts):
        sys.stdout.write(f"{counts.added + counts.known}\n")
        sys.stdout.flush()

    step = 1 if first <= last else -1
    articles = map(article, range(first, last + step, step))
    run = Run(coder_version="test-1")
    Store.open(path).add(articles, run=run, batch=batch, on_commit=acknowledge)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
