from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from tacitus.errors import StoreError
from tacitus.store.query_cache import open_queries
from tacitus.store.search import FILE, matching_documents, search_documents
from tacitus.store.search_syntax import to_fts
from tests.store.newsroom import ENVOY, ISLANDS, MARCH, somebody, story, write_store


@pytest.fixture
def path(tmp_path):
    first, later = date(2024, 3, 8), date(2024, 5, 5)
    return write_store(tmp_path / "store", (first, [MARCH, ENVOY]), (later, [ISLANDS]))


def titles(path, query, as_of=None):
    return {hit.title for hit in search_documents(open_queries(path, as_of), path, query)}


MARCH_, ENVOY_, ISLANDS_ = (coding.document.title for coding in (MARCH, ENVOY, ISLANDS))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("grain", {MARCH_, ENVOY_}),
        ("grain market", {MARCH_}),
        ('"grain harvest"', {ENVOY_}),
        ('"harvest grain"', set()),
        ("ferr*", {ISLANDS_}),
        ("grain NOT harvest", {MARCH_}),
        ("market OR ferries", {MARCH_, ISLANDS_}),
        ("grain AND (market OR ferries)", {MARCH_}),
        ("NEAR(harvest closed, 6)", {ENVOY_}),
        ("NEAR(grain closed, 1)", set()),
        ("title:envoy", {ENVOY_}),
        ("cote d'ivoire", {ENVOY_}),
        ("Côte d’Ivoire", {ENVOY_}),
        ("GRAIN; market,", {MARCH_}),
    ],
)
def test_search_finds_the_documents_that_fit(path, query, expected):
    assert titles(path, query) == expected


def test_a_hit_shows_the_words_around_what_was_found(path):
    (hit,) = search_documents(open_queries(path), path, "harbour AND harvest")
    assert (hit.publisher, hit.published) == ("Valley Herald", date(2024, 3, 7))
    assert "«harvest»" in hit.snippet
    assert "«harbour»" in hit.snippet


def test_a_search_at_an_earlier_day_finds_what_was_known_then(path):
    assert titles(path, "ferries", as_of=date(2024, 4, 1)) == set()
    assert titles(path, "grain", as_of=date(2024, 4, 1)) == {MARCH_, ENVOY_}


def test_the_index_takes_in_what_was_added_since(tmp_path):
    kenya = somebody("Kenya", "KEN")
    first = story("First", named=[kenya], body="zebra")
    path = write_store(tmp_path / "store", (date(2024, 1, 1), [first]))
    assert titles(path, "zebra") == {"First"}
    second = story("Second", named=[kenya], body="zebra")
    other = write_store(
        tmp_path / "other", (date(2024, 1, 1), [first]), (date(2024, 1, 2), [second])
    )
    (path / FILE).replace(other / FILE)
    assert titles(other, "zebra") == {"First", "Second"}


def test_an_index_of_another_store_is_made_anew(path, tmp_path):
    other = write_store(tmp_path / "other", (date(2024, 1, 1), [story("Other", body="grain")]))
    assert titles(path, "grain") == {MARCH_, ENVOY_}
    (path / FILE).replace(other / FILE)
    assert matching_documents(open_queries(other), other, "market") == []
    assert titles(other, "grain") == {"Other"}


def test_a_damaged_index_is_made_anew(path):
    (path / FILE).write_bytes(b"no database, but long enough to look at" * 50)
    assert titles(path, "ferries") == {ISLANDS_}
    with sqlite3.connect(path / FILE) as index:
        assert index.execute("select count(*) from documents").fetchone() == (3,)
    index.close()


def test_an_index_that_cannot_be_written_is_made_in_memory(path):
    (path / FILE).mkdir()
    assert titles(path, "ferries") == {ISLANDS_}


def test_the_index_holds_no_text(path):
    titles(path, "ferries")
    assert b"Ministers spoke" not in (path / FILE).read_bytes()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", 'search "" has no word; expected at least one'),
        ("* ()", 'search "* ()" has no word; expected at least one'),
        ('"grain', 'search "grain has a quotation mark that does not end; expected a pair'),
        ("AND grain", 'search "AND grain" has AND without words on both sides; expected such as'),
        ("grain NOT", 'search "grain NOT" has NOT without words on both sides; expected such as h'),
        ("(grain OR) x", 'search "(grain OR) x" has OR without words on both sides; expected such'),
        ("a AND NOT b", 'search "a AND NOT b" has AND without words on both sides; expected such'),
        ("(grain", 'search "(grain" has a parenthesis without its other one; expected a pair'),
        ("grain) (x", 'search "grain) (x" has a parenthesis without its other one; expected a'),
        ("NEAR(a b", 'search "NEAR(a b" has a parenthesis without its other one; expected a pair'),
        ("a () b", 'search "a () b" cannot be read'),
        ("x" * 3000, "the search has 3000 characters; expected up to 2000: leave words out"),
    ],
)
def test_a_search_that_cannot_be_read_says_what_is_expected(path, query, message):
    with pytest.raises(StoreError) as error:
        search_documents(open_queries(path), path, query)
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("U.S. troops", '"U.S." troops'),
        ("state-run*", '"state-run"*'),
        ("http://x.org", '"http://x.org"'),
        ("TITLE:u.n.", 'title:"u.n."'),
        ('text:"two words"', 'text:"two words"'),
        ("NEAR( a b , 3 )", "NEAR( a b , 3 )"),
    ],
)
def test_words_with_other_signs_are_put_in_quotes(query, expected):
    assert to_fts(query) == expected
