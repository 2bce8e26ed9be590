"""Keep a small store of the present format for the tests of later ones.

    python -m tests.store.keep_format

Run it before FORMAT is raised: it writes tests/store/old/format_N.zip, which is never written
again. `test_old_stores` opens every one of them.
"""

import tempfile
import zipfile
from pathlib import Path

from tacitus.records import Failure, Link
from tacitus.store import Run, Store
from tacitus.store.layout import FORMAT
from tests.store.writer import article

OLD = Path(__file__).with_name("old")
RUN = Run(coder_version="test-1", id="20240307T100000-00000001")
LATER = Run(coder_version="test-2", id="20240308T100000-00000002")
FAILURE = Failure(path="notes.txt", stage="read", reason="it is empty")


def link():
    """The one link between documents."""
    left, right = (article(number).document.id for number in (1, 2))
    return Link(
        left_id=left,
        right_id=right,
        relation="same_text",
        score=0.75,
        judge="minhash",
        evidence="75% of 5-grams",
    )


def main():
    """Two documents, the first coded twice, a failure and a link; three commits of codings."""
    OLD.mkdir(exist_ok=True)
    kept = OLD / f"format_{FORMAT}.zip"
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "store")
        store.add([article(1), article(2), FAILURE], run=RUN, batch=1)
        store.add([article(1, version="test-2")], run=LATER)
        store.add_links([link()])
        with zipfile.ZipFile(kept, "x", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(store.path.rglob("*")):
                if file.is_file():
                    # The log notes where the table was made, which is nobody's business.
                    body = file.read_bytes().replace(str(store.path).encode(), b"/store")
                    archive.writestr(str(file.relative_to(store.path)), body)


if __name__ == "__main__":
    main()
