"""The suites by name, with the folder of gold that each takes from a folder of sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.coders import OpenCoder
from benchmarks.gold import Gold, GoldRecord
from benchmarks.phrases import read_phrases
from benchmarks.results import Scores
from benchmarks.suites import (
    attribution,
    coref,
    disputes,
    entities,
    events,
    factuality,
    geoparse,
    ner,
    plv,
    roles,
    same_events,
    speed,
    store,
    stories,
    timexes,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One task: how it is scored, and on what."""

    folder: str | tuple[str, ...]  # of its gold in a folder of sets; several are read as one
    run: Callable[[Sequence[GoldRecord], OpenCoder], Scores]
    shown: Mapping[str, str]  # metric -> heading in the README's table
    gated: bool = True  # False: depends on the machine, so the gate leaves it out
    compare: str = ""  # a published figure, with where it stands
    read: Callable[[Path], Gold] | None = None  # its gold; None: `read_gold` with the folder


SUITES: Mapping[str, Suite] = {
    "events": Suite(
        folder="events",
        run=events.run,
        shown={
            "detect_f1": "found F1",
            "type_f1": "type F1",
            "triple_f1": "type, actor and recipient F1",
            "actor": "actor",
            "recipient": "recipient",
            "mode": "mode",
            "date": "date",
            "place": "place",
            "speaker": "speaker",
            "speaker_named": "speaker where one is named",
            "certainty": "certainty",
            "status": "time status",
        },
        compare="two annotators: found 94.8, type 93.1, type, actor and recipient 87.4",
    ),
    "plv": Suite(
        folder="plv",
        run=plv.run,
        shown={
            "root_macro_f1": "root macro-F1",
            "quad_macro_f1": "quad macro-F1",
            "binary_macro_f1": "binary macro-F1",
        },
        compare="on its test split, root/quad/binary: zero-shot 82.4/89.6/96.4, "
        "GPT-4 61.5/76.7/93.4, supervised 86.7/96.3/98.4 (Hu et al., ACL 2024)",
    ),
    "attribution": Suite(
        folder="polnear_cofenet",
        run=attribution.run,
        shown={
            "source_exact_f1": "source F1",
            "cue_exact_f1": "cue F1",
            "content_exact_f1": "content F1",
            "source_overlap_f1": "source F1, overlap",
            "cue_overlap_f1": "cue F1, overlap",
            "content_overlap_f1": "content F1, overlap",
        },
        compare="on its test split, exact source/cue/content: BERT 81.1/74.0/68.9, "
        "CofeNet 83.2/75.3/72.9 (Wang et al., COLING 2022)",
    ),
    "ner": Suite(
        folder="en_worldwide_newswire",
        run=ner.run,
        shown={"span_f1": "span F1", "overlap_f1": "span F1, overlap"},
    ),
    "timexes": Suite(
        folder="tempeval3",
        run=timexes.run,
        shown={"relaxed_f1": "relaxed F1", "strict_f1": "strict F1", "value_f1": "value F1"},
    ),
    "factuality": Suite(
        folder="fact_uds_ih2",
        run=factuality.run,
        shown={"pearson_r": "r x 100"},
    ),
    "coref": Suite(
        folder="gum",
        run=coref.run,
        shown={
            "conll_f1": "CoNLL F1",
            "muc_f1": "MUC F1",
            "b3_f1": "B³ F1",
            "ceafe_f1": "CEAFe F1",
            "mention_f1": "mention F1",
        },
    ),
    "roles": Suite(
        folder="muc4",
        run=roles.run,
        shown={"ree_micro_f1": "CEAF-REE micro-F1"},
        compare="on its test split: 54.5 by GRIT, trained on the set (Du et al., EACL 2021)",
    ),
    "geoparse": Suite(
        folder=("geo_lgl", "geo_geowebnews"),
        run=geoparse.run,
        shown={
            "recognition_f1": "recognition F1",
            "acc_161": "within 161 km",
            "acc_161_found": "within 161 km of those found",
        },
    ),
    "entities": Suite(
        folder="entities",
        run=entities.run,
        shown={"country_accuracy": "country", "sector_accuracy": "sector"},
        read=read_phrases,
    ),
    "same_events": Suite(
        folder="ecbplus",
        run=same_events.run,
        shown={
            "conll_f1": "CoNLL F1",
            "muc_f1": "MUC F1",
            "b3_f1": "B³ F1",
            "ceafe_f1": "CEAFe F1",
            "plain_conll_f1": "without vectors",
            "topic_conll_f1": "within topics",
            "corpus_conll_f1": "no topics, as a store",
            "found_conll_f1": "found mentions",
            "lemma_conll_f1": "lemma baseline",
        },
        compare="on its test split: lemma baseline 76.5, 79.5 (Barhom et al., ACL 2019), "
        "85.6 (CDLM, EMNLP Findings 2021)",
    ),
    "stories": Suite(
        folder="ecbplus",
        run=stories.run,
        shown={
            "b3_f1": "B³ F1",
            "pair_f1": "pair F1",
            "rests_on": "rests on the right report",
            "independent": "number of independent reports",
        },
        read=stories.read_stories,
    ),
    "disputes": Suite(
        folder="disputes",
        run=disputes.run,
        shown={
            "dev_f1": "dev F1",
            "dev_precision": "dev precision",
            "dev_recall": "dev recall",
            "test_f1": "test F1",
        },
        read=disputes.read_sets,
    ),
    "speed": Suite(
        folder="events",
        run=speed.run,
        shown={
            "articles_per_cpu_second": "articles a CPU second",
            "peak_rss_mb": "peak memory, MB",
            "load_s": "load, s",
        },
        gated=False,
    ),
    "store": Suite(
        folder="synthetic_store",
        run=store.run,
        shown={
            "filter_p95_ms": "filter p95, ms",
            "dyad_month_ms": "months of pairs, ms",
            "country_week_ms": "weeks of countries, ms",
            "search_p95_ms": "search p95, ms",
            "sql_p95_ms": "SQL p95, ms",
            "peak_rss_mb": "peak memory, MB",
            "rows_written_per_s": "documents written a second",
        },
        gated=False,
        compare="targets: filter p95 under 300 ms, panels under 1,000 ms, memory under 600 MB",
        read=store.read_store,
    ),
}
OTHER_NAMES: Mapping[str, str] = {"timex": "timexes"}
