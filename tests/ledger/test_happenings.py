"""What one says happened and another denies; who did it; who the victims were; on which day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from greffier.ledger.conflicts import find_conflicts
from greffier.ledger.model import Conflict
from ledger.saying import ARMY, FAMILIES, GROUP, MINISTRY, NEIGHBOUR, Page, Who


def found(*pages: Page) -> list[Conflict]:
    return list(find_conflicts(p.account for p in pages))


def told(
    name: str, day: str, who: Who, cue: str, content: str, trigger: str, *, status: str = "occurred", does: Who = ARMY
) -> Page:
    page = Page(name, day, f"Nouvelles\n{who[0]} {cue} {content}.").claim(who, cue, content)
    return page.event("act", "COERCE", trigger, actors=[does], claim=0, status=status)


def test_an_act_that_its_own_side_tells_and_another_denies_is_a_status() -> None:
    (one,) = found(
        told("a", "2025-03-01", ARMY, "affirme", "que l'aviation a fermé le marché", "a fermé"),
        told("b", "2025-03-02", FAMILIES, "assure", "que nul n'a fermé le marché", "a fermé", status="negated"),
    )
    assert (one.kind, [s.at.dispatch for s in one.sides], one.occurrence) == ("status", ["a", "b"], "act")


def test_an_act_that_others_allege_and_its_side_denies_is_claim_against_claim() -> None:
    (one,) = found(
        told("a", "2025-03-01", FAMILIES, "affirme", "que des soldats ont fermé le marché", "ont fermé"),
        told("b", "2025-03-02", MINISTRY, "dément", "que l'armée ait fermé le marché", "ait fermé", status="negated"),
    )
    assert one.kind == "claim"
    assert [s.speaker.name if s.speaker else None for s in one.sides] == [FAMILIES[0], MINISTRY[0]]


def test_a_denial_counts_whatever_status_the_reader_gave() -> None:
    kinds = [
        c.kind
        for c in found(
            told("a", "2025-03-01", FAMILIES, "affirme", "que des soldats ont fermé le marché", "ont fermé"),
            told("b", "2025-03-02", MINISTRY, "dément", "que l'armée ait fermé le marché", "ait fermé"),
        )
    ]
    assert kinds == ["claim"]


def test_what_a_denial_only_mentions_is_not_denied() -> None:
    assert not found(
        told("a", "2025-03-01", FAMILIES, "affirme", "que des soldats ont fermé le marché", "ont fermé"),
        told("b", "2025-03-02", MINISTRY, "dément", "tout retard des secours depuis la longue fermeture", "fermeture"),
    )


def test_a_speaker_does_not_contradict_itself() -> None:
    assert not found(
        told("a", "2025-03-01", MINISTRY, "affirme", "que l'armée a fermé le marché", "a fermé"),
        told("b", "2025-03-02", MINISTRY, "dément", "que l'armée ait fermé le marché", "ait fermé", status="negated"),
    )


def dated(name: str, published: str, who: Who, day: str, to: str | None = None) -> Page:
    page = Page(name, published, f"Nouvelles\nSelon {who[0]}, une embuscade a eu lieu sur la piste.")
    page.claim(who, "Selon", "une embuscade a eu lieu sur la piste")
    return page.event("ambush", "ASSAULT", "embuscade", claim=0, day=day, to=to)


def test_two_days_of_one_occurrence_are_in_conflict() -> None:
    (one,) = found(dated("a", "2025-03-08", FAMILIES, "2025-03-06"), dated("b", "2025-03-09", MINISTRY, "2025-03-07"))
    assert (one.kind, [s.says for s in one.sides]) == ("date", ["2025-03-06", "2025-03-07"])


@pytest.mark.parametrize(
    ("who", "day", "to"),
    [
        (MINISTRY, "2025-03-01", "2025-03-31"),  # a month holds the day
        (MINISTRY, "2025-03-06", None),  # the same day
        (FAMILIES, "2025-03-07", None),  # the speaker corrects itself
        (MINISTRY, "2025-04-20", None),  # another event, more likely
    ],
)
def test_days_that_can_be_one_are_no_conflict(who: Who, day: str, to: str | None) -> None:
    assert not found(dated("a", "2025-03-08", FAMILIES, "2025-03-06"), dated("b", "2025-03-09", who, day, to))


def test_an_attack_laid_to_one_and_claimed_by_another_is_a_responsibility() -> None:
    laid = Page("a", "2025-03-01", f"Nouvelles\n{FAMILIES[0]} attribue l'assaut aux Lions de Kour.")
    laid.claim(FAMILIES, "attribue", "l'assaut aux Lions de Kour").event("raid", "ASSAULT", "assaut", claim=0)
    laid.event("word", "ACCUSE", "attribue", recipients=[("Lions de Kour", "IMG", "REB")])
    claimed = Page("b", "2025-03-02", f"Nouvelles\n{GROUP[0]} a revendiqué l'attaque.")
    claimed.claim(GROUP, "a revendiqué", "l'attaque").event("raid", "ASSAULT", "attaque", claim=0)
    (one,) = found(laid, claimed)
    assert (one.kind, [s.says for s in one.sides]) == ("responsibility", ["Lions de Kour", GROUP[0]])


def test_one_group_under_its_long_and_its_short_name_is_no_conflict() -> None:
    long = Page("a", "2025-03-01", "Nouvelles\nLe Front du Nord (FDN) a revendiqué l'attaque.")
    long.claim(GROUP, "a revendiqué", "l'attaque").event("raid", "ASSAULT", "attaque", claim=0)
    short = Page("b", "2025-03-02", f"Nouvelles\n{FAMILIES[0]} attribue l'assaut au FDN.")
    short.claim(FAMILIES, "attribue", "l'assaut au FDN").event("raid", "ASSAULT", "assaut", claim=0)
    short.event("word", "ACCUSE", "attribue", recipients=[("FDN", "IMG", "REB")])
    assert not found(long, short)


def test_the_one_to_whom_a_killing_is_laid_denies_it() -> None:
    laid = Page("a", "2025-03-01", f"Nouvelles\n{FAMILIES[0]} impute à {ARMY[0]} la tuerie.")
    laid.claim(FAMILIES, "impute", f"à {ARMY[0]} la tuerie").event("raid", "ASSAULT", "tuerie", claim=0)
    laid.event("word", "ACCUSE", "impute", recipients=[ARMY])
    denied = Page("b", "2025-03-02", f"Nouvelles\nAprès la tuerie, {ARMY[0]} nie avoir commis ces actes.")
    denied.event("raid", "ASSAULT", "tuerie").claim(ARMY, "nie", "avoir commis ces actes")
    (one,) = found(laid, denied)
    assert (one.kind, [s.at.dispatch for s in one.sides]) == ("responsibility", ["a", "b"])


def victims(name: str, day: str, who: Who, content: str) -> Page:
    page = Page(name, day, f"Nouvelles\nUn massacre a eu lieu. {who[0]} affirme {content}.")
    return page.event("raid", "ASSAULT", "massacre").claim(who, "affirme", content)


def test_who_the_victims_were_is_claim_against_claim() -> None:
    (one,) = found(
        victims("a", "2025-03-01", GROUP, "que les morts étaient tous des combattants"),
        victims("b", "2025-03-02", FAMILIES, "qu'il y avait 12 morts, presque tous civils"),
    )
    assert (one.kind, [s.says for s in one.sides]) == ("claim", ["fighters", "civilians"])


def test_reprints_of_one_family_are_one_side() -> None:
    pages = [told(n, "2025-03-01", ARMY, "affirme", "que l'aviation a fermé le marché", "a fermé") for n in "abc"]
    for page in pages:
        page.family = "wire"
    pages.append(
        told("d", "2025-03-02", FAMILIES, "dément", "que nul ait fermé le marché", "ait fermé", status="negated")
    )
    (one,) = found(*pages)
    assert [s.at.dispatch for s in one.sides] == ["a", "d"]


def test_neighbours_do_not_speak_with_one_voice() -> None:
    (one,) = found(
        told("a", "2025-03-01", NEIGHBOUR, "affirme", "que des soldats ont fermé le marché", "ont fermé"),
        told("b", "2025-03-02", MINISTRY, "dément", "que l'armée ait fermé le marché", "ait fermé", status="negated"),
    )
    assert len(one.sides) == 2


def answered(name: str, day: str, who: Who, cue: str, content: str) -> Page:
    return Page(name, day, f"Nouvelles\n{who[0]} {cue} {content}.").claim(who, cue, content)


def test_a_denial_answers_an_accusation_in_like_words_where_no_event_joins_them() -> None:
    (one,) = found(
        answered("a", "2025-03-01", FAMILIES, "accuse", "la garnison d'avoir vidé les greniers du hameau"),
        answered("b", "2025-03-03", ARMY, "dément", "que la garnison ait vidé un seul grenier"),
    )
    assert (one.kind, [s.at.dispatch for s in one.sides]) == ("claim", ["a", "b"])


def test_a_denial_of_something_else_answers_nothing() -> None:
    assert not found(
        answered("a", "2025-03-01", FAMILIES, "accuse", "la garnison d'avoir vidé les greniers du hameau"),
        answered("b", "2025-03-03", ARMY, "dément", "que la garnison ait quitté ses quartiers"),
    )


def test_what_is_quoted_with_a_denial_is_the_speakers_own_word() -> None:
    page = answered("b", "2025-03-03", ARMY, "dément", "La garnison garde les greniers du hameau")
    page.claims[0] = replace(page.claims[0], form="direct")
    accused = answered("a", "2025-03-01", FAMILIES, "accuse", "la garnison d'avoir vidé les greniers du hameau")
    assert not found(accused, page)


def test_a_denial_of_all_that_was_said_denies_what_was_alleged() -> None:
    text = f"Nouvelles\n{FAMILIES[0]} affirme que des soldats ont fermé le marché, ce que {MINISTRY[0]} dément."
    page = Page("a", "2025-03-01", text).claim(FAMILIES, "affirme", "que des soldats ont fermé le marché")
    page.event("act", "COERCE", "ont fermé", actors=[ARMY], claim=0).claim(MINISTRY, "dément", "ce que")
    (one,) = found(page)
    assert (one.kind, [s.speaker.name if s.speaker else None for s in one.sides]) == (
        "claim",
        [FAMILIES[0], MINISTRY[0]],
    )
