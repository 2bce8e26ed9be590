"""The language of a text, and whether the model reads it.

py3langid is sure of any text of a few sentences (0.99 and more on every article of two corpora of
world news), and of nothing in a headline with names. So a short text is refused only where the
identification is near certain, or where its letters are not Latin.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from tacitus.errors import LanguageError
from tacitus.readers.options import ReadOptions

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_READ = 1_000  # characters; more changes nothing
_SHORT = 40  # letters
# Sentences of 40 letters and more from 446 English articles (2026-11): 9 of 2,400 were taken for
# another language, none with 0.8 and none with less than 0.02 left for English.
_SURE, _SURE_WHEN_SHORT, _LEFT_FOR_ENGLISH = 0.5, 0.9, 0.02


def check_language(text: str, options: ReadOptions, stated: str | None = None) -> str | None:
    """The language of `text` as ISO 639-1; `stated`, or None, where the text is too short to tell.

    Raises:
        LanguageError: it is not English, and `options.force` does not say to go on.
    """
    if options.language is not None:
        language = options.language.strip().lower()[:2]
        if language != "en" and not options.force:
            raise LanguageError(_message(f'language "{options.language}" was given'))
        return language
    found, sure = identify(text)
    if found == "en":
        return "en"
    if sure and found is not None and not options.force:
        name = _names().get(found)
        looks = f"looks like {name} ({found})" if name else f'looks like "{found}"'
        raise LanguageError(_message(f"the text {looks}"))
    return found if sure else (stated or "")[:2].lower() or None


def identify(text: str) -> tuple[str | None, bool]:
    """The likeliest language of the start of `text`, and whether that is to be relied upon."""
    start = text[:_READ]
    letters = [char for char in start if char.isalpha()]
    if not letters:
        return None, False
    ranked = _identifier().rank(start)
    language, score = str(ranked[0][0]), float(ranked[0][1])
    english = float(dict(ranked)["en"])
    if language == "en":
        return language, True
    latin = sum(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    if latin * 2 < len(letters):
        return language, True
    wanted = _SURE_WHEN_SHORT if len(letters) < _SHORT else _SURE
    return language, score >= wanted and english < _LEFT_FOR_ENGLISH


def _message(fact: str) -> str:
    return f"{fact}, and tacitus reads English; use --force to code it all the same"


@cache
def _names() -> dict[str, str]:
    lines = (resources.files("tacitus") / "data" / "languages.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and line[0] != "#")


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
