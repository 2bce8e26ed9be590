"""The loss of a batch: token heads, arguments, same-event pairs and dyads, masked by corpus."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tacitus.encode.labels import SIGMOID, VALUE, activation, head_columns
from tacitus.encode.pairs import (
    ROLES,
    argument_features,
    gap_between,
    same_event_features,
)
from training.batches import Batch, length_groups
from training.corpora.events import name_words
from training.corpora.samples import IGNORE, EventGold, Range, Sample
from training.model import Tacitus

NEAR = 4  # sentences; candidates further from an anchor are not scored


@dataclass(frozen=True, slots=True, kw_only=True)
class LossWeights:
    """How much each part counts, and the smoothing of hard labels."""

    heads: dict[str, float]
    argument: float
    same_event: float
    dyad: float
    smoothing: float
    words: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What the model makes of the tokens of one document."""

    sample: Sample
    states: Tensor  # (tokens, width)
    sums: Tensor  # (tokens + 1, width): states added up, so that means of ranges are cheap
    logits: Tensor  # (tokens, labels of all heads)
    types: Tensor  # (tokens, event types): probabilities, without gradient
    columns: dict[str, slice]  # head -> its columns of `logits`


def batch_loss(
    model: Tacitus, batch: Batch, labels: dict[str, tuple[str, ...]], weights: LossWeights
) -> tuple[Tensor, dict[str, float]]:
    """The loss to minimise and its parts."""
    states, logits = read_windows(model, batch)
    parts: dict[str, Tensor] = {}
    if weights.words and batch.hidden is not None and (batch.hidden != IGNORE).any():
        parts["words"] = weights.words * _words_loss(model, states, batch.hidden)
    states = states[batch.row, batch.column].float()
    logits = logits[batch.row, batch.column].float()
    columns = head_columns(labels)
    for head in labels:
        if all(head in s.labels for s in batch.samples):
            gold = np.concatenate([s.labels[head] for s in batch.samples])
            loss = _head_loss(
                head, logits[:, columns[head]], torch.from_numpy(gold).to(logits.device), weights
            )
            if loss is not None:
                parts[head] = weights.heads.get(head, 1.0) * loss
    for sample, start in zip(batch.samples, batch.starts, strict=True):
        own = slice(start, start + len(sample.ids))
        reading = _reading(sample, states[own], logits[own], columns)
        for name, loss in _pair_losses(model, reading).items():
            weight = {"argument": weights.argument, "same_event": weights.same_event}.get(
                name, weights.dyad
            )
            parts[name] = parts.get(name, torch.zeros(())) + weight * loss / len(batch.samples)
    total = torch.stack(list(parts.values())).sum() if parts else states.sum() * 0
    return total, {name: float(loss.detach()) for name, loss in parts.items()}


def read_windows(model: Tacitus, batch: Batch) -> tuple[Tensor, Tensor]:
    """States and logits of all windows, read in groups of like length: a fifth less time."""
    lengths = batch.mask.sum(1).tolist()
    groups = length_groups(lengths)
    parts: list[tuple[Tensor, Tensor]] = []
    for group in groups:
        size = max(lengths[i] for i in group)
        own = torch.tensor(group, device=batch.mask.device)
        inputs = (x[own, :size] for x in (batch.input_ids, batch.mask, batch.shapes))
        pad = (0, 0, 0, batch.mask.shape[1] - size)
        states, logits = model(*inputs)
        parts.append((functional.pad(states, pad), functional.pad(logits, pad)))
    back = torch.tensor([i for group in groups for i in group], device=batch.mask.device).argsort()
    return torch.cat([p[0] for p in parts])[back], torch.cat([p[1] for p in parts])[back]


def _words_loss(model: Tacitus, states: Tensor, hidden: Tensor) -> Tensor:
    chosen = hidden != IGNORE
    vectors = model.encoder.get_submodule("embeddings.word_embeddings").weight
    return functional.cross_entropy(model.words(states[chosen], vectors).float(), hidden[chosen])


