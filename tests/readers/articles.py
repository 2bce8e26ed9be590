"""Texts and pages that the tests of the readers share."""

from __future__ import annotations

BODY = (
    "Kenya recalled its envoy from Juba on Monday, the foreign ministry said. It gave no reason "
    "for the step, which follows weeks of tension between the neighbours over a border post."
)
SECOND = (
    "South Sudan said it regretted the decision and asked the regional bloc to mediate. Talks on "
    "the post were to begin in April, and both armies had promised to keep away from it."
)
GERMAN = "Der Außenminister traf gestern seinen Amtskollegen in Berlin und sprach über den Krieg."


def page(head: str = "", body: str | None = None) -> str:
    """A page with a menu, an article and a footer."""
    article = (
        body if body is not None else f"<h1>Envoy leaves Juba</h1><p>{BODY}</p><p>{SECOND}</p>"
    )
    return (
        f'<!doctype html><html lang="en-GB"><head><title>Envoy leaves Juba</title>{head}</head>'
        f'<body><nav><a href="/">Home</a></nav><article>{article}</article>'
        "<footer>Copyright 2019</footer></body></html>"
    )
