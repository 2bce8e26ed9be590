"""The brief of a day over hand-made stores: what is in it, what is new, and that it is safe."""

from __future__ import annotations

import dataclasses
import html.parser
import re
from datetime import date

import pytest
from typer.testing import CliRunner

from tacitus.brief import make_brief, render_html, render_markdown
from tacitus.cli import app
from tacitus.errors import StoreError
from tacitus.store.day_rows import day_rows, last_day
from tacitus.store.query_cache import open_queries
from tests.codings import coding_of
from tests.store.newsroom import (
    KENYA,
    MARCHERS,
    MINISTRY,
    NAIROBI,
    POLICE,
    UGANDA,
    Told,
    somebody,
    story,
    write_store,
)

TANZANIA = somebody("Tanzania", "TZA", "GOV", entity_id="TZA")
DAY, BEFORE = date(2024, 3, 7), date(2024, 3, 6)
OLD = story(
    "Envoy recalled",
    Told(event_type="ACCUSE", actor=KENYA, recipient=UGANDA, day=BEFORE),
    published=BEFORE,
)
NEW = story(
    "A busy day",
    Told(event_type="COERCE", mode="arrest", actor=POLICE, recipient=MARCHERS, day=DAY,
         place=NAIROBI, speaker=MINISTRY),
    Told(event_type="REJECT", actor=UGANDA, recipient=KENYA, day=DAY),
    Told(event_type="ACCUSE", actor=KENYA, recipient=UGANDA, day=DAY, disputes=None),
    Told(event_type="AGREE", actor=KENYA, recipient=TANZANIA,
         others={"time_status": "future"}),
    Told(event_type="REJECT", actor=UGANDA, recipient=KENYA, disputes=2),
    Told(event_type="ASSAULT", actor=UGANDA, recipient=TANZANIA, day=date(1979, 1, 3)),
    published=DAY,
    publisher="Lake Ledger",
)  # fmt: skip
QUIET = story("Nothing to tell", published=DAY)
UNDATED = story("No date", Told(event_type="AID", actor=KENYA))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("brief") / "store"
    return write_store(folder, (DAY, [OLD, NEW, QUIET, UNDATED]))


@pytest.fixture(scope="module")
def connection(path):
    return open_queries(path)


@pytest.fixture(scope="module")
def brief(connection):
    return make_brief(day_rows(connection, DAY))


def lines_of(sections):
    return [line for section in sections for place in section.places for line in place.lines]


def test_sections_are_pairs_of_countries_then_countries(brief):
    titles = [(section.title, section.count) for section in brief.sections]
    assert titles == [("Kenya – Uganda", 3), ("Kenya – Tanzania", 1), ("Kenya", 1)]
    assert [section.title for section in brief.background] == ["Tanzania – Uganda"]
    assert [place.name for place in brief.sections[2].places] == ["Nairobi, Kenya"]


def test_a_line_says_who_says_so_when_and_how_surely(brief):
    line = lines_of(brief.sections)[-1]
    assert (line.who, line.whom, line.what) == (
        "Kenya Police Service",
        "marchers",
        "coerces: arrest",
    )
    assert (line.says, line.outlet) == ("Interior Ministry", "Lake Ledger")
    assert (line.certainty, line.day, line.quad) == ("certain", "7 March", 4)
    own = lines_of(brief.sections)[0]
    assert (own.says, own.outlet) == ("Lake Ledger", None)


def test_who_says_so_reads_well_where_the_outlet_is_not_known(tmp_path):
    unknown = story(
        "Arrests",
        Told(event_type="COERCE", actor=POLICE, recipient=MARCHERS, day=DAY, speaker=MINISTRY),
        Told(event_type="REJECT", actor=UGANDA, recipient=KENYA, day=DAY),
        published=DAY,
        publisher=None,
    )
    connection = open_queries(write_store(tmp_path / "store", (DAY, [unknown])))
    made = make_brief(day_rows(connection, DAY))
    for page in (render_markdown(made), render_html(made)):
        assert "according to Interior Ministry" in page
        assert "according to the article itself" in page
        assert "itself itself" not in page


def test_what_is_expected_is_flagged(brief):
    assert [line.flags for line in lines_of(brief.sections) if line.code == "AGREE"] == [
        ("expected",)
    ]


def test_a_dispute_has_both_sides(brief):
    (dispute,) = brief.disputes
    assert (dispute.claim.code, [line.code for line in dispute.denials]) == ("ACCUSE", ["REJECT"])
    assert (dispute.title, dispute.new, dispute.told) == ("Kenya – Uganda", True, None)
    inside = [line.code for line in lines_of(brief.sections) if line.dispute == dispute.number]
    assert inside == ["ACCUSE", "REJECT"]


def test_new_is_what_no_earlier_document_tells(brief):
    assert brief.new_pairs == ("Kenya – Tanzania",)
    assert [line.code for line in brief.first_reports] == ["REJECT", "REJECT"]


def test_nothing_is_new_where_there_is_nothing_to_compare_with(connection):
    first = make_brief(day_rows(connection, BEFORE))
    assert (first.new_pairs, first.first_reports, first.counts.earlier) == ((), (), 0)
    assert "no earlier document" in render_markdown(first)


def test_what_was_read_is_counted(brief):
    counts = brief.counts
    assert (counts.documents, counts.silent, counts.events, counts.undated) == (2, 1, 6, 1)
    assert counts.publishers == (("Harbour Wire", 1), ("Lake Ledger", 1))
    assert (counts.earlier, counts.day_before) == (1, BEFORE)


