"""An arrangement through time: announced and in force, due, contested, told again, denied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from greffier.ledger.conflicts import find_conflicts
from greffier.ledger.model import Timeline
from greffier.ledger.timelines import find_timelines, on, standing_on, story_arrangements
from greffier.records import Change
from ledger.saying import ARMY, MINISTRY, NEIGHBOUR, Page

PARTIES = ("MLI", "NER")


def change(transition: str, name: str | None = "accord de défense", kind: str = "agreement") -> Change:
    return Change(kind, PARTIES, name, transition)  # type: ignore[arg-type]


def page(
    name: str, published: str, trigger: str, made: Change, *, day: str | None = None, to: str | None = None,
    home: str | None = None, status: str = "occurred", rest: str = "", claim: bool = False,
) -> Page:  # fmt: skip
    text = f"Nouvelles\nSelon {MINISTRY[0]}, on {trigger}{rest}." if claim else f"Nouvelles\nOn {trigger}{rest}."
    found = Page(name, published, text)
    if claim:
        found.claim(MINISTRY, "Selon", f"on {trigger}{rest}")
    return found.event(
        home or f"{name}-event",
        "SANCTION",
        trigger,
        day=day,
        to=to,
        status=status,
        change=made,
        claim=0 if claim else None,
    )


def lines(*pages: Page) -> tuple[Timeline, ...]:
    return find_timelines(p.account for p in pages)


def states(line: Timeline) -> list[tuple[str, str]]:
    return [(s.date.isoformat() if s.date else "", s.transition) for s in line.states]


def test_a_day_is_kept_where_others_tell_only_the_month() -> None:
    (line,) = lines(
        page("b", "2025-05-01", "a signé", change("created"), day="2025-03-01", to="2025-03-31"),
        page("a", "2025-04-01", "a conclu", change("created"), day="2025-03-12"),
    )
    assert states(line) == [("2025-03-12", "created")]
    assert [at.dispatch for at in line.states[0].evidence] == ["a", "b"]


def test_an_undated_transition_is_dated_by_publication() -> None:
    (line,) = lines(page("a", "2025-03-05", "a rompu", change("ended")))
    assert states(line) == [("2025-03-05", "ended")]


def test_what_is_told_again_without_a_date_adds_no_state() -> None:
    (line,) = lines(
        page("a", "2025-03-05", "a rompu", change("ended"), day="2025-03-04"),
        page("b", "2025-06-05", "avait rompu", change("ended")),
    )
    assert states(line) == [("2025-03-04", "ended")]


def test_an_announced_end_stands_apart_from_the_end_and_carries_its_due_day() -> None:
    (line,) = lines(
        page(
            "a", "2025-03-05", "a promis", change("planned_end"), day="2025-03-04", rest=" un départ d'ici au 15 juin"
        ),
        page("b", "2025-06-16", "a quitté", change("ended"), day="2025-06-15"),
    )
    assert states(line) == [("2025-03-04", "planned_end"), ("2025-06-15", "ended")]
    assert line.states[0].due == date(2025, 6, 15)


def test_an_end_still_to_come_is_announced_on_the_day_it_is_told() -> None:
    (line,) = lines(page("a", "2025-03-05", "partira", change("ended"), day="2025-06-15", status="planned"))
    assert states(line) == [("2025-03-05", "planned_end")]
    assert line.states[0].due == date(2025, 6, 15)


def test_who_says_after_the_end_that_it_stands_contests_it_and_is_a_side_of_a_conflict() -> None:
    after = Page("b", "2025-03-07", f"Nouvelles\n{NEIGHBOUR[0]} assure que le texte vaut encore.")
    after.claim(NEIGHBOUR, "assure", "que le texte vaut encore").stands(
        "vaut encore", "agreement", PARTIES, "unchanged", 0
    )
    ended = page("a", "2025-03-05", "a rompu", change("ended"), day="2025-03-04")
    (line,) = lines(ended, after)
    assert states(line) == [("2025-03-04", "ended"), ("2025-03-07", "contested")]
    (dispute,) = find_conflicts([ended.account, after.account])
    assert (dispute.kind, [s.at.dispatch for s in dispute.sides]) == ("status", ["a", "b"])


def test_what_stands_before_the_end_contests_nothing() -> None:
    before = Page("b", "2025-03-02", f"Nouvelles\n{NEIGHBOUR[0]} assure que l'accord reste en vigueur.")
    before.claim(NEIGHBOUR, "assure", "que l'accord reste en vigueur")
    before.event("talks", "CONSULT", "assure", actors=[NEIGHBOUR], recipients=[MINISTRY])
    ended = page("a", "2025-03-05", "a rompu", change("ended"), day="2025-03-04")
    (line,) = lines(ended, before)
    assert states(line) == [("2025-03-02", "unchanged"), ("2025-03-04", "ended")]
    assert not find_conflicts([ended.account, before.account])


def test_what_is_denied_is_no_state() -> None:
    assert not lines(
        page("a", "2025-03-05", "a signé", change("created", "accord secret"), claim=True),
        page("b", "2025-03-06", "a signé", change("created", "accord secret"), status="negated"),
    )


def test_two_bases_are_two_arrangements() -> None:
    found = lines(
        page("a", "2025-03-05", "a quitté", change("ended", "base 12", "deployment"), day="2025-03-04"),
        page("b", "2025-04-05", "a quitté", change("ended", "base 31", "deployment"), day="2025-04-04"),
    )
    assert [(line.object, states(line)) for line in found] == [
        ("base 12", [("2025-03-04", "ended")]),
        ("base 31", [("2025-04-04", "ended")]),
    ]


def test_tellings_of_one_occurrence_are_under_the_kind_that_most_give() -> None:
    (line,) = lines(
        page("a", "2025-03-05", "a promis", change("planned_end", None, "deployment"), day="2025-03-04", home="pact"),
        page("b", "2025-03-05", "a promis", change("planned_end", None, "deployment"), day="2025-03-04", home="pact"),
        page("c", "2025-03-06", "a signé", change("created"), day="2025-03-04", home="pact"),
    )
    assert (line.kind, states(line)) == ("deployment", [("2025-03-04", "planned_end")])


def test_missing_parties_are_completed_from_the_event() -> None:
    text = f"Nouvelles\n{ARMY[0]} a quitté la base de {NEIGHBOUR[0]}."
    found = Page("a", "2025-03-05", text).event(
        "x", "RETREAT", "a quitté", actors=[ARMY], recipients=[NEIGHBOUR],
        change=Change("deployment", ("MLI",), None, "ended"),
    )  # fmt: skip
    assert lines(found)[0].parties == PARTIES


def test_on_a_day_stands_the_last_transition_up_to_it() -> None:
    (line,) = lines(
        page("a", "2025-03-05", "a conclu", change("created"), day="2025-03-04"),
        page("b", "2025-06-16", "a rompu", change("ended"), day="2025-06-15"),
    )
    assert on(line, date(2025, 3, 3)) is None
    assert (state := on(line, date(2025, 6, 14))) is not None and state.transition == "created"
    assert (state := on(line, date(2025, 6, 15), "NER")) is not None and state.transition == "ended"
    assert on(line, date(2025, 6, 15), "FRA") is None


def test_a_story_holds_the_states_with_their_dates_and_evidence() -> None:
    (line,) = story_arrangements(lines(page("a", "2025-03-05", "a rompu", change("ended"), day="2025-03-04")))
    assert (line["kind"], line["parties"]) == ("agreement", ["MLI", "NER"])
    assert line["timeline"] == [
        {"date": "2025-03-04", "transition": "ended", "evidence": [{"id": "a", "span": [13, 20]}]}
    ]


def test_forces_that_leave_end_a_deployment_where_the_reader_names_no_arrangement() -> None:
    text = f"Nouvelles\nLa base de Kour a été remise au {NEIGHBOUR[0]} par les soldats maliens."
    found = Page("a", "2025-03-05", text).event(
        "x", "RETREAT", "a été remise", day="2025-03-04", recipients=[NEIGHBOUR]
    )
    withdrawn = replace(found.events[0], modes=("withdraw",))
    found.events = [withdrawn]
    (line,) = lines(found)
    assert (line.kind, line.parties, states(line)) == ("deployment", PARTIES, [("2025-03-04", "ended")])


def test_who_agrees_to_take_forces_away_announces_an_end() -> None:
    text = (
        f"Nouvelles\nLe {NEIGHBOUR[0]} a accepté de retirer ses soldats de la piste d'ici au 2 mai, selon les Maliens."
    )
    found = Page("a", "2025-03-05", text).event("x", "AGREE", "a accepté", day="2025-03-04", actors=[NEIGHBOUR, ARMY])
    (line,) = lines(found)
    assert states(line) == [("2025-03-04", "planned_end")]
    assert line.states[0].due == date(2025, 5, 2)


def test_an_end_under_way_is_not_yet_an_end() -> None:
    (line,) = lines(page("a", "2025-03-05", "le départ", change("ended", "base 12", "deployment"), rest=" a commencé"))
    assert states(line) == [("2025-03-05", "planned_end")]


def test_whose_people_the_sentence_names_completes_the_parties() -> None:
    found = page(
        "a", "2025-03-05", "a rompu", Change("agreement", ("MLI",), "pacte", "ended"), rest=" avec les Nigériens"
    )
    assert lines(found)[0].parties == PARTIES


def test_an_announced_end_leaves_the_arrangement_in_force_until_it_comes() -> None:
    (line,) = lines(
        page("a", "2025-01-05", "a conclu", change("created"), day="2025-01-04"),
        page(
            "b", "2025-03-05", "a promis", change("planned_end"), day="2025-03-04", rest=" d'en sortir d'ici au 15 juin"
        ),
        page("c", "2025-06-16", "a rompu", change("ended"), day="2025-06-15"),
    )
    assert standing_on(line, date(2025, 1, 3)) is None
    announced, after = standing_on(line, date(2025, 4, 1)), standing_on(line, date(2025, 6, 15))
    assert announced is not None and announced.in_force
    assert announced.announced is not None and announced.announced.due == date(2025, 6, 15)
    assert after is not None and not after.in_force and after.announced is None


def test_what_the_outlet_tells_stays_though_another_denies_it() -> None:
    (line,) = lines(
        page("a", "2025-03-05", "a signé", change("created"), day="2025-03-04", home="pact"),
        page("b", "2025-03-06", "a signé", change("created"), status="negated", home="pact", claim=True),
    )
    assert states(line) == [("2025-03-04", "created")]


def test_tellings_of_one_occurrence_agree_on_what_kind_of_beginning_it_was() -> None:
    (line,) = lines(
        page("a", "2025-03-05", "a fondé", change("created"), day="2025-03-04", home="pact"),
        page("b", "2025-03-05", "a fondé", change("created"), day="2025-03-04", home="pact"),
        page("c", "2025-03-06", "a élargi", change("strengthened"), day="2025-03-04", home="pact"),
    )
    assert states(line) == [("2025-03-04", "created")]
