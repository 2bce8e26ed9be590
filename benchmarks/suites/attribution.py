"""Attribution spans: the words of the source, of the cue and of the content.

Each record is coded as a document of its own. Gold of this kind does not link the spans, so all
source spans of a record are one set, and so for cues and contents. `*_exact_f1` asks for both ends,
white space aside; `*_overlap_f1` for one code point in common.

Source: the evaluation of CofeNet (Wang et al., COLING 2022), exact match over instances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.coders import Coded, OpenCoder, code_records
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import Range, Tally, exact_tally, overlap_tally, trimmed

PARTS = ("source", "cue", "content")


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The F1 of each part, exact and by overlap.

    Raises:
        BenchmarkError: no record has gold attributions, not even an empty list.
    """
    annotated = [r for r in records if isinstance(r.fields.get("attributions"), list)]
    if not annotated:
        raise BenchmarkError("no record has `attributions`; give another set")
    exact = dict.fromkeys(PARTS, Tally())
    loose = dict.fromkeys(PARTS, Tally())
    failures = 0
    for record, coded in code_records(open_coder(), annotated, "attribution"):
        failures += coded is None
        gold, found = _gold_spans(record), _found_spans(coded, record.text)
        for part in PARTS:
            exact[part] += exact_tally(gold[part], found[part])
            loose[part] += overlap_tally(gold[part], found[part])
    return Scores(
        n=len(annotated),
        metrics={f"{part}_exact_f1": exact[part].f1 for part in PARTS}
        | {f"{part}_overlap_f1": loose[part].f1 for part in PARTS},
        details={
            part: {
                "gold": exact[part].gold,
                "found": exact[part].found,
                "exact_precision": round(exact[part].precision, 2),
                "exact_recall": round(exact[part].recall, 2),
            }
            for part in PARTS
        }
        | {"documents_failed": failures},
    )


def _gold_spans(record: GoldRecord) -> Mapping[str, set[Range]]:
    return {
        part: {
            trimmed((start, end), record.text)
            for attribution in record.fields["attributions"]
            for start, end in attribution.get(part) or []
        }
        for part in PARTS
    }


def _found_spans(coded: Coded | None, text: str) -> Mapping[str, set[Range]]:
    spans: dict[str, set[Range]] = {part: set() for part in PARTS}
    for attribution in coded.attributions if coded else ():
        if attribution.source:
            spans["source"].add((attribution.source.start, attribution.source.end))
        if attribution.cue:
            spans["cue"].add((attribution.cue.start, attribution.cue.end))
        spans["content"].update((span.start, span.end) for span in attribution.content)
    return {part: {trimmed(span, text) for span in found} for part, found in spans.items()}