def test_a_quote_marks_the_words_and_leads_to_them(brief):
    line = lines_of(brief.sections)[-1]
    quote = brief.quotes[line.quote - 1]
    marked = [words for words, is_marked in quote.parts if is_marked]
    assert marked == ["coerce", "reject", "accuse", "agree", "reject", "assault"]
    assert quote.link is not None
    assert quote.link.startswith("https://example.org/a-busy-day#:~:text=A%20busy%20day%20Kenya")
    assert " ".join(quote.sentence.split()) == " ".join(NEW.document.text.split())


def test_a_region_and_an_actor_narrow_the_brief(connection):
    rows = day_rows(connection, DAY, actors=["Tanzania"])
    assert sorted(row["event_type"] for row in rows.events) == ["AGREE", "ASSAULT"]
    rows = day_rows(connection, DAY, regions=["East Africa"], actors=["Interior Ministry"])
    assert [row["event_type"] for row in rows.events] == ["COERCE"]  # it speaks
    assert day_rows(connection, DAY, regions=["Europe"]).events == []


def test_a_region_that_is_none_is_said(connection):
    with pytest.raises(
        StoreError, match=r'region "Eastern Afrika" is not known; did you mean East'
    ):
        day_rows(connection, DAY, regions=["Eastern Afrika"])


def test_a_claim_of_an_earlier_day_stands_beside_its_denial(tmp_path):
    denial = story("Denied", Told(event_type="REJECT", actor=UGANDA), published=DAY)
    path = write_store(tmp_path / "s", (DAY, [OLD, denial]))
    from tacitus.records import Link
    from tacitus.store import Store

    ends = (f"{denial.document.id}#e0", f"{OLD.document.id}#e0")
    Store.open(path).add_links(
        [Link(left_id=ends[0], right_id=ends[1], relation="disputes", score=0.8, judge="rule",
              evidence="made up")]
    )  # fmt: skip
    (dispute,) = make_brief(day_rows(open_queries(path), DAY)).disputes
    assert (dispute.claim.event_id, dispute.told) == (ends[1], "claimed on 6 March")


class _Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.ids, self.text = [], [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A day on which every text field is an attack."""
    evil = "<img src=x onerror=alert(1)>\"'&](javascript:alert(1))`|\u2028 www.x.example"
    coding = story(
        evil,
        Told(event_type="ACCUSE", actor=somebody(evil, "KEN"), recipient=somebody(evil, "UGA"),
             day=DAY, speaker=somebody(evil)),
        published=DAY,
        publisher=evil,
    )  # fmt: skip
    document = dataclasses.replace(coding.document, url="javascript:alert(1)", path=evil)
    coding = dataclasses.replace(coding, document=document)
    path = write_store(tmp_path_factory.mktemp("hostile") / "s", (DAY, [coding]))
    return make_brief(day_rows(open_queries(path), DAY))


def test_a_page_escapes_what_articles_hold(hostile):
    page = _Page()
    page.feed(render_html(hostile))
    assert not {"img", "script"} & set(page.tags)
    assert all(link.startswith("#") for link in page.links)
    assert page.text.count("onerror=alert(1)") >= 5  # shown as text, not run


def test_markdown_escapes_what_articles_hold(hostile):
    text = render_markdown(hostile)
    assert re.search(r"(?<!\\)<img", text) is None
    assert re.search(r"(?<!\\)\](?=\(javascript)", text) is None
    assert "\u2028" not in text
    assert "www.x" not in text


def test_links_inside_the_page_lead_somewhere(brief):
    page = _Page()
    page.feed(render_html(brief))
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert inside
    assert set(inside) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert "default-src 'none'" in render_html(brief)


def test_every_footnote_of_markdown_is_there(brief):
    text = render_markdown(brief)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert used == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert "## Kenya – Tanzania (1 event, new pair)" in text


def test_the_command_writes_a_page_and_markdown(path, tmp_path):
    out = tmp_path / "day.html"
    asked = ["brief", "--store", str(path), "--date", "2024-03-07"]
    done = CliRunner().invoke(app, [*asked, "--region", "Kenya", "--out", str(out)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "<h1>Kenya on Thursday, 7 March 2024</h1>" in out.read_text("utf-8")
    done = CliRunner().invoke(app, asked[:3])
    assert done.stdout.startswith("# News on Thursday, 7 March 2024\n")


def test_a_day_without_documents_says_so(path):
    done = CliRunner().invoke(app, ["brief", "--store", str(path), "--date", "2001-01-01"])
    assert "No document in the store was published on this day." in done.stdout


def test_a_store_without_days_is_said(tmp_path):
    path = write_store(tmp_path / "s", (DAY, [UNDATED]))
    done = CliRunner().invoke(app, ["brief", "--store", str(path)])
    assert done.exit_code == 1
    assert "no document of the store has a publication date; expected some" in done.stderr
    with pytest.raises(StoreError, match="ingest with --published"):
        last_day(open_queries(path))


def test_a_real_coding_makes_a_brief(tmp_path):
    coding = coding_of()
    path = write_store(tmp_path / "s", (DAY, [coding]))
    made = make_brief(day_rows(open_queries(path), date(2024, 3, 6)))
    (dispute,) = made.disputes
    assert dispute.claim.certainty == "probable: “reportedly”"
    assert dispute.claim.quantities == ("arrested: 14",)
    assert dispute.claim.says == "Interior Ministry of Veldania"
    quote = made.quotes[dispute.claim.quote - 1]
    assert quote.sentence.startswith("Police in Port Selm arrested")  # no dateline before it
    assert quote.link is None
