"""Samples -> batches of windows in tensors, and back to one row a document token."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from training.corpora.samples import IGNORE, Sample

CLS, SEP, MASK = 101, 102, 103  # BERT's vocabulary
FIRST_WORD = 1996  # pieces before it are unused ones, marks, digits and single letters


@dataclass(slots=True, kw_only=True)
class Batch:
    """Windows of some documents; `row` and `column` find each token, document by document."""

    corpus: str
    samples: Sequence[Sample]
    input_ids: Tensor  # (windows, length)
    mask: Tensor
    shapes: Tensor
    row: Tensor  # (tokens,)
    column: Tensor
    starts: list[int]  # first token of each document
    # (windows, length): the pieces to tell from their surroundings, -100 elsewhere
    hidden: Tensor | None = None

    def to(self, device: torch.device) -> Batch:
        """The batch with its tensors on a device."""
        tensors = ["input_ids", "mask", "shapes", "row", "column"]
        tensors += ["hidden"] if self.hidden is not None else []
        return replace(self, **{name: getattr(self, name).to(device) for name in tensors})


def collate(corpus: str, samples: Sequence[Sample]) -> Batch:
    """One batch of whole documents."""
    windows = [(s, w) for s in samples for w in s.windows]
    length = max(w.end - w.context_start for _, w in windows) + 2
    ids = torch.zeros(len(windows), length, dtype=torch.long)
    mask = torch.zeros(len(windows), length, dtype=torch.long)
    shapes = torch.zeros(len(windows), length, dtype=torch.long)
    rows: list[int] = []
    columns: list[int] = []
    for index, (sample, window) in enumerate(windows):
        read = slice(window.context_start, window.end)
        tokens = [CLS, *sample.ids[read], SEP]
        ids[index, : len(tokens)] = torch.tensor(tokens)
        shapes[index, 1 : len(tokens) - 1] = torch.tensor(sample.shapes[read])
        mask[index, : len(tokens)] = 1
        first = 1 + window.start - window.context_start
        rows += [index] * (window.end - window.start)
        columns += range(first, first + window.end - window.start)
    starts, at = [], 0
    for sample in samples:
        starts.append(at)
        at += len(sample.ids)
    return Batch(
        corpus=corpus, samples=samples, input_ids=ids, mask=mask, shapes=shapes,
        row=torch.tensor(rows), column=torch.tensor(columns), starts=starts,
    )  # fmt: skip


def length_groups(lengths: Sequence[int], most: int = 3) -> list[list[int]]:
    """Indices of windows in at most `most` groups of like length, so that the least is padding."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    # best[k][n]: padded pieces of the n shortest windows in k groups, and where the last begins
    best = [{0: (0, 0)}]
    for _ in range(most):
        row = {0: (0, 0)}
        for n in range(1, len(order) + 1):
            longest = lengths[order[n - 1]]
            row[n] = min((best[-1][a][0] + (n - a) * longest, a) for a in range(n) if a in best[-1])
        best.append(row)
    groups, end = [], len(order)
    for row in reversed(best[1:]):
        if end:
            start = row[end][1]
            groups.append(order[start:end])
            end = start
    return groups


def hide_words(batch: Batch, share: float, vocabulary: int) -> Batch:
    """The batch with about a share of its pieces hidden, as BERT was taught (Devlin et al., 2019).

    Of the pieces that were chosen, eight in ten become [MASK], one another piece, one stays. The
    share differs from batch to batch, from none to twice `share`: texts in use have nothing hidden.
    """
    share = 2 * share * float(torch.rand(()))
    pieces = (batch.input_ids != CLS) & (batch.input_ids != SEP) & (batch.mask == 1)
    chosen = pieces & (torch.rand(batch.input_ids.shape) < share)
    fate = torch.rand(batch.input_ids.shape)
    ids = batch.input_ids.clone()
    ids[chosen & (fate < 0.8)] = MASK
    other = chosen & (fate >= 0.8) & (fate < 0.9)
    ids[other] = torch.randint(FIRST_WORD, vocabulary, (int(other.sum()),))
    hidden = torch.where(chosen, batch.input_ids, torch.full_like(ids, IGNORE))
    return replace(batch, input_ids=ids, hidden=hidden)


def plan(
    corpora: dict[str, list[Sample]], epochs: dict[str, float], tokens: int, seed: int
) -> list[tuple[str, list[int]]]:
    """The order of training: (corpus, sample indices) a step, each corpus for its epochs."""
    rng = random.Random(seed)
    steps: list[tuple[str, list[int]]] = []
    for corpus, samples in corpora.items():
        whole, rest = divmod(epochs.get(corpus, 0.0), 1)
        for epoch in range(int(whole) + 1):
            order = rng.sample(range(len(samples)), len(samples))
            if epoch == whole:
                order = order[: int(rest * len(samples))]
            steps += [(corpus, group) for group in _groups(samples, order, tokens)]
    rng.shuffle(steps)
    return steps


def _groups(samples: list[Sample], order: list[int], tokens: int) -> Iterator[list[int]]:
    # neighbours of like length share a batch, so that little is padding
    pools = [
        sorted(order[i : i + 64], key=lambda k: len(samples[k].ids))
        for i in range(0, len(order), 64)
    ]
    for pool in pools:
        group: list[int] = []
        size = 0
        for index in pool:
            if not samples[index].ids:
                continue
            if group and size + len(samples[index].ids) > tokens:
                yield group
                group, size = [], 0
            group.append(index)
            size += len(samples[index].ids)
        if group:
            yield group
