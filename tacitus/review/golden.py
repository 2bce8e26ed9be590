"""Decisions as golden cases: what must come out, in the YAML of tests/golden.

Enters: decisions, with the sentence where the text may be given away. Leaves: YAML, one case a
line block; a sentence has its anchor between [[ ]], as in tests/golden/factuality.yaml.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from tacitus.records import Span

_HEAD = """\
# Decisions of `tacitus review`. `was` is what tacitus said, `expect` what is right; an anchor is in
# code points of the document. A sentence has the anchor in [[double brackets]].
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What counts of one question, and who said so."""

    kind: str
    subject: str
    asked: str
    verdict: str  # "yes" or "no"
    correction: str | None
    judges: tuple[str, ...]
    document_id: str | None = None
    anchor: Span | None = None
    url: str | None = None
    text: str | None = None  # the sentence of the anchor; None: not asked for
    text_start: int = 0  # where the sentence begins in the document


def golden_yaml(decided: Iterable[Decided]) -> str:
    """The cases as one YAML list, in the order given."""
    cases = [_case(one) for one in decided]
    body = yaml.safe_dump(cases, allow_unicode=True, sort_keys=False, width=100)
    return _HEAD + body


def _case(one: Decided) -> dict[str, Any]:
    case: dict[str, Any] = {"name": f"{one.kind} of {one.subject}"}
    if one.text is not None and one.anchor is not None:
        case["text"] = _marked(one.text, one.anchor, one.text_start)
    if one.document_id is not None and one.anchor is not None:
        case["document"] = one.document_id
        case["anchor"] = [one.anchor.start, one.anchor.end]
    if one.url:
        case["url"] = one.url
    case |= {"was": _plain(one.kind, one.asked), "expect": _expected(one)}
    return case | {"judges": list(one.judges)}


def _marked(text: str, anchor: Span, begins: int) -> str:
    start, end = anchor.start - begins, anchor.end - begins
    return " ".join(f"{text[:start]}[[{text[start:end]}]]{text[end:]}".split())


def _plain(kind: str, asked: str) -> Mapping[str, Any]:
    if kind == "code":
        return _code(asked)
    if kind == "actor":
        return {"actors": asked.split(" + ") if asked else []}
    return {"same_event": True}


def _expected(one: Decided) -> Mapping[str, Any]:
    if one.verdict == "yes":
        return _plain(one.kind, one.asked)
    if one.kind == "same-event":
        return {"same_event": False}
    if one.correction is None:
        return {"not": dict(_plain(one.kind, one.asked))}
    if one.kind == "actor":
        return {"actors": [actor["name"] for actor in json.loads(one.correction)]}
    return {"event": False} if one.correction == "none" else _code(one.correction)


def _code(code: str) -> dict[str, str]:
    event_type, _, mode = code.partition("/")
    return {"type": event_type, "mode": mode} if mode else {"type": event_type}
