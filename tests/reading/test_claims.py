"""Claims: who says what, in whose words, inside whose claim. All texts and persons are made up."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.reading.actors import find_cast
from greffier.reading.claims import find_claims
from greffier.reading.parse import parse
from greffier.reading.quotes import find_quotations
from greffier.records import Claim, Dispatch, Span


def claims(text: str, title: Span | None = None) -> tuple[Claim, ...]:
    lexicon = default_lexicon()
    doc = parse(Dispatch("essai", text, title=title), lexicon)
    return find_claims(doc, find_quotations(text, doc.lines), find_cast(doc, lexicon, None), lexicon)


def contents(text: str) -> list[list[str]]:
    return [[s.of(text) for s in c.content] for c in claims(text)]


def only(text: str) -> Claim:
    found = claims(text)
    assert len(found) == 1, [[s.of(text) for s in c.content] for c in found]
    return found[0]


def words(span: Span | None, text: str) -> str | None:
    return None if span is None else span.of(text)


@pytest.mark.parametrize(
    ("text", "speaker", "content", "form"),
    [
        (
            "Le ministre Jean Marot a déclaré lundi que la trêve tiendrait.",
            "Le ministre Jean Marot", "que la trêve tiendrait", "indirect",
        ),
        ("« La trêve tiendra », a assuré Jean Marot.", "Jean Marot", "La trêve tiendra", "direct"),
        (
            "La trêve « tiendra » malgré tout, a assuré jeudi Jean Marot.",
            "Jean Marot", "La trêve « tiendra » malgré tout", "mixed",
        ),
        ("Selon le ministère, la trêve tiendra.", "le ministère", "la trêve tiendra", "indirect"),
        ("La trêve tiendra, d'après le ministère.", "le ministère", "La trêve tiendra", "indirect"),
        ("Le Mali a annoncé le retrait de ses troupes.", "Le Mali", "le retrait de ses troupes", "indirect"),
        ("Le Mali a nié avoir fermé la frontière.", "Le Mali", "avoir fermé la frontière", "indirect"),
        ("Le Mali accuse le Tchad d'avoir fui.", "Le Mali", "le Tchad d'avoir fui", "indirect"),
        ("Le ministre s'est dit prêt à négocier.", "Le ministre", "prêt à négocier", "indirect"),
        ("Le Mali a rejeté les accusations du Tchad.", "Le Mali", "les accusations du Tchad", "indirect"),
        ("Jean Marot a lancé : « Nous partirons. »", "Jean Marot", "Nous partirons", "direct"),
        ("L'attaque, revendiquée par le M23, a fait trois morts.", "le M23", "L'attaque", "indirect"),
    ],
)  # fmt: skip
def test_a_claim_of_each_kind(text: str, speaker: str, content: str, form: str) -> None:
    claim = only(text)
    assert words(claim.speaker, text) == speaker
    assert [s.of(text) for s in claim.content] == [content]
    assert claim.form == form


def test_an_addressee_is_not_what_is_said() -> None:
    text = "Le Mali a exhorté le Tchad à fermer la frontière."
    claim = only(text)
    assert words(claim.addressee, text) == "le Tchad"
    assert [s.of(text) for s in claim.content] == ["à fermer la frontière"]


def test_an_inverted_pronoun_shows_no_speaker_but_has_an_actor() -> None:
    text = "Le ministre Jean Marot a promis de partir. « Ce sera bientôt », a-t-il dit."
    first, second = claims(text)
    assert second.speaker is None and second.speaker_actor is not None
    assert first.speaker_actor is not None and second.speaker_actor.name == first.speaker_actor.name


def test_an_inverted_pronoun_agrees_in_gender() -> None:
    text = (
        "La ministre Anne Delmas a promis de partir. Le colonel Jean Marot a promis de rester. "
        "« Ce sera bientôt », a-t-elle ajouté."
    )
    actor = claims(text)[-1].speaker_actor
    assert actor is not None and "Delmas" in actor.name


def test_a_cue_that_cuts_in_splits_the_content() -> None:
    text = "La trêve, a indiqué le ministère, tiendra jusqu'en juin."
    assert contents(text) == [["La trêve", "tiendra jusqu'en juin"]]


def test_successive_sentences_of_one_quotation_are_one_claim() -> None:
    text = "« La trêve tiendra. Personne ne partira », a assuré Jean Marot."
    assert contents(text) == [["La trêve tiendra. Personne ne partira"]]


def test_each_cue_inside_one_quotation_has_its_own_claim() -> None:
    text = "« La trêve tiendra, a déclaré Jean Marot. Personne ne partira », a-t-il dit."
    assert contents(text) == [["La trêve tiendra"], ["Personne ne partira"]]


def test_a_second_predicate_of_the_speaker_is_a_second_claim() -> None:
    text = "Le Mali a dénoncé « une provocation », appelant le Tchad à fermer la frontière."
    found = claims(text)
    assert [[s.of(text) for s in c.content] for c in found] == [
        ["une provocation"],
        ["à fermer la frontière"],
    ]
    assert {words(c.speaker, text) for c in found} == {"Le Mali"}


def test_the_outlets_own_clause_is_no_content() -> None:
    text = "Le Mali a déclaré que la trêve tiendrait, après que le Tchad a fermé la frontière."
    assert contents(text) == [["que la trêve tiendrait"]]


def test_nested_quotation() -> None:
    text = "« Le ministre m'a dit : “Nous ne céderons pas”, et je le crois », a déclaré le député Amadou Kessé."
    outer, inner = claims(text)
    assert outer.content[0].of(text) == "Le ministre m'a dit : “Nous ne céderons pas”, et je le crois"
    assert inner.content[0].of(text) == "Nous ne céderons pas" and inner.parent == 0
    assert words(inner.speaker, text) == "Le ministre" and outer.parent is None


def test_a_source_over_a_report_nests_it() -> None:
    text = "Le ministre a dit que la trêve tiendrait, selon l'agence Alpha."
    found = claims(text)
    assert [words(c.cue, text) for c in found] == ["a dit", "selon"] or found[0].parent is None
    inner = next(c for c in found if words(c.cue, text) == "a dit")
    outer = next(c for c in found if words(c.cue, text) == "selon")
    assert inner.parent == found.index(outer)


def test_a_quotation_taken_up_by_the_next_sentence() -> None:
    text = (
        "« Pas un soldat ne partira. » Le colonel Issa Moré, qui a remplacé en mai le général Bako, l'a répété jeudi."
    )
    claim = only(text)
    assert claim.content[0].of(text) == "Pas un soldat ne partira"
    assert claim.speaker_actor is not None and claim.speaker_actor.name.endswith("Moré")


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre veut partir.",
        "Le Mali craint une attaque.",
        "La « trêve » a tenu.",
        "Selon le calendrier, la trêve prend fin lundi.",
        "Le ministre a refusé de commenter.",
        "Le ministre n'a pas dit que la trêve tiendrait.",
        "Il pleut plus que prévu.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert claims(text) == ()


def test_the_title_is_not_claimed_again() -> None:
    title = "Le Mali annonce le retrait de ses troupes"
    text = f"{title}\nLe Mali a annoncé mardi le retrait de ses troupes."
    found = claims(text, Span(0, len(title)))
    assert [c.content[0].start > len(title) for c in found] == [True]


def test_why_names_the_rule_and_the_words_that_fired() -> None:
    text = "Le Mali a nié avoir fermé la frontière."
    why = only(text).why
    assert why is not None and "announce" in why.rule and [s.of(text) for s in why.words] == ["a nié"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "«",
        "\"'«»",
        "selon",
        "a-t-il dit",
        "« », a dit.",
        "\u0301e\u0301 : « 🙂 » 🙂, dit-il",
        "que " * 200,
    ],
)
def test_any_text_is_read_and_every_span_holds(text: str) -> None:
    for claim in claims(text):
        for span in (*claim.content, claim.cue, claim.speaker):
            assert span is None or 0 <= span.start < span.end <= len(text)