def _head_loss(head: str, logits: Tensor, gold: Tensor, weights: LossWeights) -> Tensor | None:
    kind = activation(head)
    if kind == VALUE:
        known = ~gold.isnan()
        return functional.smooth_l1_loss(logits[known, 0], gold[known]) if known.any() else None
    if kind == SIGMOID:
        known = gold[:, 0] != IGNORE
        if not known.any():
            return None
        return 8 * functional.binary_cross_entropy_with_logits(logits[known], gold[known].float())
    if not (gold != IGNORE).any():
        return None
    return functional.cross_entropy(
        logits,
        gold,
        ignore_index=IGNORE,
        label_smoothing=weights.smoothing if head == "event_types" else 0.0,
    )


def _reading(sample: Sample, states: Tensor, logits: Tensor, columns: dict[str, slice]) -> _Reading:
    return _Reading(
        sample=sample,
        states=states,
        sums=torch.cat([states.new_zeros(1, states.shape[1]), states.cumsum(0)]),
        logits=logits,
        types=logits[:, columns["event_types"]].softmax(-1).detach(),
        columns=columns,
    )


def _pair_losses(model: Tacitus, reading: _Reading) -> dict[str, Tensor]:
    losses: dict[str, Tensor] = {}
    if reading.sample.events:
        losses |= _argument_loss(model, reading)
        losses |= _same_event_loss(model, reading)
    if reading.sample.dyads:
        losses["dyad"] = torch.stack(
            [_dyad_loss(model, reading, dyad) for dyad in reading.sample.dyads]
        ).mean()
    return losses


def _mean(sums: Tensor, ranges: list[Range]) -> Tensor:
    low = torch.tensor([r[0] for r in ranges])
    high = torch.tensor([r[1] for r in ranges])
    return (sums[high] - sums[low]) / (high - low).clamp(min=1).unsqueeze(1)


def decoded(tags: list[int]) -> list[Range]:
    """Ranges of a BIO sequence whose odd ids begin a span and whose next id continues it."""
    out: list[Range] = []
    for index, tag in enumerate(tags):
        if tag == 0:
            continue
        goes_on = tag % 2 == 0 and out and out[-1][1] == index and tags[index - 1] in {tag, tag - 1}
        if goes_on:
            out[-1] = (out[-1][0], index + 1)
        else:
            out.append((index, index + 1))
    return out


def _candidates(reading: _Reading) -> list[Range]:
    sample = reading.sample
    gold = {r for e in sample.events or [] for spans in e.arguments.values() for r in spans}
    found: set[Range] = set()
    for head in ("names", "participants"):
        scores = reading.logits[:, reading.columns[head]].detach()
        found.update(decoded(scores.argmax(-1).tolist()))
    guessed = sorted(r for r in found - gold if r[1] - r[0] <= 40)
    most = len(sample.ids) // 6  # an untrained head guesses everywhere
    if len(guessed) > most:
        guessed = random.sample(guessed, most)
    return sorted(gold | set(guessed))


def _argument_loss(model: Tacitus, reading: _Reading) -> dict[str, Tensor]:
    sample, sums = reading.sample, reading.sums
    candidates = _candidates(reading)
    outside = reading.logits[:, reading.columns["participants"]].softmax(-1)[:, 0]
    chance = (1 - outside).detach().cpu().numpy()
    anchors, mentions, features, gold, known, groups = [], [], [], [], [], []
    group = -1
    for event in sample.events or []:
        for place, anchor in enumerate(event.anchors[:3]):
            group += 1
            for order, mention in enumerate(candidates):
                if abs(sample.sentence_of[mention[0]] - sample.sentence_of[anchor[0]]) > NEAR:
                    continue
                row, sure = _roles(sample, event, mention, main=place == 0)
                if not any(sure):
                    continue
                between = abs(order - sum(c[0] < anchor[0] for c in candidates))
                part = float(chance[mention[0] : mention[1]].mean())
                features.append(
                    argument_features(anchor, mention, sample.sentence_of, part, between=between)
                )
                anchors.append(anchor)
                mentions.append(mention)
                gold.append(row)
                known.append(sure)
                groups.append(group)
    if not anchors:
        return {}
    kinds = torch.stack([reading.types[a[0] : a[1]].mean(0) for a in anchors])
    inputs = torch.cat([torch.tensor(features), kinds], dim=1)
    gaps = [gap_between(a, m) for a, m in zip(anchors, mentions, strict=True)]
    scores = model.argument(_mean(sums, anchors), _mean(sums, mentions), inputs, _mean(sums, gaps))
    loss = functional.binary_cross_entropy_with_logits(
        scores, torch.tensor(gold, dtype=torch.float32), reduction="none"
    )
    mask = torch.tensor(known, dtype=torch.float32)
    ranked = _ranking(scores, torch.tensor(gold, dtype=torch.float32), mask, torch.tensor(groups))
    # a mean over pairs would let documents with many names count less for each event
    return {"argument": 12 * (loss * mask).sum() / mask.sum().clamp(min=1) + ranked}


