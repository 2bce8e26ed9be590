from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.records import Document, Event, Interval, Span, Timex
from tacitus.resolve.dates import resolve_dates

PUBLISHED = date(2021, 3, 4)  # a Thursday


def timex(text, words, timex_id="t1", *, kind="DATE"):
    start = text.index(words)
    return Timex(id=timex_id, span=Span(start=start, end=start + len(words)), type=kind, value=None)


def event(**values):
    return Event(id="e1", anchor=Span(start=0, end=1), event_type="CONSULT", **values)


def resolve_event(text, words, published=PUBLISHED, **values):
    document = Document(text=text, published=published)
    timexes = tuple(timex(text, word, f"t{i}") for i, word in enumerate(words))
    told = event(timex_ids=tuple(t.id for t in timexes), **values)
    return resolve_dates(document, timexes, (told,))[-1]


def interval(start, end=None):
    return Interval(start=date.fromisoformat(start), end=date.fromisoformat(end or start))


def test_weekday_is_resolved_with_its_reference_in_the_evidence():
    resolution = resolve_event("Police struck on Monday.", ["Monday"])
    assert resolution.target == interval("2021-03-01")
    assert (resolution.basis, resolution.kind) == ("stated", "interval")
    assert resolution.evidence == "Monday before 2021-03-04 (published)"


def test_weekday_of_a_future_event_lies_ahead():
    resolution = resolve_event("The pair meet on Monday.", ["Monday"], time_status="future")
    assert resolution.target == interval("2021-03-08")
    assert "Monday after 2021-03-04" in resolution.evidence


@pytest.mark.parametrize("words", ["Monday", "last week", "two days ago", "the past five years"])
def test_relative_date_without_publication_date_resolves_to_nothing_and_says_so(words):
    resolution = resolve_event(f"It fell {words}.", [words], published=None)
    assert (resolution.target, resolution.basis) == (None, "none")
    assert f'"{words}" needs the publication date, which is unknown' in resolution.evidence


def test_deadline_lies_ahead_though_it_was_set_in_the_past():
    text = "The army was given until 9 a.m. Tuesday."
    resolution = resolve_event(text, ["9 a.m. Tuesday"], time_status="past")
    assert resolution.target == interval("2021-03-09")


def test_verb_beside_the_date_goes_before_an_event_told_of_another_day():
    text = "The envoy said on Tuesday that troops would leave."
    resolution = resolve_event(text, ["Tuesday"], time_status="future")
    assert resolution.target == interval("2021-03-02")


def test_full_date_needs_no_publication_date():
    resolution = resolve_event("It fell on May 3, 2019.", ["May 3, 2019"], published=None)
    assert resolution.target == interval("2019-05-03")
    assert "names the date itself" in resolution.evidence


def test_distance_is_reckoned_from_the_date_before_it():
    text = "On May 3, 2019 they met; two days later they fought."
    document = Document(text=text, published=None)
    timexes = (timex(text, "May 3, 2019"), timex(text, "two days later", "t2"))
    last = resolve_dates(document, timexes, ())[1]
    assert last.target == interval("2019-05-05")
    assert "2019-05-03, the date before it in the text" in last.evidence


def placed_last(text, words, published=PUBLISHED):
    """The resolution of the last of the timexes."""
    timexes = tuple(timex(text, word, f"t{i}") for i, word in enumerate(words))
    return resolve_dates(Document(text=text, published=published), timexes, ())[-1]


def test_a_day_that_is_not_known_lends_no_date_to_the_same_day():
    text = "He fled on 3 May 2019. On June 16 the court met; the same day he was freed."
    last = placed_last(text, ["3 May 2019", "June 16", "the same day"], published=None)
    assert (last.target, last.basis) == (None, "none")


def test_that_year_is_the_one_named_before():
    text = "The union went to court in 2019. On May 13 of that year judges ruled."
    last = placed_last(text, ["2019", "May 13 of that year"], published=None)
    assert last.target == interval("2019-05-13")


def test_a_day_earlier_is_reckoned_from_a_day_that_has_passed():
    text = "Police freed two men on Tuesday before next Monday's vote. A day earlier six were held."
    last = placed_last(text, ["Tuesday", "next Monday", "A day earlier"])
    assert last.target == interval("2021-03-01")


def test_past_event_without_a_date_gets_the_default_window_marked_as_one():
    resolution = resolve_dates(Document(text="x", published=PUBLISHED), (), (event(),))[0]
    assert resolution.target == interval("2021-03-02", "2021-03-04")
    assert resolution.basis == "publication_date"
    assert resolution.score < 0.5
    assert "no date in the text; a default" in resolution.evidence


def test_ongoing_event_without_a_date_is_placed_on_the_day_of_publication():
    document = Document(text="x", published=PUBLISHED)
    resolution = resolve_dates(document, (), (event(time_status="ongoing"),))[0]
    assert resolution.target == interval("2021-03-04")
    assert "going on when published" in resolution.evidence


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"historical": True}, "background told without a date"),
        ({"time_status": "future"}, "future event told without a date"),
        ({"time_status": "hypothetical"}, "hypothetical event told without a date"),
    ],
)
def test_background_and_future_events_without_a_date_get_no_default(values, said):
    document = Document(text="x", published=PUBLISHED)
    resolution = resolve_dates(document, (), (event(**values),))[0]
    assert (resolution.target, resolution.basis) == (None, "none")
    assert resolution.evidence == said


