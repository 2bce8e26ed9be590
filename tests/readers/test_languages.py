from __future__ import annotations

import pytest

from tacitus.errors import LanguageError
from tacitus.readers import ReadOptions
from tacitus.readers.languages import check_language
from tests.readers.articles import BODY, GERMAN


@pytest.mark.parametrize(
    "text",
    [
        "Kenya recalled its envoy.",
        "Envoy recalled",
        "Putin, Xi meet",
        "Zuma visits Mugabe",
        "Erdogan Ankara Davutoglu",
        "Olaf Scholz and Emmanuel Macron met in Berlin.",
        "Abu Sayyaf frees Malaysian hostages in Sulu.",
        "2026",
    ],
)
def test_check_language_lets_a_short_english_text_pass(text: str) -> None:
    assert check_language(text, ReadOptions()) in ("en", None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (GERMAN, "German"),
        (
            "El presidente viajó ayer a Lima para reunirse con los ministros de la región.",
            "Spanish",
        ),
        ("Le ministre a rencontré hier son homologue pour parler de la guerre.", "French"),
        ("Министр встретился с послом.", "Russian"),
        ("الرئيس يلتقي وزير الخارجية", "Arabic"),
        ("外務大臣は昨日大使と会談した。", "Japanese"),
    ],
)
def test_check_language_refuses_another_language_by_name(text: str, name: str) -> None:
    with pytest.raises(LanguageError, match=f"looks like {name}"):
        check_language(text, ReadOptions())


def test_check_language_takes_the_word_of_the_options() -> None:
    assert check_language(GERMAN, ReadOptions(language="en")) == "en"
    with pytest.raises(LanguageError, match='language "de" was given.*--force'):
        check_language(BODY, ReadOptions(language="de"))
    assert check_language(BODY, ReadOptions(language="de", force=True)) == "de"


def test_check_language_falls_back_on_what_the_page_states() -> None:
    assert check_language("Putin, Xi meet", ReadOptions(), "en-GB") == "en"
