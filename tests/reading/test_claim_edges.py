"""Claims at their edges: mistagged verbs, what is no claim, whose words a sentence ends with. All texts are made up."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.reading.actors import find_cast
from greffier.reading.alternatives import other_contents
from greffier.reading.claims import find_claims, propose, settle
from greffier.reading.parse import parse
from greffier.reading.quotes import find_quotations
from greffier.records import Claim, Dispatch


def claims(text: str) -> tuple[Claim, ...]:
    lexicon = default_lexicon()
    doc = parse(Dispatch("essai", text), lexicon)
    return find_claims(doc, find_quotations(text, doc.lines), find_cast(doc, lexicon, None), lexicon)


def told(text: str) -> list[tuple[str | None, str]]:
    """Return who speaks and what is said, of each claim."""
    return [
        (c.speaker.of(text) if c.speaker else None, " … ".join(s.of(text) for s in c.content)) for c in claims(text)
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("« Rien n'a bougé », tranche l'avocate Inès Morel.", "l'avocate Inès Morel", "Rien n'a bougé"),
        ("« Nos voisins ont peur », s'inquiète Inès Morel.", "s", "Nos voisins ont peur"),
        ("La ville pourrait tomber, juge un diplomate.", "un diplomate", "La ville pourrait tomber"),
        ("Bamako dément ce chiffre.", "Bamako", "ce chiffre"),
        ("Le gouverneur dit suivre la situation.", "Le gouverneur", "suivre la situation"),
        ("La police ne fait état d'aucun mort.", "La police", "d'aucun mort"),
        ("L'administration ne reconnaît que 27 départs.", "L'administration", "27 départs"),
        ("L'ONG recense au moins 18 morts.", "L'ONG", "au moins 18 morts"),
        ("Dakar a réclamé à son tour, jeudi, la fermeture des bases.", "Dakar", "la fermeture des bases"),
        ("Alger avait « regretté » le choix de Londres.", "Alger", "le choix de Londres"),
        ("Paris parle d'« une provocation ».", "Paris", "d'« une provocation »"),
        ("La trêve tiendra, comme l'a dit le ministre.", "le ministre", "La trêve tiendra"),
    ],
)
def test_a_claim_of_a_verb_that_is_hard_to_see(text: str, speaker: str, content: str) -> None:
    found = told(text)
    assert [c for _, c in found] == [content]
    if speaker != "s":
        assert found[0][0] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "« Je demande à tous de partir », a dit Jean Marot.",
        "« Nous appelons les habitants à la vigilance », a dit Jean Marot.",
        "« On nous demande de croire cela », a dit Jean Marot.",
    ],
)
def test_a_quoted_speaker_makes_no_claim_of_its_own_words(text: str) -> None:
    assert len(claims(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Varsovie a ordonné la fermeture du consulat.",
        "Un haut fonctionnaire a requis l'anonymat.",
        "Le Kenya a dénoncé l'accord de 2012.",
        "Le navire est entré dans une zone revendiquée par Athènes.",
        "Le général a fait appel à l'armée.",
    ],
)
def test_an_act_is_no_claim(text: str) -> None:
    assert claims(text) == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Tunis, qui dit vouloir protéger la côte, avait fermé le port.", "vouloir protéger la côte"),
        ("Elle indique avoir évacué des blessés et demande une enquête.", "avoir évacué des blessés"),
        ("Il dit que des détenus ont été battus, ce que le ministère dément.", "que des détenus ont été battus"),
        ("Lima dit que les morts étaient du Cartel, un gang armé.", "que les morts étaient du Cartel"),
        ("Le texte impute le raid aux rebelles, sans préciser lesquels.", "le raid aux rebelles"),
        ("Il dit avoir été conduit en mer, puis questionné.", "avoir été conduit en mer, puis questionné"),
        ("Bogota juge que, si cela est vrai, il faut agir.", "que, si cela est vrai, il faut agir"),
        ("La direction juge que le port, qui est fermé depuis mai, doit rouvrir.", "que le port … doit rouvrir"),
    ],
)  # fmt: skip
def test_what_is_said_ends_where_the_outlet_goes_on(text: str, content: str) -> None:
    assert told(text)[0][1] == content


def test_a_source_that_cuts_into_a_clause_covers_that_clause() -> None:
    text = "Le ministre a remercié les soldats russes qui, selon lui, ont pris part à la riposte."
    assert ("lui", "ont pris part à la riposte") in told(text)


def test_a_dateline_and_a_semicolon_are_the_outlets() -> None:
    assert told("GOMA, 20 mars (Agence) – Les rebelles sont entrés en ville, a dit Jean Marot.") == [
        ("Jean Marot", "Les rebelles sont entrés en ville")
    ]
    assert told("Le port a brûlé ; trois marins sont morts, d'après le ministère.") == [
        ("le ministère", "trois marins sont morts")
    ]


def test_a_second_verb_over_a_clause_has_the_first_ones_subject() -> None:
    found = told("Le ministère assure que la garnison est encerclée, et revendique la prise du village.")
    assert found == [
        ("Le ministère", "que la garnison est encerclée"),
        ("Le ministère", "la prise du village"),
    ]


def test_an_infinitive_tells_on_for_who_spoke_last() -> None:
    text = "« Il faut voir », a dit Jean Marot. Et d'ajouter : « Rien ne presse. »"
    _, second = claims(text)
    assert second.speaker is None
    assert second.speaker_actor is not None and second.speaker_actor.name == "Jean Marot"


def test_drafts_can_be_weighed_and_dropped_before_they_are_settled() -> None:
    text = (
        "Le Mali a annoncé lundi le retrait de ses troupes, après des mois de tension. Le Tchad a promis une réponse."
    )
    lexicon = default_lexicon()
    doc = parse(Dispatch("essai", text), lexicon)
    scene, drafts = propose(doc, find_quotations(text, doc.lines), find_cast(doc, lexicon, None), lexicon)
    kept = [d for d in drafts if d.entry != "promise"]
    assert len(settle(scene, drafts)) == 2 and len(settle(scene, kept)) == 1
    ends = [content[-1].of(text) for content in other_contents(scene, kept[0])]
    assert "le retrait de ses troupes, après des mois de tension" in ends
    assert kept[0].content[-1].of(text) not in ends
