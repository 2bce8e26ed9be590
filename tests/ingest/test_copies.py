import itertools
import sqlite3
from datetime import date

import pytest

from tacitus.errors import StoreError
from tacitus.ingest.copies import find_credit, resemblance, signature_of
from tacitus.ingest.copies_index import FILE, CopiesIndex
from tests.ingest.newswire import BODY, OTHER, article, printed

SHINGLE = 5


def signed(document):
    signature = signature_of(document)
    assert signature is not None
    return signature


def jaccard(left, right):
    sets = []
    for document in (left, right):
        words = document.text.removeprefix(document.title).lower().replace(".", "").split()
        sets.append({tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)})
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


@pytest.mark.parametrize("kept", [40, 60, 70])
def test_the_resemblance_is_near_the_jaccard_index_of_word_5_grams(kept):
    words = BODY.replace(",", "").replace(".", "").split()
    left, right = article(" ".join(words)), article(" ".join(words[:kept]), url="b")
    assert resemblance(signed(left), signed(right)) == pytest.approx(jaccard(left, right), abs=0.13)


def test_signatures_are_the_same_for_ever():
    values = signed(article()).values
    assert values[:3].tolist() == [27424345, 9594279, 29629465]


def test_the_headline_does_not_count():
    left, right = article(title="Police arrest officials"), article(title="Fourteen held")
    assert resemblance(signed(left), signed(right)) == 1


def test_a_short_text_has_no_signature():
    assert signature_of(article("Shares of Selm Bank closed at 12.4 on Monday.")) is None


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Talks end\n\nOSTRAVA (Reuters) - Ministers met.", "Reuters"),
        ("Talks end\n\nOSTRAVA, March 5 (AFP) — Ministers met.", "AFP"),
        ("Talks end\n\nOSTRAVA (The Associated Press) - Ministers met.", "AP"),
        ("Ministers met.\n\n(Reporting by Ilka Brandt; Editing by Per Holm)", "Reuters"),
        ("Ministers of the PA (Palestinian Authority) met.", None),
    ],
)
def test_the_credit_of_an_agency_is_found(text, credit):
    assert find_credit(text) == credit


def test_links_name_the_earliest_as_original_in_any_order(tmp_path):
    documents = [printed("Post", 6, " (Reuters)"), printed("Herald", 5), printed("Gazette", 6)]
    documents.append(article(OTHER))
    found = []
    for number, order in enumerate(itertools.permutations(documents)):
        folder = tmp_path / str(number)
        folder.mkdir()
        index = CopiesIndex(folder)
        links = []
        for place, document in enumerate(order):
            links += index.add(document)
            if place % 2:
                index.settle([d.id for d in order[: place + 1]])
        index.close()
        found.append({(k.left_id, k.right_id, k.score, k.evidence) for k in links})
    assert all(links == found[0] for links in found)
    assert len(found[0]) == 3
    herald = documents[1].id
    assert sum(right == herald for _, right, _, _ in found[0]) == 2
    evidence = {e for _, _, _, e in found[0]}
    assert any("credited: Reuters" in e for e in evidence)
    assert all(e.startswith("about ") and "% of the word 5-grams" in e for e in evidence)


def test_the_index_catches_up_with_the_store(tmp_path):
    stored = {d.id: d for d in (printed("Post", 6), printed("Herald", 5), article(OTHER))}
    index = CopiesIndex(tmp_path)
    gone = printed("Gazette", 7)
    index.add(gone)
    index.settle([gone.id])
    links = index.catch_up(list(stored), lambda ids: [stored[i] for i in ids])
    pairs = {(k.left_id, k.right_id) for k in links}
    names = list(stored)
    assert (names[0], names[1]) in pairs
    links, _ = index.links_of(printed("Courier", 9))
    assert {link.right_id for link in links} == set(names[:2])
    assert index.catch_up(list(stored), lambda ids: pytest.fail("nothing was missing")) == []
    index.close()


def test_a_damaged_index_is_made_again(tmp_path):
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    index = CopiesIndex(tmp_path)
    index.add(printed("Post", 6))
    index.settle([printed("Post", 6).id])
    index.close()
    with sqlite3.connect(tmp_path / FILE) as database:
        assert database.execute("select count(*) from documents").fetchone() == (1,)
    database.close()


def test_an_index_that_cannot_be_opened_says_what_to_do(tmp_path):
    with pytest.raises(StoreError, match=r"copies\.sqlite cannot be used .* may be written"):
        CopiesIndex(tmp_path / "nowhere")


def test_the_date_of_a_copy_without_one_comes_last():
    undated = signed(article(BODY))
    dated = signed(article(BODY, published=date(2024, 3, 6), url="x"))
    assert min((undated, dated), key=lambda s: s.order) is dated
