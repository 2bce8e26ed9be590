"""The heads of the encoder and the labels of each, in the order of the model's outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tacitus.codebook import Codebook

NAME_TYPES = (
    "Date", "Facility", "Location", "Misc", "Money", "NORP", "Organization", "Person", "Product",
)  # fmt: skip
ATTACK_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")  # as MUC-4 names them
SOFTMAX, SIGMOID, VALUE = "softmax", "sigmoid", "value"


def head_labels(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Head -> labels. The order of heads and labels is the order of the output columns."""
    bio = ("O", "B", "I")
    names = ("O", *(f"{mark}-{kind}" for kind in NAME_TYPES for mark in "BI"))
    roles = ("O", *(f"{mark}-{role}" for role in ATTACK_ROLES for mark in "BI"))
    said = ("O", *(f"{mark}-{part}" for part in ("source", "cue", "content") for mark in "BI"))
    return {
        "names": names,
        "participants": bio,
        "attribution": said,
        "anchors": bio,
        "event_types": tuple(codebook.event_types),
        "modes": ("none", *codebook.modes),
        "contexts": tuple(codebook.contexts),
        "certainty": ("certain", "probable", "possible"),
        "polarity": ("pos", "neg"),
        "time_status": ("past", "ongoing", "future", "hypothetical"),
        "historical": ("no", "yes"),
        "factuality": ("value",),
        "roles": roles,
    }


def activation(head: str) -> str:
    """How the head's columns become probabilities: softmax, sigmoid, or a plain value."""
    return {"contexts": SIGMOID, "factuality": VALUE}.get(head, SOFTMAX)


def head_columns(labels: Mapping[str, Sequence[str]]) -> dict[str, slice]:
    """Head -> its columns in the model's joined output."""
    out, at = {}, 0
    for head, names in labels.items():
        out[head] = slice(at, at + len(names))
        at += len(names)
    return out
