"""What grammar alone decides between a time and an event."""

from __future__ import annotations

from greffier import Reading, read


def dated(reading: Reading, kind: str) -> list[str | None]:
    return [str(e.date.earliest) if e.date else None for e in reading.events if e.type == kind]


def test_a_time_before_a_semicolon_dates_nothing_behind_it() -> None:
    reading = read("Les rebelles ont attaqué lundi un camp ; Dakar a proposé une médiation.", published="2025-03-14")
    assert dated(reading, "ASSAULT") == ["2025-03-10"]
    assert dated(reading, "AGREE") == [None]


def test_what_was_said_was_not_said_in_days_to_come() -> None:
    reading = read("Dakar promet de livrer des vivres à la ville d'ici à juin.", published="2025-03-14")
    assert dated(reading, "AGREE") == [None]
