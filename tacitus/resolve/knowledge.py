"""What the data files know of countries, organisations, persons, peoples, regions and agent nouns.

Enters: `data/*.tsv` and a user's files of the same shape. Leaves: a `Knowledge` with one index
from folded names to entries. Nothing here looks at a document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal, TypeAlias

from tacitus.errors import GazetteerError
from tacitus.resolve.gazetteer import Gazetteer, open_gazetteer
from tacitus.resolve.names import Word, fold_name, is_acronym

EntryKind: TypeAlias = Literal[
    "country",
    "organisation",
    "armed_group",
    "party",
    "agency",
    "media",
    "person",
    "people",
    "region",
]
AliasKind: TypeAlias = Literal["name", "demonym", "capital", "metonym"]
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
_SPELL = re.compile(r"(?P<role>.+) (?P<start>\d{4})-(?P<end>\d{4})?(?: (?P<sector>[A-Z]{3}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A person holds a role for some years, both included."""

    role: str
    start: int
    end: int | None  # None: still held when the file was written
    sector: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a data file."""

    id: str
    name: str
    kind: EntryKind
    country: str | None
    sectors: tuple[str, ...] = ()
    spells: tuple[Spell, ...] = ()
    aliases: tuple[str, ...] = ()
    point: tuple[float, float] | None = None  # lat, lon


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of an entry and what sort of name it is."""

    entry: Entry
    kind: AliasKind
    text: str
    cased: bool  # an acronym: only capitals match it


@dataclass(frozen=True, slots=True)
class Match:
    """Words `first` to `last` (half-open, indices into the list searched) carry a known name."""

    first: int
    last: int
    aliases: tuple[Alias, ...]

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.last - self.first


class Knowledge:
    """The index of names, opened once. `agents` maps a folded agent noun to its PLOVER sector."""

    def __init__(
        self,
        entries: Iterable[tuple[Entry, Sequence[Alias]]],
        agents: Mapping[str, str],
        titles: Mapping[str, str],
        places: Gazetteer | None = None,
    ) -> None:
        """Index the entries by their folded names."""
        names: dict[str, list[Alias]] = defaultdict(list)
        self.entries: dict[tuple[EntryKind, str], Entry] = {}
        for entry, aliases in entries:
            self.entries[entry.kind, entry.id] = entry
            for alias in aliases:
                for key in _keys(alias):
                    if alias not in names[key]:
                        names[key].append(alias)
        self.names: dict[str, tuple[Alias, ...]] = {
            key: tuple(found) for key, found in names.items()
        }
        self.surnames = _by_surname(self.entries.values())
        self.places = places  # for the towns in names and phrases; None: they are not known
        self.agents = dict(agents)
        self.titles = dict(titles)  # folded title -> sector, "" for a mere form of address
        self._longest = _longest(self.names)
        self._longest_agent = _longest(self.agents)

    def country(self, iso3: str) -> Entry | None:
        """The country with that code, or None."""
        return self.entries.get(("country", iso3))

    def lookup(self, words: Sequence[Word]) -> tuple[Alias, ...]:
        """The aliases that the words, taken together, are; empty when they are no known name."""
        key = " ".join(word.folded for word in words)
        found = self.names.get(key, ())
        if found and not any(word.capital for word in words):
            return tuple(a for a in found if _may_be_small(a, len(words)))
        if len(words) == 1 and found:
            shouted = is_acronym(words[0].surface)
            return tuple(a for a in found if shouted or not a.cased)
        return found

    def find(self, words: Sequence[Word]) -> list[Match]:
        """The known names in a run of words, leftmost and longest first, never overlapping."""
        matches, at = [], 0
        while at < len(words):
            for size in range(min(self._longest.get(words[at].folded, 0), len(words) - at), 0, -1):
                aliases = self.lookup(words[at : at + size])
                if aliases:
                    matches.append(Match(at, at + size, aliases))
                    at += size
                    break
            else:
                at += 1
        return matches

    def agent(self, words: Sequence[Word], last: int) -> tuple[int, str] | None:
        """Where the longest agent noun that ends before `last` starts, and its sector."""
        for size in range(min(6, last), 0, -1):
            run = words[last - size : last]
            sector = self._sector([word.folded for word in run])
            if sector is not None:
                return last - size, sector
        return None

    def title(self, words: Sequence[Word], last: int) -> tuple[int, str] | None:
        """Where the longest title that ends before `last` starts, and its sector or ""."""
        for size in range(min(3, last), 0, -1):
            sector = self.titles.get(" ".join(word.folded for word in words[last - size : last]))
            if sector is not None:
                return last - size, sector
        return None

    def _sector(self, folded: list[str]) -> str | None:
        if len(folded) > self._longest_agent.get(folded[0], 0) and len(folded) > 1:
            return None
        *before, noun = folded
        for form in _singulars(noun):
            sector = self.agents.get(" ".join([*before, form]))
            if sector is not None:
                return sector
        return None


