"""What the README and the docs show is run; what the program has, they name."""

import re
import shutil
from pathlib import Path

import pytest

from docs.pages import stale_pages, write_pages
from docs.sessions import commands_of, find_blocks, rewritten, run_block
from tacitus.cli import app
from tacitus.codebook import load_codebook

ROOT = Path(__file__).parent.parent
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCKS = [
    pytest.param(block, id=f"{path.name}:{block.line}")
    for path in FILES
    for block in find_blocks(path.read_text("utf-8"))
]
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="sessions are run by bash")
HAS_MODEL = any((ROOT / "tacitus" / "data" / "model").glob("*.onnx"))


@needs_bash
@pytest.mark.parametrize("block", BLOCKS)
def test_a_session_of_the_docs_runs(block, tmp_path):
    if block.needs_model and not HAS_MODEL:
        pytest.skip("it codes a text, and the package holds no weights yet")
    done = run_block(block, tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_links_of_the_docs_lead_to_files(path):
    prose = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", prose)
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_command_is_in_the_readme_or_the_docs():
    text = "\n".join(path.read_text("utf-8") for path in FILES)
    names = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]
    assert names
    assert [name for name in names if f"tacitus {name}" not in text] == []


def test_every_event_type_is_in_the_docs():
    page = (ROOT / "docs" / "codes.md").read_text("utf-8")
    assert [t for t in load_codebook().event_types if f"### {t}\n" not in page] == []


def test_the_generated_pages_are_up_to_date():
    assert stale_pages() == []


def test_a_page_that_differs_is_stale(tmp_path):
    write_pages(tmp_path)
    assert stale_pages(tmp_path) == []
    (tmp_path / "codes.md").write_text("old")
    (tmp_path / "commands.md").unlink()
    assert sorted(stale_pages(tmp_path)) == ["codes.md", "commands.md"]


SESSION = """\
```console
$ pip install tacitus
$ cat > note.txt <<END
> one
>
> two
> END
$ cat note.txt
one

two
```
"""


def test_commands_of_a_session_keep_their_here_documents():
    (block,) = find_blocks(SESSION)
    assert commands_of(block.body)[1:] == ["cat > note.txt <<END\none\n\ntwo\nEND", "cat note.txt"]


@needs_bash
def test_a_session_runs_in_its_folder_and_leaves_set_up_alone(tmp_path):
    (block,) = find_blocks(SESSION)
    done = run_block(block, tmp_path)
    assert (done.returncode, done.stdout) == (0, "one\n\ntwo\n")
    assert not block.needs_model


@needs_bash
def test_a_session_that_fails_is_noticed(tmp_path):
    (block,) = find_blocks("```console\n$ cat nothing.txt\n```\n")
    done = run_block(block, tmp_path)
    assert done.returncode != 0
    with pytest.raises(ValueError, match=r"`cat nothing.txt` exits with 1"):
        rewritten("```console\n$ cat nothing.txt\n```\n", tmp_path)


@needs_bash
def test_rewritten_puts_in_what_is_printed_now(tmp_path):
    stale = SESSION.replace("\ntwo\n```", "\nthree\n```")
    assert rewritten(stale, tmp_path) == SESSION
