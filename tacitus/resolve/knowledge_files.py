"""The data files of the package and a user's own, read into a `Knowledge`.

Enters: `data/*.tsv`; a user's `.tsv` files of the same names and columns, or `.yaml` files with
the same names as keys. Leaves: a `Knowledge`. A user's entry replaces the packaged one of its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from tacitus.errors import GazetteerError
from tacitus.resolve.gazetteer import open_gazetteer
from tacitus.resolve.knowledge import Alias, AliasKind, Entry, EntryKind, Knowledge, Spell, Tie
from tacitus.resolve.names import fold_name, is_acronym

# File name -> kind of its entries, in the order that wins when two entries share a name.
FILES: Mapping[str, EntryKind] = {
    "countries": "country",
    "organisations": "organisation",
    "agencies": "agency",
    "armed_groups": "armed_group",
    "parties": "party",
    "persons": "person",
    "media": "media",
    "peoples": "people",
    "regions": "region",
}
# What a YAML file may leave out of an entry; lists become cells as a .tsv file has them.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "countries": (
        "iso3",
        "name",
        "aliases",
        "demonyms",
        "capitals",
        "metonyms",
        "lat",
        "lon",
        "cow",
        "gw",
    ),
    "persons": ("id", "name", "aliases", "country", "spells"),
    "regions": ("id", "name", "aliases", "country", "lat", "lon"),
    "relations": ("subject", "relation", "object", "from", "to"),
    "agents": ("lemma", "sector"),
    "titles": ("title", "sector"),
}
_BODY = ("id", "name", "aliases", "country", "sectors")
_LISTS = {"sectors": " ", "spells": ", "}  # joined so; other lists by |
TABLES = (*FILES, "agents", "titles", "relations")
LEAVE_OUT = "leave_out"
_SPELL = re.compile(r"(?P<role>.+) (?P<start>\d{4})-(?P<end>\d{4})?(?: (?P<sector>[A-Z]{3}))?")


_Row = dict[str, str]
_Tables = dict[str, dict[str, _Row]]


@cache
def load_knowledge(paths: tuple[Path, ...] = (), *, with_places: bool = True) -> Knowledge:
    """The packaged data files, with a user's folders or files read on top of them, in order.

    A .tsv file has the name and columns of a packaged one (`persons.tsv`); a .yaml file has such
    names as keys. An entry replaces the one with the same id. `with_places`: the gazetteer is
    opened too.

    Raises:
        GazetteerError: a file cannot be read, or an entry lacks a column or has a bad value.
    """
    packaged = resources.files("tacitus") / "data"
    tables: _Tables = {}
    for name in TABLES:
        text = (packaged / f"{name}.tsv").read_text("utf-8")
        tables[name] = {_key(name, row): row for row in _rows(f"{name}.tsv", text)}
    for file in _user_files(paths):
        _read_user_file(file, tables)
    entries = [_entry(kind, row) for name, kind in FILES.items() for row in tables[name].values()]
    agents = {fold_name(row["lemma"]): row["sector"] for row in tables["agents"].values()}
    titles = {fold_name(row["title"]): row["sector"] for row in tables["titles"].values()}
    ties = [_tie(row) for row in tables["relations"].values()]
    places = open_gazetteer() if with_places else None
    return Knowledge(entries, agents, titles, places, ties)


def _user_files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise GazetteerError(f'there is no "{path}"; expected a folder or file of entities')
        if path.is_dir():
            yield from sorted(f for f in path.iterdir() if f.suffix in (".tsv", ".yaml", ".yml"))
        else:
            yield path


def _read_user_file(file: Path, tables: _Tables) -> None:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(
            f"entity file {file}: {error}; expected readable UTF-8 text"
        ) from error
    if file.suffix in (".yaml", ".yml"):
        _read_yaml(file, text, tables)
        return
    if file.suffix != ".tsv" or file.stem not in tables:
        raise GazetteerError(
            f'entity file "{file}" is not known; expected a .yaml file or a .tsv file named as one '
            "of " + ", ".join(tables)
        )
    for row in _rows(str(file), text):
        tables[file.stem][_key(file.stem, row)] = row | {"origin": str(file)}


def _read_yaml(file: Path, text: str, tables: _Tables) -> None:
    try:
        content = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise GazetteerError(f"entity file {file}: {error}; expected YAML") from error
    if not isinstance(content, dict):
        raise GazetteerError(f"entity file {file}: expected keys such as {', '.join(tables)}")
    for name, items in content.items():
        if name == LEAVE_OUT:
            for item in items or []:
                _leave_out(file, str(item), tables)
        elif name not in tables:
            raise GazetteerError(
                f'entity file {file}: "{name}" is not known; expected '
                f"{', '.join((*tables, LEAVE_OUT))}"
            )
        else:
            for item in _items(name, items):
                row = _yaml_row(file, name, item)
                tables[name][_key(name, row)] = row


def _items(name: str, items: Any) -> list[Any]:  # noqa: ANN401 - whatever a user wrote
    if isinstance(items, dict) and name in ("agents", "titles"):
        column = _COLUMNS[name][0]
        return [{column: word, "sector": sector} for word, sector in items.items()]
    return list(items) if isinstance(items, list) else [items]


def _yaml_row(file: Path, name: str, item: Any) -> _Row:  # noqa: ANN401 - whatever a user wrote
    columns = _COLUMNS.get(name, _BODY)
    if not isinstance(item, dict):
        raise GazetteerError(
            f"entity file {file}, {name}: {item!r} is no entry; expected {', '.join(columns)}"
        )
    unknown = sorted(set(map(str, item)) - set(columns))
    if unknown:
        raise GazetteerError(
            f"entity file {file}, {name}: {unknown[0]!r} is not known; "
            f"expected {', '.join(columns)}"
        )
    row = dict.fromkeys(columns, "") | {k: _cell(k, v) for k, v in item.items()}
    lacking = [column for column in columns[:2] if column != "sector" and not row[column]]
    if lacking:
        raise GazetteerError(f"entity file {file}, {name}: an entry has no {lacking[0]!r}: {item}")
    return row | {"origin": str(file)}


def _cell(column: str, value: Any) -> str:  # noqa: ANN401 - whatever a user wrote
    if isinstance(value, list):
        return _LISTS.get(column, "|").join(str(part) for part in value)
    return "" if value is None else str(value)


def _leave_out(file: Path, item: str, tables: _Tables) -> None:
    name, _, key = item.partition("/")
    if name not in tables or key not in tables[name]:
        raise GazetteerError(
            f'entity file {file}, {LEAVE_OUT}: there is no "{item}"; expected a file and an id, '
            "such as parties/republican-party"
        )
    del tables[name][key]


def _key(name: str, row: Mapping[str, str]) -> str:
    if name == "relations":
        return "|".join((row["subject"], row["relation"], row["object"]))
    return next(iter(row.values()))


def _rows(file: str, text: str) -> Iterator[_Row]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t") if lines else []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise GazetteerError(
                f"{file}, entry {number - 1} ({cells[0]!r}): {len(cells)} columns; expected the "
                f"{len(header)} of the header: {', '.join(header)}"
            )
        yield dict(zip(header, cells, strict=True))


def _entry(kind: EntryKind, row: Mapping[str, str]) -> tuple[Entry, list[Alias]]:
    try:
        aliases = _split(row["aliases"])
        entry = Entry(
            id=row["iso3"] if kind == "country" else row["id"],
            name=row["name"],
            kind=kind,
            country=(row["iso3"] if kind == "country" else row["country"]) or None,
            sectors=("GOV",) if kind == "country" else tuple(row.get("sectors", "").split()),
            spells=tuple(_spell(text) for text in row.get("spells", "").split(", ") if text),
            aliases=aliases,
            point=(float(row["lat"]), float(row["lon"])) if row.get("lat") else None,
            cow=int(row["cow"]) if row.get("cow") else None,
            gw=int(row["gw"]) if row.get("gw") else None,
            origin=row.get("origin", "tacitus"),
        )
    except (KeyError, ValueError) as error:
        raise GazetteerError(
            f"{kind} {dict(row)}: {error}; see docs/knowledge.md for the columns"
        ) from error
    texts: list[tuple[AliasKind, str]] = [("name", text) for text in (row["name"], *aliases)]
    for column, sort in (("demonyms", "demonym"), ("capitals", "capital"), ("metonyms", "metonym")):
        texts += [(sort, text) for text in _split(row.get(column, ""))]  # type: ignore[misc]
    if kind == "people":
        texts = [("demonym", text) for _, text in texts]
    return entry, [Alias(entry, sort, text, is_acronym(text)) for sort, text in texts]


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _spell(text: str) -> Spell:
    match = _SPELL.fullmatch(text)
    if match is None:
        raise ValueError(f'spell "{text}" is not "role 2001-2009 SECTOR"')
    end = match["end"]
    return Spell(
        role=match["role"],
        start=int(match["start"]),
        end=int(end) if end else None,
        sector=match["sector"],
    )


def _tie(row: Mapping[str, str]) -> Tie:
    try:
        return Tie(
            subject=row["subject"],
            relation=row["relation"],
            object=row["object"],
            start=int(row["from"]) if row["from"] else None,
            end=int(row["to"]) if row["to"] else None,
        )
    except (KeyError, ValueError) as error:
        raise GazetteerError(
            f"relation {dict(row)}: {error}; see docs/knowledge.md for the columns"
        ) from error
