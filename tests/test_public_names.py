"""The names that `import tacitus` gives, and the page that documents them."""

import re
from pathlib import Path

import tacitus

PAGE = Path(__file__).parent.parent / "docs" / "python.md"


def test_every_public_name_can_be_used():
    for name in tacitus.__all__:
        assert getattr(tacitus, name) is not None, name


def test_the_public_names_are_those_documented():
    documented = re.findall(r"^### `(\w+)", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(tacitus.__all__)


def test_public_names_are_given_once_and_listed():
    assert len(tacitus.__all__) == len(set(tacitus.__all__))
    assert set(tacitus.__all__) <= set(dir(tacitus))


def test_every_public_name_is_documented_in_the_code():
    for name in tacitus.__all__:
        if not name.startswith("_"):
            assert getattr(tacitus, name).__doc__, name


def test_the_version_is_that_of_the_project_file():
    import tomllib

    project = (PAGE.parent.parent / "pyproject.toml").read_text("utf-8")
    assert tomllib.loads(project)["project"]["version"] == tacitus.__version__
