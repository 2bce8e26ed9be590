"""Who a phrase stands for: country and PLOVER sectors, one phrase at a time.

The text of a record is the phrase. `meta.context` is the text around it, null or absent for none;
`meta.query_date` the day that it is read as of. `labels` has `country` (ISO 3166-1 alpha-3, or IGO,
UNO, NGO ... as in PLOVER), `code_1` and `code_2` (sectors). A label that is null, empty or absent
says that there is none, and giving one is then wrong.

`country_accuracy` counts phrases with the right country. `sector_accuracy` counts those whose
primary sector, the first that tacitus gives, is `code_1`; `sector_any` those where `code_1` is any
of the sectors given; `code_2` asks for nothing. Of the phrases that have a country, `silent_share`
are given none and `wrong_share` another one; less is better there, so they have no floor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.coders import CoderLike, OpenCoder, watched
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord, iso_date
from benchmarks.results import Scores
from tacitus.records import Entity

_SHOWN = 15  # confusions in the details


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a phrase stands for by the gold and by the coder; None for nothing."""

    set_name: str
    gold_country: str | None
    country: str | None
    gold_sector: str | None
    sectors: tuple[str, ...]  # primary first

    @property
    def sector(self) -> str | None:
        """The primary sector that was given."""
        return self.sectors[0] if self.sectors else None


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The shares of phrases with the right country and sector, and of those without an answer.

    Raises:
        BenchmarkError: no record has labels, or a date is none.
    """
    labelled = [r for r in records if isinstance(r.fields.get("labels"), dict) and r.text.strip()]
    if not labelled:
        raise BenchmarkError("no record has `labels`; give another set")
    coder = open_coder()
    answers = [_answer(coder, r) for r in watched(labelled, len(labelled), "entities")]
    sets = sorted({answer.set_name for answer in answers})
    return Scores(
        n=len(answers),
        metrics=_metrics(answers),
        details={
            "with_country": sum(a.gold_country is not None for a in answers),
            "with_sector": sum(a.gold_sector is not None for a in answers),
            "country_for_none": sum(bool(a.country and not a.gold_country) for a in answers),
            "sector_for_none": sum(bool(a.sector and not a.gold_sector) for a in answers),
            "no_sector": sum(bool(a.gold_sector and not a.sector) for a in answers),
            "countries_confused": _confused([(a.gold_country, a.country) for a in answers]),
            "sectors_confused": _confused([(a.gold_sector, a.sector) for a in answers]),
            "sets": {
                name: _rounded(_metrics([a for a in answers if a.set_name == name]))
                for name in sets
            },
        },
    )


def _answer(coder: CoderLike, record: GoldRecord) -> Answer:
    labels, meta = record.fields["labels"], record.fields.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    day = iso_date(meta.get("query_date"), f"{record.id}: query_date") or record.published
    found = coder.resolve_phrase(record.text, meta.get("context") or None, day).target
    entity = found if isinstance(found, Entity) else None
    return Answer(
        set_name=record.set_name,
        gold_country=labels.get("country") or None,
        country=entity.country if entity else None,
        gold_sector=labels.get("code_1") or None,
        sectors=entity.sectors if entity else (),
    )


def _metrics(answers: Sequence[Answer]) -> dict[str, float]:
    placed = [a for a in answers if a.gold_country]
    return {
        "country_accuracy": _share([a.country == a.gold_country for a in answers]),
        "sector_accuracy": _share([a.sector == a.gold_sector for a in answers]),
        "sector_any": _share([a.gold_sector in (a.sectors or (None,)) for a in answers]),
        "silent_share": _share([a.country is None for a in placed]),
        "wrong_share": _share([a.country not in (None, a.gold_country) for a in placed]),
    }


def _share(truths: Sequence[bool]) -> float:
    return 100 * sum(truths) / max(1, len(truths))


def _confused(pairs: Sequence[tuple[str | None, str | None]]) -> Mapping[str, int]:
    """The commonest pairs of a gold code and another one given, as "GOV > MIL"."""
    wrong = Counter(f"{g or '-'} > {f or '-'}" for g, f in pairs if g != f)
    return dict(sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN])


def _rounded(metrics: Mapping[str, float]) -> Mapping[str, float]:
    return {name: round(value, 2) for name, value in metrics.items()}
