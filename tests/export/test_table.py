"""CSV: documented columns, one row a record, cells that no spreadsheet takes for a formula."""

import csv
import io
from datetime import date

import pytest

from greffier.export.table import TABLES, columns, write
from greffier.records import Actor, Claim, Dispatch, Event, Place, Quantity, Reading, Span, When

TEXT = "=SOMME(1) Oda Velin | Bran a vu 12 soldats"
DISPATCH = Dispatch("d1", TEXT, published=date(2025, 3, 13), source="@agence")
ODA = Actor(Span(10, 19), "Oda | Velin", "NER", "GOV")
BRAN = Actor(None, "Bran", None, None)
READING = Reading(
    DISPATCH,
    claims=(Claim(None, (Span(0, 9), Span(22, 26)), Span(10, 19), ODA),),
    events=(
        Event(
            (Span(0, 9),),
            "CONSULT",
            ("visit",),
            actors=(ODA, BRAN),
            place=Place(None, "Tarsk", "NER", latitude=-13.5),
            date=When(None, date(2025, 3, 12), None),
            claim=0,
        ),
    ),
    quantities=(Quantity(Span(32, 42), 1e11, -5, None, None, "soldats", "strength"),),
)


def rows(table: str) -> list[dict[str, str]]:
    out = io.StringIO()
    write([READING], table, out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_an_event_has_one_row_with_evidence_and_offsets() -> None:
    (row,) = rows("events")
    assert (row["dispatch"], row["published"], row["index"]) == ("d1", "2025-03-13", "0")
    assert (row["type"], row["modes"], row["status"]) == ("CONSULT", "visit", "occurred")
    assert (row["actor_names"], row["actor_countries"], row["actor_spans"]) == ("Oda ¦ Velin|Bran", "NER|", "10-19|")
    assert (row["earliest"], row["latest"]) == ("2025-03-12", "")
    assert row["triggers_spans"] == "0-9"
    assert row["claim"] == "0" and row["claim_id"] == rows("claims")[0]["id"]


def test_text_that_looks_like_a_formula_is_quoted_and_numbers_are_not() -> None:
    (event,), (quantity,) = rows("events"), rows("quantities")
    assert event["triggers"] == "'=SOMME(1)"
    assert event["source"] == "'@agence"
    assert event["latitude"] == "-13.5"
    assert quantity["min"] == "-5"


def test_great_numbers_keep_their_digits() -> None:
    assert rows("quantities")[0]["value"] == "100000000000"


def test_several_spans_of_content_are_joined() -> None:
    (row,) = rows("claims")
    assert row["content"] == "'=SOMME(1)|Bran"
    assert row["content_spans"] == "0-9|22-26"


@pytest.mark.parametrize("table", list(TABLES))
def test_columns_are_named_once_and_explained(table: str) -> None:
    names = [column.name for column in columns(table)]
    assert len(names) == len(set(names))
    assert all(column.meaning.strip() for column in columns(table))
    assert names[:2] == ["dispatch", "published"]


def test_a_table_without_records_is_its_header() -> None:
    out = io.StringIO()
    write([Reading(DISPATCH)], "arrangements", out)
    assert out.getvalue().count("\n") == 1 and out.getvalue().startswith("dispatch,published,")
