"""What is known of countries, organisations, persons, peoples, regions and agent nouns.

Enters: the entries that `knowledge_files` reads. Leaves: a `Knowledge` with one index from folded
names to entries. Nothing here looks at a document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tacitus.resolve.gazetteer import Gazetteer
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
    cow: int | None = None  # Correlates of War country code, of a country that has one
    gw: int | None = None  # Gleditsch-Ward number, the same
    origin: str = "tacitus"  # the file of the user's that it comes from, else the package


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How one entry belongs with another: `subject` is the `relation` of `object`, by their ids."""

    subject: str
    relation: str
    object: str
    start: int | None = None  # years, both included
    end: int | None = None

    def __str__(self) -> str:
        """The tie in words."""
        years = f" {self.start or ''}-{self.end or ''}" if self.start or self.end else ""
        return f"{self.subject} {self.relation} {self.object}{years}"


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
        ties: Iterable[Tie] = (),
    ) -> None:
        """Index the entries by their folded names."""
        self.ties: dict[str, list[Tie]] = defaultdict(list)
        for tie in ties:
            self.ties[tie.subject].append(tie)
            self.ties[tie.object].append(tie)
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
