"""Publication dates as inputs write them."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime

from tacitus.errors import ReadError

_LONGEST = 64  # characters; date parsers are slow on long input, and no date is longer


def parse_date(value: str) -> date:
    """The day that an ISO 8601 date or time, or an RFC 2822 time, names, in its own time zone.

    Raises:
        ReadError: it is none of these, such as "23/07/2019", which two countries read differently.
    """
    text = value.strip()
    iso = text.replace("/", "-") if text[:4].isdigit() else text
    readings = ((datetime.fromisoformat, iso), (parsedate_to_datetime, text))
    for parse, written in readings if len(text) <= _LONGEST else ():
        try:
            return parse(written).date()
        except (ValueError, TypeError, IndexError):
            continue
    raise ReadError(
        f'publication date "{text[:_LONGEST]}" is not understood; expected one such as 2019-07-23, '
        "2019-07-23T10:00:00Z or Tue, 23 Jul 2019 10:00:00 GMT"
    )
