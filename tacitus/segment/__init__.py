"""The layout of a document: headline, dateline, paragraphs, sentences and quotes, as spans.

Enters: a `Document`. Leaves: a `Segmentation`; every span counts code points of `Document.text`,
which is never changed. Left out: what the parts mean (who speaks a quote, which place a dateline
names), and straight single marks inside double quotes.
"""

from __future__ import annotations

from tacitus.records import Document, Segmentation
from tacitus.segment.datelines import find_dateline
from tacitus.segment.headlines import find_headline
from tacitus.segment.paragraphs import split_paragraphs
from tacitus.segment.quotes import find_quotes
from tacitus.segment.sentences import split_sentences

__all__ = ["split_document"]


def split_document(document: Document) -> Segmentation:
    r"""The layout of `document`.

    Every sentence lies inside one paragraph; sentences are in order, do not overlap, start and end
    on a character that is not white space, and together hold every such character of the text.
    Quotes are the outermost ones, in order and disjoint; one that runs over paragraphs is one span.

    Example: "Envoys meet\n\nGENEVA (AP) - They met. They left." has the headline "Envoys meet",
    the dateline "GENEVA (AP)" and three sentences.
    """
    text = document.text
    headline, paragraphs = find_headline(document, split_paragraphs(text))
    dateline = find_dateline(text, paragraphs, headline)
    sentences = split_sentences(text, paragraphs, dateline)
    return Segmentation(
        headline=headline,
        dateline=dateline,
        paragraphs=paragraphs,
        sentences=sentences,
        quotes=find_quotes(text, paragraphs),
    )
