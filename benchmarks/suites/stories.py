"""Which documents are about one happening, whose words they are, and how many are independent.

Stories: the documents of ECB+; a gold story is a subtopic (`meta.topic` and `meta.subtopic`: two
happenings of one kind). All documents of the set are grouped at once, without their dates, which
the set lacks. `b3_f1` counts documents, `pair_f1` pairs of documents.

Origins and independence: our own gold (`benchmarks/data/disputes`), set by set. `origin` is the
share of reports with the right kind (own, agency, copy, cites) that rest on one of the right
reports; `rests_on` the same with own and agency taken as one, for an agency's own despatch is
both; `independent` the share of happenings with the right number. The reports that tell of a
happening are given. `disputes_b3_f1` groups all reports of the sets at once.

The dev half is measured beside ECB+. With the folder of the gold as `--data` both halves are, the
test half under `test_...`, and no ECB+: that is for the end.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from benchmarks.chain_scores import b3_tally
from benchmarks.coders import OpenCoder
from benchmarks.disputes_gold import read_disputes
from benchmarks.disputes_records import DisputeSet, GoldReport, Split
from benchmarks.errors import BenchmarkError
from benchmarks.gold import Gold, GoldRecord, read_gold
from benchmarks.results import Scores
from benchmarks.scores import Tally
from tacitus.relate.independence import independence_of
from tacitus.relate.reports import Report
from tacitus.relate.stories import Stories
from tacitus.relate.syndication import Origin, origins_of

_SET = "dispute_set"


def read_stories(path: Path) -> Gold:
    """The documents of ECB+, or the sets of a folder of disputes as records.

    Raises:
        BenchmarkError: there are neither.
    """
    if not path.is_dir() or not any(path.glob("*.yaml")):
        return read_gold(path, "ecbplus")
    sets = read_disputes(path)
    data = b"".join(file.read_bytes() for file in sorted(path.glob("*.yaml")))
    records = (
        GoldRecord(id=each.id, text=each.world, published=None, fields={_SET: each})
        for each in sets
    )
    return Gold(
        name=path.resolve().name,
        sha256=hashlib.sha256(data).hexdigest(),
        records=tuple(records),
        chosen="every set, dev and test apart",
    )


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:  # noqa: ARG001 - no coder
    """The scores of the stories of ECB+ and of the dev half of disputes, or of both halves.

    Raises:
        BenchmarkError: no record says which story it is of.
    """
    sets = [record.fields[_SET] for record in records if _SET in record.fields]
    if sets:
        metrics = _of_split(sets, "dev", "dev_") | _of_split(sets, "test", "test_")
        return Scores(n=len(sets), metrics=metrics, details={"sets": len(sets)})
    told = [record for record in records if "subtopic" in (record.fields.get("meta") or {})]
    if not told:
        raise BenchmarkError("no record has `meta.subtopic`; give ECB+ or the gold of disputes")
    reports = [Report(document_id=r.id, text=r.text, published=r.published) for r in told]
    metas = [record.fields["meta"] for record in told]
    gold = _groups(
        (f"{m['topic']} {m['subtopic']}", r.id) for m, r in zip(metas, told, strict=True)
    )
    b3, pairs = story_tallies(gold, _found(reports))
    dev = read_disputes(split="dev")
    return Scores(
        n=len(told),
        metrics={"b3_f1": b3.f1, "pair_f1": pairs.f1, **_of_split(dev, "dev", "")},
        details={
            "b3": {"precision": round(b3.precision, 2), "recall": round(b3.recall, 2)},
            "pairs": {"precision": round(pairs.precision, 2), "recall": round(pairs.recall, 2)},
            "gold_stories": len(gold),
            "dispute_sets": len(dev),
        },
    )


def story_tallies(
    gold: Sequence[Sequence[str]], found: Sequence[Sequence[str]]
) -> tuple[Tally, Tally]:
    """The tallies of documents (B³) and of pairs of documents."""
    number = {name: n for n, name in enumerate(name for group in gold for name in group)}
    sides = [[frozenset((number[i], number[i]) for i in g) for g in side] for side in (gold, found)]
    left, right = ({p for g in side for p in combinations(sorted(g), 2)} for side in (gold, found))
    hit = len(left & right)
    pairs = Tally(gold=len(left), found=len(right), gold_hit=hit, found_hit=hit)
    return b3_tally(*sides), pairs


def is_right(gold: GoldReport, origin: Origin, *, apart: bool) -> bool:
    """True for the right kind and report; `apart`: own and an agency's own despatch differ."""
    if gold.rests_on:
        return origin.kind == gold.origin and origin.of in gold.rests_on
    return origin.kind == gold.origin if apart else origin.kind in ("own", "agency")


def _of_split(sets: Sequence[DisputeSet], split: Split, prefix: str) -> dict[str, float]:
    chosen = [each for each in sets if each.split == split]
    if not chosen:
        return {}
    kinds: list[bool] = []
    rests: list[bool] = []
    counts: list[bool] = []
    everything: list[Report] = []
    for each in chosen:
        reports = {report.id: _report(each, report) for report in each.reports}
        everything += reports.values()
        origins = {
            name.rpartition("/")[2]: _local(origin)
            for name, origin in origins_of(list(reports.values())).items()
        }
        kinds += [is_right(r, origins[r.id], apart=True) for r in each.reports]
        rests += [is_right(r, origins[r.id], apart=False) for r in each.reports]
        found = origins_of(list(reports.values()))
        for happening in each.happenings:
            those = [reports[name] for name in sorted(happening.reports)]
            number = independence_of(those, origins=found).independent
            counts.append(number == happening.independent)
    gold = [[f"{each.id}/{name}" for name in g] for each in chosen for g in each.stories]
    b3, pairs = story_tallies(gold, _found(everything))
    return {
        f"{prefix}origin": _share(kinds),
        f"{prefix}rests_on": _share(rests),
        f"{prefix}independent": _share(counts),
        f"{prefix}disputes_b3_f1": b3.f1,
        f"{prefix}disputes_pair_f1": pairs.f1,
    }


def _report(of: DisputeSet, report: GoldReport) -> Report:
    return Report(
        document_id=f"{of.id}/{report.id}",
        text=report.text,
        title=report.title,
        publisher=report.publisher,
        publisher_country=report.country,
        published=report.published,
    )


def _local(origin: Origin) -> Origin:
    """The origin with the id that the set gives the report."""
    of = None if origin.of is None else origin.of.rpartition("/")[2]
    return Origin(kind=origin.kind, of=of, evidence=origin.evidence)


def _found(reports: Iterable[Report]) -> list[list[str]]:
    stories = Stories()
    for report in reports:
        stories.add(report)
    return stories.groups()


def _groups(labelled: Iterable[tuple[str, str]]) -> list[list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for label, name in labelled:
        groups[label].append(name)
    return list(groups.values())


def _share(right: Sequence[bool]) -> float:
    return 100 * sum(right) / len(right)
