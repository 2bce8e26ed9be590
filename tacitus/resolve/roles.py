"""What a person of the data files is on a given day."""

from __future__ import annotations

from datetime import date

from tacitus.resolve.knowledge import Entry

# Who had no office to leave is remembered as what he was.
_FOR_LIFE = frozenset(("REB", "CRM", "UAF", "JRN", "REL", "SOC", "EDU", "BUS", "MED", "CVL"))


def sectors_on(
    entry: Entry, day: date | None, stated: str | None, *, former: bool
) -> tuple[tuple[str, ...], str]:
    """The sectors of a person on a day, and why.

    The role that the words state wins over the data files' when the person ever held one of that
    sector; a person between or after roles is ELI. Without a day the last role counts.
    """
    spells = entry.spells
    held = [
        spell
        for spell in spells
        if day is None or (spell.start <= day.year and (spell.end is None or day.year <= spell.end))
    ]
    if former and not any(spell.sector == "PTY" for spell in held):
        return ("ELI",), f"the text calls {entry.name} former"
    if held:
        spell = next((s for s in reversed(held) if s.sector == stated), held[-1])
        sectors = (spell.sector,) if spell.sector else ()
        return sectors, f"{entry.name}, {spell.role} {spell.start}-{spell.end or ''}"
    if stated:
        return (stated,), f"the text gives {entry.name} a role of sector {stated}"
    if day is not None and day.year < spells[0].start:
        first = spells[0]
        return (first.sector,) if first.sector else (), f"{entry.name}, later {first.role}"
    if (last := spells[-1]).sector in _FOR_LIFE:
        return (last.sector,), f"{entry.name}, {last.role} until {last.end}"
    return ("ELI",), f"{entry.name} held no listed office then"
