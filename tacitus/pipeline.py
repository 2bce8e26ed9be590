"""The flow written out once: a document in, a coding out.

read -> segment -> encode -> extract -> resolve -> relate
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tacitus.codebook import Codebook, load_codebook
from tacitus.coding import CodedDocument
from tacitus.encode.encoder import Encoder
from tacitus.encode.pair_scorer import ModelPairScorer
from tacitus.errors import TacitusError
from tacitus.extract.attack_roles import find_attack_roles
from tacitus.extract.attributions import find_attributions
from tacitus.extract.coreference import find_chains
from tacitus.extract.disputes import find_disputes
from tacitus.extract.event_scores import event_score
from tacitus.extract.event_times import link_timexes
from tacitus.extract.events import find_events
from tacitus.extract.factuality import judge_factuality
from tacitus.extract.given_phrases import PHRASE_ID, find_phrase, with_phrase
from tacitus.extract.mentions import find_mentions
from tacitus.extract.quantities import find_quantities
from tacitus.extract.relations import find_relations
from tacitus.extract.speakers import Candidate, speaker_chance
from tacitus.extract.tagging import decode_spans, with_one_label
from tacitus.extract.timexes import find_timexes
from tacitus.records import (
    Attribution,
    Code,
    Document,
    Encoding,
    Event,
    Failure,
    Mention,
    Resolution,
    Segmentation,
    Span,
    Stage,
)
from tacitus.resolve.dates import resolve_dates
from tacitus.resolve.disputed import DisputePolicy
from tacitus.resolve.entities import resolve_entities
from tacitus.resolve.gazetteer import open_gazetteer
from tacitus.resolve.history import mark_historical
from tacitus.resolve.knowledge_files import load_knowledge
from tacitus.resolve.places import resolve_places
from tacitus.resolve.reference_dates import Reference, reference_date
from tacitus.resolve.toponym_mentions import add_toponyms
from tacitus.segment import split_document

if TYPE_CHECKING:
    from tacitus.pool import CoderPool, Limits

ScoreEvent = Callable[[Mapping[str, float]], float]
ScoreSpeaker = Callable[[Candidate], float]
UNDATED = 'publication date unknown: relative dates such as "on Sunday" resolve to nothing'


# From mentions and attributions to events
GivenEvents: TypeAlias = Callable[[tuple[Mention, ...], tuple[Attribution, ...]], tuple[Event, ...]]


class Coder:
    """The model, codebook, knowledge and gazetteer, opened once for any number of documents."""

    def __init__(  # noqa: PLR0913 - one argument a choice
        self,
        *,
        codebook: Path | None = None,
        model: Path | None = None,
        min_score: float | None = None,
        thresholds: dict[str, float] | None = None,
        kb: Sequence[Path] = (),
        disputed: DisputePolicy = "claimants",
    ) -> None:
        """Open everything that coding needs.

        `kb` are files or folders of entities of your own, read over the packaged ones.
        `disputed` says whose country a disputed place is: the data files' ("claimants"), that of
        who runs it ("holder"), or nobody's ("none"); its claimants are listed in any case.

        Raises:
            ModelError: the model's files are absent or damaged.
            CodebookError: the codebook file is malformed.
            GazetteerError: a file of entities is malformed.
        """
        self.arguments: dict[str, Any] = {  # open the same coder in another process
            "codebook": codebook, "model": model, "min_score": min_score, "thresholds": thresholds,
            "kb": tuple(kb), "disputed": disputed,
        }  # fmt: skip
        self.codebook: Codebook = load_codebook(codebook)
        self.encoder = Encoder(model)
        self.version = f"model {self.encoder.files.version}"  # what its codings name
        self.scorer = ModelPairScorer(self.encoder.files.pairs)
        self.thresholds = self.encoder.files.thresholds | (thresholds or {})
        weights = self.encoder.files.score_weights
        self.score_event: ScoreEvent = partial(event_score, weights=weights)
        speaking = self.encoder.files.speaker_weights
        self.score_speaker: ScoreSpeaker = partial(speaker_chance, weights=speaking)
        self.min_score = min_score or 0.0
        self.knowledge = load_knowledge(tuple(kb))
        self.gazetteer = open_gazetteer()
        self.disputed: DisputePolicy = disputed

    def code(
        self, document: Document, *, on_stage: Callable[[Stage], None] = lambda _: None
    ) -> CodedDocument:
        """The coding of one document; `on_stage` is told what is about to be done with it."""
        segmentation = split_document(document)
        on_stage("encode")
        encoding = self.encoder.encode(document.text, segmentation)
        on_stage("extract")
        return self.code_encoded(document, segmentation, encoding)

    def code_many(
        self, documents: Iterable[Document | Failure], *, workers: int = 1
    ) -> Iterator[CodedDocument | Failure]:
        """Codings in the order of the documents; a document that fails gives a `Failure`.

        Failures that come in are passed on. `workers` > 1 codes in that many processes. Each
        document is encoded by itself: int8 arithmetic is scaled by what is encoded together, and a
        coding must not depend on its neighbours.
        """
        if workers > 1:
            with closing(self.in_processes(workers)) as pool:
                yield from pool.code_many(documents)
            return
        for item in documents:
            if isinstance(item, Failure):
                yield item
                continue
            try:
                yield self.code(item)
            except TacitusError as error:
                path = item.path or item.id
                reason = " ".join(str(error).split())
                yield Failure(path=path, stage="extract", reason=reason, document_id=item.id)

    def in_processes(self, workers: int, limits: Limits | None = None) -> CoderPool:
        """The same coder in `workers` processes of this machine, each of which may be killed."""
        from tacitus.pool import CoderPool  # noqa: PLC0415 - its processes import this module

        return CoderPool(self.arguments, workers, limits=limits, version=self.version)

    def code_dyad(self, text: str, actor: Span | None, recipient: Span | None) -> list[Code]:
        """Event types that may pass from a given actor to a given recipient, most likely first.

        A side that is None is understood. Types that the model does not tell apart for pairs
        (CONCEDE and RETREAT) are told apart by the text's own anchors. Empty for a text without
        words.
        """
        segmentation = split_document(Document(text=text))
        encoding = self.encoder.encode(text, segmentation)
        if not len(encoding.offsets_t):
            return []
        scores = self.scorer.dyad(encoding, actor, recipient)
        codes = []
        for root, score in zip(self.encoder.files.roots, scores.tolist(), strict=True):
            event_type = _yield_type(encoding) if root == "YIELD" else root
            codes.append(Code(event_type=event_type, mode=None, score=round(score, 4)))
        return sorted(codes, key=lambda code: -code.score)

    def names(self, text: str) -> list[tuple[int, int, str]]:
        """Named entities as (start, end, label) with the nine labels of the head `names`."""
        encoding = self.encoder.encode(text, split_document(Document(text=text)))
        found = with_one_label(decode_spans(text, encoding, "names"), text)
        return [(name.span.start, name.span.end, name.label) for name in found]

    def factualities(self, text: str, spans: Sequence[Span]) -> tuple[float, ...]:
        """How surely each predicate happened, by the head `factuality` alone: -3 never .. 3 surely.

        The mean over the tokens of a span, 0 (nothing known) for a span that holds none.
        """
        encoding = self.encoder.encode(text, split_document(Document(text=text)))
        return tuple(_factuality(encoding, span) for span in spans)

    def attack_roles(self, text: str) -> list[tuple[str, str]]:
        """Who attacked, with what, and whom, over the document: (role, words), one an entity.

        Roles are those of MUC-4: PerpInd, PerpOrg, Target, Victim, Weapon. Empty with a model that
        was not taught them.
        """
        encoding = self.encoder.encode(text, split_document(Document(text=text)))
        return [(f.role, f.span.of(text)) for f in find_attack_roles(text, encoding)]

    def resolve_phrase(
        self, text: str, context: str | None = None, published: date | None = None
    ) -> Resolution:
        """Who a phrase stands for: read where it first stands in its context, else by itself.

        A context without the phrase is read with the phrase as a paragraph of its own below it.
        The target is an `Entity`, or None where the phrase is nobody that we know a thing of.

        Raises:
            ValueError: the phrase has no words.
        """
        if not text.strip():
            raise ValueError(f"phrase {text!r} has no words; expected the name of an actor")
        words = text if context is None else context
        span = find_phrase(text, words)
        if span is None:
            start = len(words) + 2
            words, span = f"{words}\n\n{text}", Span(start=start, end=start + len(text))
        document = Document(text=words, published=published)
        segmentation = split_document(document)
        encoding = self.encoder.encode(document.text, segmentation)
        found = with_phrase(document, find_mentions(document, segmentation, encoding), span)
        relations = find_relations(document, segmentation, found)
        mentions = find_chains(document, segmentation, found, relations)
        entities = resolve_entities(document, segmentation, mentions, relations, self.knowledge)
        return next(entity for entity in entities if entity.subject_id == PHRASE_ID)

    def code_encoded(
        self,
        document: Document,
        segmentation: Segmentation,
        encoding: Encoding,
        *,
        given: GivenEvents | None = None,
    ) -> CodedDocument:
        """Extract -> resolve -> relate, for one encoded document.

        With `given` its events are taken for those that the text tells, and none is looked for.
        """
        found = find_mentions(document, segmentation, encoding)
        relations = find_relations(document, segmentation, found)
        mentions: tuple[Mention, ...] = find_chains(document, segmentation, found, relations)
        attributions = find_attributions(document, segmentation, encoding, mentions)
        timexes = find_timexes(document, segmentation)
        if given is not None:
            events = given(mentions, attributions)
        else:
            found_events = find_events(
                document, segmentation, encoding, mentions, attributions, timexes,
                scorer=self.scorer, codebook=self.codebook, thresholds=self.thresholds,
                score=self.score_event, score_speaker=self.score_speaker,
            )  # fmt: skip
            events = tuple(event for event in found_events if event.score >= self.min_score)
        events = find_quantities(document, segmentation, events)
        events = judge_factuality(document, segmentation, encoding, events, attributions)
        events = link_timexes(document, segmentation, events, timexes)
        links = find_disputes(document, segmentation, events, mentions, attributions)

        entities = resolve_entities(document, segmentation, mentions, relations, self.knowledge)
        reference = reference_date(document, segmentation, timexes)
        dates = resolve_dates(document, timexes, events, reference)
        events = mark_historical(document, events, dates)
        mentions = add_toponyms(document, segmentation, mentions, self.gazetteer)
        places = resolve_places(
            document, segmentation, mentions, events, entities, self.gazetteer, self.disputed
        )
        return CodedDocument(
            document=document,
            segmentation=segmentation,
            mentions=mentions,
            attributions=attributions,
            timexes=timexes,
            events=events,
            relations=relations,
            resolutions=(*entities, *dates, *places),
            links=links,
            coder_version=self.version,
            notes=document.notes + _notes(document, reference),
        )


def _notes(document: Document, reference: Reference | None) -> tuple[str, ...]:
    if document.published is not None:
        return ()
    return (UNDATED if reference is None else reference.note(),)


def _factuality(encoding: Encoding, span: Span) -> float:
    tokens = encoding.tokens_of(span)
    if tokens.start == tokens.stop:
        return 0.0
    return min(3.0, max(-3.0, float(encoding.scores["factuality"][tokens, 0].mean())))


def _yield_type(encoding: Encoding) -> str:
    labels = encoding.labels["event_types"]
    weight = 1 - encoding.scores["anchors"][:, 0]
    totals = weight @ encoding.scores["event_types"]
    return max(("CONCEDE", "RETREAT"), key=lambda name: float(totals[labels.index(name)]))