def test_a_promise_of_what_is_to_come_was_made_when_it_was_told():
    promise = Event(id="e1", anchor=Span(start=0, end=1), event_type="AGREE", time_status="future")
    resolution = resolve_dates(Document(text="x", published=PUBLISHED), (), (promise,))[0]
    assert resolution.target == interval("2021-03-02", "2021-03-04")
    assert resolution.basis == "publication_date"
    assert "a default: promises are news" in resolution.evidence


def test_tense_of_a_date_is_that_of_the_event_told_nearest_to_it():
    text = "Called weak on Monday, he is this week to reply."
    called = Event(id="e1", anchor=Span(start=0, end=6), event_type="ACCUSE", timex_ids=("t1",))
    reply = Event(
        id="e2",
        anchor=Span(start=42, end=47),
        event_type="REJECT",
        timex_ids=("t1",),
        time_status="future",
    )
    document = Document(text=text, published=PUBLISHED)
    resolution = resolve_dates(document, (timex(text, "Monday"),), (called, reply))[0]
    assert resolution.target == interval("2021-03-01")


def test_event_without_any_date_says_that_publication_is_unknown():
    resolution = resolve_dates(Document(text="x"), (), (event(),))[0]
    assert resolution.target is None
    assert resolution.evidence == "no date in the text, and the publication date is unknown"


def test_dates_of_one_event_are_intersected_where_they_meet():
    resolution = resolve_event("In 2014, on June 3, 2014, it fell.", ["2014", "June 3, 2014"])
    assert resolution.target == interval("2014-06-03")


def test_bare_month_of_a_past_event_is_not_the_one_ahead():
    resolution = resolve_event("A strike in May cost jobs.", ["May"])
    assert resolution.target == interval("2020-05-01", "2020-05-31")


def test_time_of_day_without_a_day_places_nothing():
    resolution = resolve_event("It fell at 10:30 a.m.", ["10:30 a.m."])
    assert resolution.target is None
    assert "is a time of day, and no day stands with it" in resolution.evidence


def test_ends_of_a_range_give_the_days_between_them():
    resolution = resolve_event("Shut from Monday to Wednesday.", ["Monday", "Wednesday"])
    assert resolution.target == interval("2021-03-01", "2021-03-03")


def test_past_event_does_not_reach_beyond_publication():
    resolution = resolve_event("This week they met.", ["This week"])
    assert resolution.target == interval("2021-03-01", "2021-03-04")


def test_event_told_since_a_date_goes_on_until_publication():
    resolution = resolve_event(
        "Roads have been shut since February.", ["February"], time_status="ongoing"
    )
    assert resolution.target == interval("2021-02-01", "2021-03-04")


def test_event_counted_from_a_named_date_is_not_placed_on_that_date():
    text = "Riots broke out three days after the attack of 3 May 2019."
    resolution = resolve_event(text, ["three days", "3 May 2019"])
    assert resolution.target == interval("2019-05-06")
    assert '"three days" after 2019-05-03, named in the text' in resolution.evidence


def test_time_of_day_beside_its_day_places_the_event():
    resolution = resolve_event("It fell at 10:30 a.m. in Rome on Monday.", ["10:30 a.m.", "Monday"])
    assert resolution.target == interval("2021-03-01")
    assert 'on the day beside it, "Monday"' in resolution.evidence


def test_a_year_earlier_keeps_the_quarter_that_the_figures_are_of():
    text = "In the second quarter of 2020 sales fell to 3 tons from 5 tons a year earlier."
    resolution = resolve_dates(
        Document(text=text, published=PUBLISHED),
        (timex(text, "the second quarter of 2020"), timex(text, "a year earlier", "t2")),
        (),
    )[1]
    assert resolution.target == interval("2019-04-01", "2019-06-30")
    assert "2020-Q2, the period before it in the text" in resolution.evidence


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "words",
    ["Ramadan", "Easter", "Nowruz", "last Thanksgiving", "year-end", "the quarter", "overnight"],
)
def test_feasts_and_periods_beyond_the_calendar_resolve_without_error(published, words):
    assert resolve_event(f"It fell on {words}.", [words], published=published).kind == "interval"


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.sampled_from([None, "past", "future"]))
def test_feast_of_a_told_event_lies_on_the_side_that_was_told(published, status):
    values = {"time_status": status} if status else {}
    resolution = resolve_event("Crowds at Easter.", ["Easter"], published=published, **values)
    assert resolution.target.start.isoweekday() == 7
    if status == "future":
        assert resolution.target.end >= published
    else:
        assert resolution.target.start <= published


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.sampled_from([None, "past", "future"]))
def test_resolved_weekday_lies_within_a_week_of_any_publication_date(published, status):
    values = {"time_status": status} if status else {}
    resolution = resolve_event("It fell on Sunday.", ["Sunday"], published=published, **values)
    assert resolution.target.start.isoweekday() == 7
    assert abs(resolution.target.start - published) < timedelta(days=7)


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "words",
    ["two hundred years ago", "next year", "last week", "yesterday", "last Monday", "next Monday"],
)
def test_dates_beyond_the_calendar_resolve_without_error(published, words):
    assert resolve_event(f"It fell {words}.", [words], published=published).kind == "interval"
    assert resolve_event("It fell.", [], published=published).basis == "publication_date"