def _ranking(scores: Tensor, gold: Tensor, mask: Tensor, groups: Tensor) -> Tensor:
    """Mean -log share of the right mentions among all of one anchor and role, and "nobody".

    "Nobody" has the logit 0, the point at which a sigmoid is undecided; it is right where no
    mention is. Without it a far mention scores as well as a near one of the same kind.
    """
    losses = []
    for group in range(int(groups.max()) + 1):
        own = groups == group
        logits = scores[own].masked_fill(mask[own] == 0, -1e4)
        nobody = torch.zeros(1, logits.shape[1])
        right = torch.cat([logits.masked_fill(gold[own] == 0, -1e4), nobody])
        right[-1] = torch.where(gold[own].any(0), -1e4, 0.0)
        losses.append(torch.cat([logits, nobody]).logsumexp(0) - right.logsumexp(0))
    return torch.stack(losses).mean()


def _roles(
    sample: Sample, event: EventGold, mention: Range, *, main: bool
) -> tuple[list[float], list[bool]]:
    text = sample.text[sample.offsets[mention[0]][0] : sample.offsets[mention[1] - 1][1]]
    words = name_words(text)
    row: list[float] = []
    sure: list[bool] = []
    for role in ROLES:
        spans = event.arguments[role]
        hit = any(_same_span(mention, span) for span in spans)
        touches = any(mention[0] < s[1] and s[0] < mention[1] for s in spans)
        unsure = not hit and (touches or bool(words & event.names[role]))
        row.append(float(hit))
        # another anchor of the event may find its arguments elsewhere: learn only from hits there
        sure.append(not unsure and (main or hit or not spans))
    return row, sure


def _same_span(one: Range, two: Range) -> bool:
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return shared > 0 and shared / (max(one[1], two[1]) - min(one[0], two[0])) >= 0.6


def _same_event_loss(model: Tacitus, reading: _Reading) -> dict[str, Tensor]:
    sample, sums, types = reading.sample, reading.sums, reading.types
    marked = [(a, i) for i, e in enumerate(sample.events or []) for a in e.anchors]
    pairs = [(x, y) for i, x in enumerate(marked) for y in marked[i + 1 :]]
    if not pairs:
        return {}
    if len(pairs) > 300:
        pairs = random.sample(pairs, 300)
    words = {
        a: sample.text[sample.offsets[a[0]][0] : sample.offsets[a[1] - 1][1]] for a, _ in marked
    }
    features = [
        same_event_features(x[0], y[0], sample.sentence_of, (words[x[0]], words[y[0]]))
        for x, y in pairs
    ]
    alike = torch.stack(
        [types[x[0][0] : x[0][1]].mean(0) @ types[y[0][0] : y[0][1]].mean(0) for x, y in pairs]
    )
    inputs = torch.cat([torch.tensor(features), alike.unsqueeze(1)], dim=1)
    scores = model.same_event(
        _mean(sums, [x[0] for x, _ in pairs]), _mean(sums, [y[0] for _, y in pairs]), inputs
    )
    gold = torch.tensor([float(x[1] == y[1]) for x, y in pairs])
    return {"same_event": functional.binary_cross_entropy_with_logits(scores[:, 0], gold)}


def _dyad_loss(model: Tacitus, reading: _Reading, dyad: tuple[Range, Range, int]) -> Tensor:
    sample = reading.sample
    actor, recipient, root = dyad
    at = {sample.sentence_of[actor[0]], sample.sentence_of[recipient[0]]}
    inside = [i for i, s in enumerate(sample.sentence_of) if s in at]
    vectors = _mean(reading.sums, [actor, recipient])
    logits = model.dyad(reading.states[inside[0] : inside[-1] + 1], vectors[0], vectors[1])
    return functional.cross_entropy(logits.unsqueeze(0), torch.tensor([root]), label_smoothing=0.1)
