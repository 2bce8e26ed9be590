"""Documents, and a coder without a model, that tests of filling a store share."""

from __future__ import annotations

from datetime import date

from tacitus.coding import CodedDocument
from tacitus.records import Document, Event, Failure, Segmentation, Span

BODY = (
    "Police in Port Selm arrested fourteen officials of the customs service on Monday after the "
    "interior ministry accused them of selling import licences to a company owned by the brother "
    "of the governor. The governor denied that he knew of the sales and told parliament that he "
    "would dismiss anybody who had taken money. Two unions called a strike at the harbour for "
    "Thursday and demanded that the court release the clerks among those detained."
)
OTHER = (
    "The foreign ministers of Norland and Veldania met in Ostrava on Tuesday and agreed to reopen "
    "the border crossing that soldiers closed in March. Norland's minister said that her "
    "government had promised to withdraw two battalions from the valley, while opposition leaders "
    "in Veldania criticised the deal and asked the president to submit it to parliament."
)
RECIPE = (
    "Soft ginger biscuits\n\nHeat the oven and line two trays with paper. Beat the butter with the "
    "sugar until pale, then stir in the egg, the ginger and the flour. Roll the dough into small "
    "balls, flatten them with a fork, and bake for twelve minutes until golden. You can keep them "
    "in a tin for a week, if your children do not find them first. They taste best with tea."
)


def article(body=BODY, *, title="Police arrest customs officials", **facts):
    return Document(text=f"{title}\n\n{body}", title=title, language="en", **facts)


def printed(outlet, day, credit=""):
    """The article as an outlet printed it, with its own first words and last line."""
    return article(
        f"PORT SELM{credit} - {BODY} {outlet} has more on its site.",
        publisher=outlet,
        published=date(2024, 3, day),
        path=f"{outlet}.txt",
    )


class WordCoder:
    """Finds a COERCE in every "arrested" and a CONSULT in every "met"; cannot code "broken"."""

    def __init__(self, version="test-1", types=None, **_):
        self.version = version
        self.types = types or {"arrested": "COERCE", "met": "CONSULT"}
        self.coded = []

    def in_processes(self, workers, limits=None):
        return self

    def close(self):
        pass

    def code_many(self, documents, workers=1):
        for document in documents:
            if isinstance(document, Failure):
                yield document
            elif "broken" in document.text:
                yield Failure(path=document.path or document.id, stage="extract", reason="no")
            else:
                self.coded.append(document.id)
                yield self.code(document)

    def code(self, document):
        whole = Span(start=0, end=len(document.text))
        events = [
            Event(id=f"e{n}", anchor=_span(document.text, word), event_type=kind, score=0.9)
            for n, (word, kind) in enumerate(self.types.items(), 1)
            if word in document.text
        ]
        return CodedDocument(
            document=document,
            segmentation=Segmentation(
                headline=None, dateline=None, paragraphs=(whole,), sentences=(whole,), quotes=()
            ),
            events=tuple(events),
            coder_version=self.version,
        )


def _span(text, word):
    start = text.index(word)
    return Span(start=start, end=start + len(word))
