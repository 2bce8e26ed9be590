"""Runs the encoder once over a document: text and sentences in, an `Encoding` out.

The only home of onnxruntime and tokenizers. Windows of all documents of a call are sorted by
length and run in batches of about `BATCH_TOKENS`, so that little is padding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tacitus.encode.labels import SIGMOID, SOFTMAX, activation, head_columns
from tacitus.encode.model_files import ModelFiles, load_model_files
from tacitus.encode.shapes import shape_ids
from tacitus.encode.windows import Window, sentences_of, split_windows
from tacitus.errors import ModelError
from tacitus.records import Encoding, Floats, Segmentation

# research: 13.2 / 12.6 / 10.1 articles per CPU-second at 512 / 1280 / 4096 tokens a batch
BATCH_TOKENS = 768


@dataclass(slots=True, kw_only=True)
class _Job:
    """One document under way."""

    ids: list[int]
    offsets: list[tuple[int, int]]
    sentence_of: list[int]
    shapes: list[int]
    windows: list[Window]
    vectors: Floats
    logits: Floats


class Encoder:
    """A model opened once; safe to use for any number of documents, one thread at a time."""

    def __init__(self, folder: Path | None = None, *, threads: int = 1) -> None:
        """Open a model folder; the shipped one when none is given.

        Raises:
            ModelError: a file is missing or cannot be used.
        """
        import onnxruntime  # noqa: PLC0415 - 0.2 s that `tacitus --help` must not pay
        from tokenizers import Tokenizer  # noqa: PLC0415

        self.files: ModelFiles = load_model_files(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(self.files.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer: Any = Tokenizer.from_file(str(self.files.folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise their own bare exceptions
            raise ModelError(f"model folder {self.files.folder}: {error}") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._cls = self._special("[CLS]")
        self._sep = self._special("[SEP]")
        self._width = int(self._session.get_outputs()[0].shape[-1])
        self._columns = head_columns(self.files.labels)

    def encode(self, text: str, segmentation: Segmentation) -> Encoding:
        """The encoding of one document."""
        return self.encode_many([(text, segmentation)])[0]

    def encode_many(self, documents: Iterable[tuple[str, Segmentation]]) -> list[Encoding]:
        """The encodings of several documents, in their order, batched together."""
        jobs = [self._job(text, segmentation) for text, segmentation in documents]
        queue = [(job, window) for job in jobs for window in job.windows]
        queue.sort(key=lambda item: item[1].end - item[1].context_start)
        for batch in _batches(queue):
            self._run(batch)
        return [self._finish(job) for job in jobs]

    def _special(self, token: str) -> int:
        found: int | None = self._tokenizer.token_to_id(token)
        if found is None:
            raise ModelError(
                f"model folder {self.files.folder}: tokenizer.json has no token {token}; "
                "reinstall tacitus, or train a model (training/README.md)"
            )
        return found

    def _job(self, text: str, segmentation: Segmentation) -> _Job:
        # a lone surrogate cannot pass into the tokenizer; one unknown character keeps the offsets
        clean = (
            text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if _odd(text)
            else text
        )
        encoded = self._tokenizer.encode(clean, add_special_tokens=False)
        offsets = [tuple(pair) for pair in encoded.offsets]
        sentence_of = sentences_of(offsets, segmentation.sentences)
        columns = sum(len(names) for names in self.files.labels.values())
        return _Job(
            ids=encoded.ids,
            offsets=offsets,
            sentence_of=sentence_of,
            shapes=shape_ids(clean, offsets, sentence_of),
            windows=split_windows(sentence_of),
            vectors=np.zeros((len(offsets), self._width), dtype=np.float32),
            logits=np.zeros((len(offsets), columns), dtype=np.float32),
        )

    def _run(self, batch: Sequence[tuple[_Job, Window]]) -> None:
        length = max(window.end - window.context_start for _, window in batch) + 2
        ids = np.zeros((len(batch), length), dtype=np.int64)
        mask = np.zeros((len(batch), length), dtype=np.int64)
        shapes = np.zeros((len(batch), length), dtype=np.int64)
        for row, (job, window) in enumerate(batch):
            read = slice(window.context_start, window.end)
            tokens = [self._cls, *job.ids[read], self._sep]
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
            shapes[row, 1 : len(tokens) - 1] = job.shapes[read]
        feed = {"input_ids": ids, "attention_mask": mask, "shapes": shapes}
        vectors, logits = self._session.run(None, feed)
        for row, (job, window) in enumerate(batch):
            first = 1 + window.start - window.context_start
            core = slice(first, first + window.end - window.start)
            job.vectors[window.start : window.end] = vectors[row, core]
            job.logits[window.start : window.end] = logits[row, core]

    def _finish(self, job: _Job) -> Encoding:
        heat = self.files.temperatures
        scores = {
            head: _probabilities(head, job.logits[:, own] / heat.get(head, 1.0))
            for head, own in self._columns.items()
        }
        offsets = np.array(job.offsets, dtype=np.int64).reshape(-1, 2)
        empty = np.zeros(self._width, dtype=np.float32)
        return Encoding(
            offsets_t=offsets,
            vectors_tw=job.vectors,
            scores=scores,
            labels=self.files.labels,
            sentence_t=np.array(job.sentence_of, dtype=np.int64),
            context_w=job.vectors.mean(axis=0) if len(offsets) else empty,
        )


def _odd(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _batches(queue: list[tuple[_Job, Window]]) -> Iterable[list[tuple[_Job, Window]]]:
    batch: list[tuple[_Job, Window]] = []
    for item in queue:
        longest = item[1].end - item[1].context_start + 2  # sorted: the last is the longest
        if batch and longest * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _probabilities(head: str, logits: NDArray[np.float32]) -> Floats:
    kind = activation(head)
    if kind == SOFTMAX:
        shifted = np.exp(logits - logits.max(axis=1, keepdims=True)) if len(logits) else logits
        out: Floats = (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
        return out
    if kind == SIGMOID:
        sigmoid: Floats = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
        return sigmoid
    return logits
