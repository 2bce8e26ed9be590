"""Which reports dispute which: pair F1 on our own sets of invented reports.

Enters: the folder of sets (`benchmarks/data/disputes`), a record a set. Leaves: percentages over
pairs of reports, each pair once whatever its kinds; dev and test halves apart. A set is linked by
itself, from the text on, as `tacitus link` does with a store.

`dev_f1`, `test_f1`: pairs that dispute. `*_kind_f1`: pairs with the kind. `*_confirms_f1`: pairs
that confirm each other.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.coders import OpenCoder
from benchmarks.disputes_gold import FOLDER as OWN
from benchmarks.disputes_gold import read_disputes
from benchmarks.disputes_records import DisputeSet
from benchmarks.errors import BenchmarkError
from benchmarks.gold import Gold, GoldRecord
from benchmarks.results import Scores
from tacitus.coding import CodedDocument
from tacitus.ingest.links import relate
from tacitus.records import Document
from tacitus.store import Run, Store
from tacitus.store.reports import read_reports, read_told

FOLDER = "disputes"
_Item = tuple[str, ...]


def read_sets(path: Path) -> Gold:
    """The sets of a folder or a file as records, one a set.

    A folder without sets, such as that of the other gold, stands for our own.

    Raises:
        BenchmarkError: there is none, or one is not as it must be.
    """
    folder = path / FOLDER if (path / FOLDER).is_dir() else path
    if folder.is_dir() and not any(folder.glob("*.yaml")):
        folder = OWN
    sets = read_disputes(folder)
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else [folder]
    records = tuple(
        GoldRecord(id=s.id, text=s.world, published=None, fields={"set": s}) for s in sets
    )
    return Gold(
        name=folder.name,
        sha256=hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest(),
        records=records,
        chosen=f"{len(sets)} sets",
    )


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The scores of the sets, each half apart.

    Raises:
        BenchmarkError: a record is no set of disputes.
    """
    coder = open_coder()
    answers: dict[str, list[tuple[Mapping[str, set[_Item]], Mapping[str, set[_Item]]]]] = {}
    for record in records:
        gold = record.fields.get("set")
        if not isinstance(gold, DisputeSet):
            raise BenchmarkError(f"{record.id} is no set of disputes; expected {FOLDER}/*.yaml")
        codings = list(coder.code_many(_documents(gold)))
        answers.setdefault(gold.split, []).append((wanted_pairs(gold), found_pairs(codings, gold)))
    metrics: dict[str, float] = {}
    for split, pairs in sorted(answers.items()):
        for kind in ("disputes", "kinds", "confirms"):
            metrics |= _scores(_NAMES[kind].format(split), [(w[kind], f[kind]) for w, f in pairs])
    return Scores(n=len(records), metrics=metrics)


_NAMES = {"disputes": "{}", "kinds": "{}_kind", "confirms": "{}_confirms"}


def wanted_pairs(gold: DisputeSet) -> dict[str, set[_Item]]:
    """The pairs of report ids that the gold has: disputes, kinds (with the kind), confirms."""
    out: dict[str, set[_Item]] = {"disputes": set(), "kinds": set(), "confirms": set()}
    for happening in gold.happenings:
        for dispute in happening.disputes:
            pair = tuple(sorted(dispute.pair))
            out["disputes"].add(pair)
            out["kinds"].add((*pair, dispute.kind))
        out["confirms"] |= {tuple(sorted(pair)) for pair in happening.confirms}
    return out


def found_pairs(codings: Sequence[Any], gold: DisputeSet) -> dict[str, set[_Item]]:
    """The same of what the linker finds in the codings of the set's reports."""
    out: dict[str, set[_Item]] = {"disputes": set(), "kinds": set(), "confirms": set()}
    names = {document.id: r.id for document, r in zip(_documents(gold), gold.reports, strict=True)}
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "set.store")
        coded = [c for c in codings if isinstance(c, CodedDocument)]
        store.add(coded, run=Run(coder_version="benchmark"))
        with store.connect() as connection:
            related = relate(read_reports(connection), read_told(connection))
    for happening in related.happenings:
        for c in happening.contrasts:
            pair = tuple(sorted((names[c.left.document_id], names[c.right.document_id])))
            if c.confirms:
                out["confirms"].add(pair)
            if c.disputes:
                out["disputes"].add(pair)
                out["kinds"] |= {(*pair, kind) for kind in c.disputes}
    out["confirms"] -= out["disputes"]
    return out


def _documents(gold: DisputeSet) -> list[Document]:
    return [
        Document(
            text=report.text,
            title=report.title,
            publisher=report.publisher,
            published=report.published,
            url=f"https://{gold.id}.example/{report.id}",  # a copy is a document of its own
            language="en",
        )
        for report in gold.reports
    ]


def _scores(name: str, pairs: Sequence[tuple[set[_Item], set[_Item]]]) -> dict[str, float]:
    hits = sum(len(wanted & found) for wanted, found in pairs)
    gold, given = sum(len(w) for w, _ in pairs), sum(len(f) for _, f in pairs)
    return {
        f"{name}_f1": 200 * hits / (gold + given) if gold + given else 0.0,
        f"{name}_precision": 100 * hits / given if given else 0.0,
        f"{name}_recall": 100 * hits / gold if gold else 0.0,
    }
