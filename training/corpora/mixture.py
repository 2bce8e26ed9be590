"""Every corpus of a training run, as samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tacitus.codebook import load_codebook
from tacitus.encode.labels import head_labels
from training.corpora.annotated import load_annotated
from training.corpora.attacks import attack_samples
from training.corpora.authored import load_authored
from training.corpora.dyads import dyad_samples
from training.corpora.events import event_samples
from training.corpora.factuality import factuality_samples
from training.corpora.names import name_samples
from training.corpora.polnear import attribution_samples
from training.corpora.quotations import quotation_samples
from training.corpora.reviews import review_samples
from training.corpora.samples import (
    Sample,
    held_out,
    load_tokenizer,
    make_sample,
    read_records,
    text_key,
)
from training.model import base_folder

CORPORA = Path(__file__).parent
# sets of which only the words are of use here
TEXTS = ("muc4", "geo_lgl", "tempeval3", "ecbplus", "ngec_synthetic", "geo_geowebnews")
LONGEST_TEXT = 3000


def load_corpora(data: Path, config: dict[str, Any]) -> dict[str, list[Sample]]:
    """Every corpus as samples. Texts of the events dev split are left out of all of them."""
    labels = head_labels(load_codebook())
    tokenizer = load_tokenizer(base_folder())
    dev = {text_key(r["text"]) for r in read_records(data / "events" / "dev.jsonl")}

    def records(name: str) -> list[dict[str, Any]]:
        found = read_records(data / name / "train.jsonl")
        return [r for r in found if text_key(r["text"]) not in dev]

    events = [r for r in records("events") if not held_out(r["doc_id"])]
    plv = [r for r in records("plv") if not r["meta"]["suggested_dev"]]
    authored = [r for path in sorted(CORPORA.glob("authored/*.txt")) for r in load_authored(path)]
    annotated, wire = (
        load_annotated(CORPORA / "annotated" / f"{name}.jsonl", data) for name in ("news", "wire")
    )
    roots = config["roots"]
    reviews = (
        review_samples(Path(config["reviews"]), tokenizer, labels) if "reviews" in config else []
    )
    return {
        "reviews": [sample for sample in reviews if text_key(sample.text) not in dev],
        "events": event_samples(events, tokenizer, labels, roots),
        "authored": event_samples(authored, tokenizer, labels, roots),
        "annotated": event_samples(annotated, tokenizer, labels, roots),
        "wire": event_samples(wire, tokenizer, labels, roots),
        "names": name_samples(records("en_worldwide_newswire"), tokenizer, labels),
        "polnear": attribution_samples(records("polnear"), tokenizer, labels),
        "quotations": quotation_samples(records("polnear"), tokenizer, labels),
        "factuality": factuality_samples(records("fact_uds_ih2"), tokenizer),
        "attacks": attack_samples(records("muc4"), tokenizer, labels),
        "dyads": dyad_samples(plv, tokenizer, roots),
        "texts": [
            make_sample(tokenizer, r["doc_id"], r["text"][:LONGEST_TEXT])
            for name in TEXTS
            for r in records(name)
        ],
    }
