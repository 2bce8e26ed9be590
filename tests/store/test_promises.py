"""`docs/store.md` names the test that shows each promise, and every view."""

import re
from pathlib import Path

from tacitus.store import VIEWS

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "store.md").read_text("utf-8")


def test_every_test_that_the_page_names_is_there():
    tests = "\n".join(path.read_text("utf-8") for path in HERE.glob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", PAGE)
    assert named
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_every_view_is_on_the_page():
    assert [view for view in VIEWS if f"| `{view}` |" not in PAGE] == []
