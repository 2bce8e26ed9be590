"""Stages that tests of the commands put in place of the model and of reading."""

from __future__ import annotations

import dataclasses

from tacitus.errors import CodebookError
from tacitus.records import Document, Failure
from tests.codings import coding_of


class StubCoder:
    """Gives every document the hand-built coding; texts that say so cannot be coded."""

    def __init__(self, codebook=None, min_score=None, kb=(), disputed="claimants"):
        if codebook is not None and "bad" in codebook.name:
            raise CodebookError('event type "PROTSET" is not in the codebook;\ndid you mean "X"?')

    def code(self, document):
        coding = coding_of(path=document.path, published=document.published)
        return coding if "quiet" not in document.path else dataclasses.replace(coding, events=())

    def code_many(self, documents, workers=1):
        for document in documents:
            yield document if isinstance(document, Failure) else self.code(document)


def stub_read_collection(sources, options):
    for source in sources:
        if "broken" in source:
            yield Failure(path=source, stage="read", reason="empty file; expected\nan article")
            continue
        for _ in range(2 if "two" in source else 1):
            yield Document(text="x", path=source, published=options.published)
