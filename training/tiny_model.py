"""Makes the model that the tests use: the real graph, tiny and untrained, from a fixed seed.

`python -m training.tiny_model tests/data/tiny_model`
"""

from __future__ import annotations

import string
import sys
import tempfile
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

from tacitus.codebook import load_codebook
from tacitus.encode.labels import head_labels
from training.export_onnx import Origin, export
from training.model import Tacitus

WIDTH, SEED = 16, 20260101
WORDS = (
    "the of and to in on for with by that said says it he she they his was were has have will not "
    "from at after before government minister president police army foreign talks visited accused "
    "arrested killed attacked met signed protest monday tuesday year week"
).split()
ROOTS = (
    "AGREE CONSULT SUPPORT COOPERATE AID YIELD ACCUSE REQUEST REJECT THREATEN PROTEST MOBILIZE "
    "SANCTION COERCE ASSAULT"
).split()


def make_tokenizer() -> Tokenizer:
    """A word-piece tokenizer that normalises as the real one does, with a small vocabulary."""
    characters = string.ascii_lowercase + string.digits + string.punctuation + "“”‘’–—€£"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS, *characters]
    pieces += [f"##{c}" for c in string.ascii_lowercase + string.digits]
    vocabulary = {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def main(out: Path) -> None:
    """Write the model folder."""
    torch.manual_seed(SEED)
    tokenizer = make_tokenizer()
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=WIDTH, num_hidden_layers=1,
        num_attention_heads=2, intermediate_size=32, max_position_embeddings=256,
    )  # fmt: skip
    encoder = BertModel(config, add_pooling_layer=False)
    model = Tacitus(head_labels(load_codebook()), len(ROOTS), encoder).eval()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tokenizer.json"
        tokenizer.save(str(path))
        export(
            model, ROOTS, path, out, Origin(version="tiny", base=f"none: untrained, seed {SEED}")
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
