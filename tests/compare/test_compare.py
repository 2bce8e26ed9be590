from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.compare import compare_sides
from tacitus.compare.counts import side_of
from tacitus.compare.page import comparison_page
from tacitus.event_columns import ICEWS
from tacitus.export.formats import FORMATS
from tacitus.store import Run, Store
from tests.codings import coding_of
from tests.export.formats.event_rows import party, row_of
from tests.imports.test_files import icews_line, write


def event(number, day, actor="KEN", recipient="UGA", kind="ACCUSE", **more):
    return row_of(
        event_id=f"d{number}#e1",
        event_type=kind,
        mode=None,
        date_start=date(2024, 3, day),
        date_end=date(2024, 3, day),
        actors=[party("Somebody", actor)] if actor else [],
        recipients=[party("Another", recipient)] if recipient else [],
        disputed=False,
        **more,
    )


def side(name, *rows, system=None):
    return side_of(name, [row | ({"system": system} if system else {}) for row in rows])


def pairs(found):
    return [(ours.id, theirs.id) for ours, theirs in found.matches]


def test_events_match_by_day_dyad_and_type_each_once():
    left = side("a", event(1, 5), event(2, 6), event(3, 10), event(4, 12, kind="REJECT"))
    right = side("b", event(11, 6), event(12, 3, "UGA", "KEN"), event(13, 12), event(14, 4))
    found = compare_sides(left, right)
    assert (found.first, found.last) == ("2024-03-05", "2024-03-12")
    assert pairs(found) == [("d2#e1", "d11#e1")]
    assert [item.id for item in found.only_left] == ["d1#e1", "d3#e1", "d4#e1"]
    assert found.by_type == {"ACCUSE": (3, 2, 1), "REJECT": (1, 0, 0)}
    assert found.by_dyad == {"KEN > UGA": (4, 2, 1)}
    assert found.by_month == {"2024-03": (4, 2, 1)}


def test_one_of_several_countries_is_enough_and_unknown_fits_unknown_only():
    both = event(1, 5) | {"actors": [party("x", "TZA"), party("y", "KEN")]}
    unknown, nobody = event(2, 5, recipient=None), event(3, 5, None, None)
    right = side("b", event(11, 5), event(12, 5, recipient=None), event(13, 5, None, None))
    found = compare_sides(side("a", both, unknown, nobody), right)
    assert pairs(found) == [("d1#e1", "d11#e1"), ("d2#e1", "d12#e1")]


def test_an_event_of_several_days_matches_one_within_them():
    week = event(1, 4) | {"date_end": date(2024, 3, 10)}
    right = side("b", event(11, 4, "PER"), event(12, 11))
    found = compare_sides(side("a", week, event(2, 11, "PER")), right)
    assert pairs(found) == [("d1#e1", "d12#e1")]


def test_with_acled_a_country_in_common_is_enough():
    ours = event(1, 5, "KEN", None, "PROTEST")
    theirs = event(11, 5, None, None, "PROTEST", place_country="KEN")
    found = compare_sides(side("a", ours), side("b", theirs, system="acled"))
    assert pairs(found) == [("d1#e1", "d11#e1")]
    assert "for ACLED does not say who acted" in found.rule
    assert pairs(compare_sides(side("a", ours), side("b", theirs))) == []


def test_what_cannot_be_compared_is_counted():
    rows = [event(1, 5), event(1, 5), event(2, 5) | {"polarity": "neg"}]
    made = side("a", *rows, event(3, 5) | {"date_start": None})
    assert made.left_out == {
        "of an id that was there before": 1,
        "denied, expected or supposed": 1,
        "without a date": 1,
    }


def test_sides_without_a_day_in_common():
    found = compare_sides(side("a", event(1, 5)), side("b"))
    assert (found.first, found.matches, found.by_type) == (None, (), {})


def test_the_page_escapes_and_links_only_to_the_web():
    bad = event(1, 5, sentence="<script>x</script>", url="javascript:alert(1)")
    good = event(11, 5, url="https://example.org/a?b=1&c=2")
    page = comparison_page(compare_sides(side("<a>", bad), side("b", good)))
    assert "<script>" not in page
    assert "javascript:" not in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page
    assert "<h1>&lt;a&gt; and b</h1>" in page


def test_the_page_shows_at_most_so_many_of_each_list():
    many = [event(number, 5, "PER", "BOL") for number in range(500)]
    page = comparison_page(compare_sides(side("a", *many), side("b", event(999, 5))))
    assert page.count('class="event a"') == 200
    assert "200 of them, at even steps through the time." in page


def run(*arguments):
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


def test_the_command_compares_a_store_with_a_file(tmp_path):
    store = Store.create(tmp_path / "s")
    store.add([coding_of()], run=Run(coder_version="test-1"))
    ours = tmp_path / "ours.tsv"
    FORMATS["icews"].write([event(1, 5), event(2, 6)], ours)
    page = tmp_path / "c.html"
    done = run(ours, ours, "--html", page)
    assert done.exit_code == 0, done.output
    assert "2 are in both: 100% of A, 100% of B." in done.stdout
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert "is there already" in run(ours, ours, "--html", page).stderr
    done = run(tmp_path / "s", ours)
    assert "There is no day that both have events on or around." in done.stdout
    assert "left out: 1 without a date" in done.stdout


def test_the_command_compares_what_was_imported(tmp_path):
    store = Store.create(tmp_path / "s")
    path = write(tmp_path / "i.tab", "\t".join(ICEWS), icews_line(), "broken")
    CliRunner().invoke(app, ["import", "--store", str(store.path), str(path)])
    done = run(f"{store.path}:icews", path)
    assert "1 are in both: 100% of A, 100% of B." in done.stdout
    assert "1 lines cannot be read" in done.stderr


@pytest.mark.parametrize("name", ["nothing.tab", "nothing:polecat"])
def test_a_side_that_is_not_there_is_said(name, tmp_path):
    done = run(tmp_path / name, tmp_path / name)
    assert done.exit_code == 1
    assert "cannot be read" in done.stderr