def _by_surname(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    surnames: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "person" and " " in entry.name:
            surnames[fold_name(entry.name).rsplit(" ", 1)[-1]].append(entry)
    return {name: tuple(bearers) for name, bearers in surnames.items()}


def _may_be_small(alias: Alias, size: int) -> bool:
    """True for a name that is also written without capitals: "international coalition"."""
    return alias.text.islower() or (alias.entry.kind == "armed_group" and size > 1)


def _singulars(noun: str) -> Iterator[str]:
    yield noun
    if noun.endswith("ies"):
        yield noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        yield noun[:-2]
    if noun.endswith("men"):
        yield noun[:-3] + "man"
    if noun.endswith("s") and not noun.endswith("ss"):
        yield noun[:-1]


def _longest(keys: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in keys:
        first, size = key.split(" ", 1)[0], key.count(" ") + 1
        longest[first] = max(size, longest.get(first, 0))
    return longest


def _keys(alias: Alias) -> Iterator[str]:
    key = fold_name(alias.text)
    yield key
    for article in ("the ", "al "):
        bare = key.removeprefix(article)
        # "The Sun" is a newspaper, Sun a surname.
        if bare != key and (" " in bare or alias.entry.kind != "media"):
            yield bare


@cache
def load_knowledge(paths: tuple[Path, ...] = (), *, with_places: bool = True) -> Knowledge:
    """The packaged data files, with a user's folders or files read on top of them.

    A user's file has the name and columns of the packaged one (`persons.tsv`); a line replaces the
    packaged line with the same id. `with_places`: the gazetteer is opened too.

    Raises:
        GazetteerError: a file cannot be read, or a line lacks a column or has a bad value.
    """
    packaged = resources.files("tacitus") / "data"
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for name in (*FILES, "agents", "titles"):
        tables[name] = dict(_rows(name, (packaged / f"{name}.tsv").read_text("utf-8")))
    for path in paths:
        for file in sorted(path.glob("*.tsv")) if path.is_dir() else [path]:
            if file.stem not in tables:
                raise GazetteerError(
                    f'entity file "{file}" is not known; expected a .tsv file named as one of '
                    + ", ".join(tables)
                )
            try:
                text = file.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise GazetteerError(
                    f"entity file {file}: {error}; expected readable UTF-8 text"
                ) from error
            tables[file.stem] |= dict(_rows(str(file), text))
    entries = [_entry(kind, row) for name, kind in FILES.items() for row in tables[name].values()]
    agents = {fold_name(lemma): row["sector"] for lemma, row in tables["agents"].items()}
    titles = {fold_name(title): row["sector"] for title, row in tables["titles"].items()}
    places = open_gazetteer() if with_places else None
    return Knowledge(entries, agents, titles, places)


def _rows(file: str, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t") if lines else []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise GazetteerError(
                f"{file}, entry {number - 1} ({cells[0]!r}): {len(cells)} columns; expected the "
                f"{len(header)} of the header: {', '.join(header)}"
            )
        yield cells[0], dict(zip(header, cells, strict=True))


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
