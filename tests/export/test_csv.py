from __future__ import annotations

import csv
import dataclasses
import io

from tacitus.export.csv import export_csv
from tests.codings import coding_of


def test_csv_has_a_header_and_a_line_an_event():
    rows = list(csv.DictReader(io.StringIO("".join(export_csv([coding_of(), coding_of()])))))
    assert [row["event_id"] for row in rows] == ["e1", "e2", "e1", "e2"]
    assert rows[0]["event_type"] == "COERCE"
    assert rows[1]["date_start"] == ""


def test_csv_of_no_articles_is_the_header():
    assert "".join(export_csv([])).startswith("document_id,url,path,publisher")


def test_csv_disarms_cells_that_a_spreadsheet_would_run():
    coding = coding_of()
    document = dataclasses.replace(coding.document, title='=HYPERLINK("x")', publisher="@sum")
    lines = "".join(export_csv([dataclasses.replace(coding, document=document)]))
    row = next(csv.DictReader(io.StringIO(lines)))
    assert row["title"] == '\'=HYPERLINK("x")'
    assert row["publisher"] == "'@sum"
    assert row["factuality"] == "1.5"
