"""What the gold of disputes may not say.

Enters: sets as `benchmarks.disputes_gold` reads them. Leaves: problems in words, one a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from benchmarks.disputes_records import DisputeSet, GoldAccount, GoldDispute, GoldHappening
from tacitus.codebook import load_codebook
from tacitus.country_codes import country_codes
from tacitus.errors import CodebookError

WORDS = (80, 250)  # of a report, its headline among them
REPORTS = (3, 6)
FIGURES = ("killed", "injured", "arrested", "displaced", "participants", "money")


def problems(gold: DisputeSet) -> list[str]:
    """What is wrong in one set, each problem with its place; empty when nothing is."""
    return [f"{gold.id}: {said}" for said in (*_in_reports(gold), *_in_events(gold))]


def problems_across(sets: Sequence[DisputeSet]) -> list[str]:
    """Ids and headlines that come twice. A copy may bear the headline of what it copies."""
    ids = Counter(gold.id for gold in sets)
    said = [f"{name}: {n} sets have this id; expected one" for name, n in ids.items() if n > 1]
    titles = Counter(
        report.title.casefold()
        for gold in sets
        for report in gold.reports
        if report.origin != "copy"
    )
    said += [
        f'"{t}": {n} reports have this headline; expected one' for t, n in titles.items() if n > 1
    ]
    return said


def span(text: str, words: str, nth: int) -> tuple[int, int] | None:
    """Code points of the nth place where `words` stand as whole words; None: there is no such."""
    found = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    places = [match.span() for match in found]
    return places[nth - 1] if nth <= len(places) else None


def roots(gold: DisputeSet, happening: GoldHappening) -> dict[str, frozenset[str]]:
    """Each report of a happening -> the reports of it that it rests on in the end; itself if none.

    A report that cites one which does not tell of this happening stands on its own here.
    """
    order = [report.id for report in gold.reports]
    parents = {
        report.id: [
            other
            for other in report.rests_on
            if other in happening.reports and other in order[:number]
        ]
        for number, report in enumerate(gold.reports)
    }

    def up(report: str) -> frozenset[str]:
        above = [up(parent) for parent in parents.get(report, [])]
        return frozenset().union(*above) if above else frozenset((report,))

    return {report: up(report) for report in happening.reports}


def _in_reports(gold: DisputeSet) -> Iterator[str]:
    ids = [report.id for report in gold.reports]
    if len(set(ids)) < len(ids):
        yield f"report ids {', '.join(ids)} are not all different"
    if not REPORTS[0] <= len(ids) <= REPORTS[1]:
        yield f"{len(ids)} reports; expected {REPORTS[0]} to {REPORTS[1]}"
    for number, report in enumerate(gold.reports):
        where = f"report {report.id}"
        length = len(report.text.split())
        if not WORDS[0] <= length <= WORDS[1]:
            yield f"{where} has {length} words; expected {WORDS[0]} to {WORDS[1]}"
        if report.country not in country_codes():
            yield f'{where}: country "{report.country}" is no ISO 3166-1 alpha-3 code'
        if not re.match(r"\S.*\n\n\S", report.text):
            yield f"{where} does not begin with a headline and an empty line"
        for other in report.rests_on:
            if other not in ids[:number]:
                yield f'{where} rests on "{other}", which is no report before it in the file'
    told = sorted(report for story in gold.stories for report in story)
    if told != sorted(ids):
        yield f"stories hold {', '.join(told)}; expected each of {', '.join(sorted(ids))} once"


def _in_events(gold: DisputeSet) -> Iterator[str]:
    ids = [happening.id for happening in gold.happenings]
    if not ids or len(set(ids)) < len(ids):
        yield f"event ids [{', '.join(ids)}]; expected one or more, all different"
    for happening in gold.happenings:
        checks = (*_in_mentions(gold, happening), *_in_pairs(gold, happening))
        yield from (f"event {happening.id}: {said}" for said in checks)


def _in_mentions(gold: DisputeSet, happening: GoldHappening) -> Iterator[str]:
    try:
        load_codebook().check(happening.event_type)
    except CodebookError as error:
        yield str(error)
    texts = {report.id: report.text for report in gold.reports}
    if not happening.mentions:
        yield "no mention; expected one or more"
    seen = Counter((m.report, m.words, m.nth) for m in happening.mentions)
    for (report, words, nth), n in seen.items():
        if report not in texts:
            yield f'mention in report "{report}", which the set does not have'
        elif span(texts[report], words, nth) is None:
            yield f'report {report} does not have "{words}" {nth} times as whole words'
        elif n > 1:
            yield f'"{words}" in report {report} stands {n} times; say each mention once'
    yield from _in_accounts(happening)


def _in_accounts(happening: GoldHappening) -> Iterator[str]:
    for account in happening.accounts:
        if account.report not in happening.reports:
            yield f'an account in report "{account.report}", which has no mention of the event'
        for figure in account.figures:
            if figure not in FIGURES:
                yield f'figure "{figure}" in {account.report}; expected {", ".join(FIGURES)}'


def _in_pairs(gold: DisputeSet, happening: GoldHappening) -> Iterator[str]:
    accounts: dict[str, list[GoldAccount]] = {}
    for account in happening.accounts:
        accounts.setdefault(account.report, []).append(account)
    disputed = Counter((dispute.pair, dispute.kind) for dispute in happening.disputes)
    confirmed = Counter(frozenset(pair) for pair in happening.confirms)
    yield from (
        f"{_said(p)} are said to dispute ({k}) twice" for (p, k), n in disputed.items() if n > 1
    )
    yield from (f"{_said(p)} are said to confirm twice" for p, n in confirmed.items() if n > 1)
    for pair in {pair for pair, _ in disputed} | set(confirmed):
        lacking = pair - (accounts.keys() & happening.reports)
        if len(pair) != 2 or lacking:
            yield f"pair {_said(pair)}; expected two reports that have accounts of the event"
            return
    yield from (
        f"{_said(pair)} both dispute and confirm; expected one of them"
        for pair in {pair for pair, _ in disputed} & set(confirmed)
    )
    for dispute in happening.disputes:
        if not _can_differ(dispute, accounts):
            said = f"{_said(dispute.pair)} dispute by {dispute.kind}"
            yield f"{said}, but their accounts do not show it"
    yield from _in_roots(gold, happening, accounts)
    yield from _in_twins(happening, accounts)


def _said(pair: frozenset[str]) -> str:
    return " and ".join(sorted(pair))


def _can_differ(dispute: GoldDispute, accounts: dict[str, list[GoldAccount]]) -> bool:
    pairs = [(x, y) for x in accounts[dispute.left] for y in accounts[dispute.right]]
    if dispute.kind == "denial":
        return any(x.stance != y.stance for x, y in pairs)
    if dispute.kind == "figures":
        return any(
            x.figures[name] != y.figures[name]
            for x, y in pairs
            for name in x.figures.keys() & y.figures.keys()
        )
    field = {"perpetrator": "blames", "place": "place", "date": "date"}[dispute.kind]
    values = [(getattr(x, field), getattr(y, field)) for x, y in pairs]
    return any(None not in pair and pair[0] != pair[1] for pair in values)


def _in_roots(
    gold: DisputeSet, happening: GoldHappening, accounts: dict[str, list[GoldAccount]]
) -> Iterator[str]:
    bases = roots(gold, happening)
    most = len(frozenset().union(*bases.values())) if bases else 0
    if not 1 <= happening.independent <= most:
        yield f"independent is {happening.independent}; expected 1 to {most}, by the origins"
    for left, right in happening.confirms:
        if bases[left] & bases[right]:
            yield f"{left} and {right} confirm, but rest on the same report"
        if not {x.stance for x in accounts[left]} & {x.stance for x in accounts[right]}:
            yield f"{left} and {right} confirm, but one asserts and the other denies"


def _in_twins(happening: GoldHappening, accounts: dict[str, list[GoldAccount]]) -> Iterator[str]:
    """Reports with the same accounts must dispute the same others."""
    others: dict[str, set[tuple[str, str]]] = {report: set() for report in accounts}
    for dispute in happening.disputes:
        others[dispute.left].add((dispute.right, dispute.kind))
        others[dispute.right].add((dispute.left, dispute.kind))
    for left, right in combinations(accounts, 2):
        if _content(accounts[left]) != _content(accounts[right]):
            continue
        for other, kind in sorted(others[left] ^ others[right]):
            if other not in (left, right):
                yield (
                    f"{left} and {right} have the same accounts, but only one of them disputes "
                    f"{other} ({kind})"
                )


def _content(accounts: Sequence[GoldAccount]) -> list[tuple[object, ...]]:
    return [(x.speaker, x.stance, dict(x.figures), x.blames, x.place, x.date) for x in accounts]
