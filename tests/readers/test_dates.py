from __future__ import annotations

from datetime import date

import pytest

from tacitus.errors import ReadError
from tacitus.readers import parse_date


@pytest.mark.parametrize(
    "value",
    [
        "2019-07-23", " 2019-07-23 ", "2019/07/23", "20190723", "2019-07-23T23:30:00-05:00",
        "2019-07-23 10:00:00", "2019-07-23T10:00:00Z", "Tue, 23 Jul 2019 10:00:00 GMT",
    ],
)  # fmt: skip
def test_parse_date_reads_iso_and_rfc_2822(value: str) -> None:
    assert parse_date(value) == date(2019, 7, 23)


@pytest.mark.parametrize(
    "value", ["23/07/2019", "yesterday", "2019", "2019-13-01", "9" * 5_000, ""]
)
def test_parse_date_refuses_what_is_unclear_and_says_what_it_reads(value: str) -> None:
    with pytest.raises(ReadError, match="is not understood; expected one such as 2019-07-23"):
        parse_date(value)
