"""Who is who: names, titles, demonyms and pronouns resolve to actors with country and sector."""

from __future__ import annotations

from datetime import date

import pytest

from greffier.french import default_lexicon
from greffier.reading.actors import Cast, find_cast
from greffier.reading.parse import Document, Token, parse
from greffier.records import Actor, Dispatch


def read(text: str, published: date | None = None) -> tuple[Document, Cast]:
    doc = parse(Dispatch("x", text, published), default_lexicon())
    return doc, find_cast(doc, default_lexicon(), published)


def token(doc: Document, word: str, nth: int = 0) -> Token:
    return [t for t in doc.tokens if t.text == word][nth]


def actor(text: str, word: str, nth: int = 0, published: date | None = None) -> Actor | None:
    doc, cast = read(text, published)
    return cast.actor(token(doc, word, nth))


@pytest.mark.parametrize(
    ("text", "word", "country", "sector"),
    [
        ("Le gouvernement nigérien a réagi.", "gouvernement", "NER", "GOV"),
        ("Le gouvernement nigérian a réagi.", "gouvernement", "NGA", "GOV"),
        ("L'ambassadeur américain au Niger a réagi.", "ambassadeur", "USA", "GOV"),
        ("Le président du Niger a réagi.", "président", "NER", "GOV"),
        ("Le ministre malien des Affaires étrangères a réagi.", "ministre", "MLI", "GOV"),
        ("Le porte-parole de la police de Dakar a réagi.", "porte-parole", "SEN", "COP"),
        ("L'armée tchadienne a réagi.", "armée", "TCD", "MIL"),
        ("Washington n'a pas réagi.", "Washington", "USA", "GOV"),
        ("Le secrétaire général de l'ONU a réagi.", "secrétaire", "UNO", None),
        ("L'ancien président sénégalais a réagi.", "président", "SEN", "ELI"),
    ],
)
def test_country_and_sector(text: str, word: str, country: str, sector: str | None) -> None:
    found = actor(text, word)
    assert found is not None
    assert (found.country, found.sector) == (country, sector)


def test_the_government_is_that_of_the_state_whose_sentence_it_is() -> None:
    text = (
        "Les États-Unis et Washington comptent. Le Niger a dit que les États-Unis partiront, "
        "après que le gouvernement l'a exigé."
    )
    found = actor(text, "gouvernement")
    assert found is not None and found.country == "NER"


def test_a_capital_that_opens_the_sentence_says_whose_body_it_is() -> None:
    text = "Le Mali et encore le Mali. À Paris, la présidence n'a pas réagi."
    found = actor(text, "présidence")
    assert found is not None and found.country == "FRA"


def test_a_plural_of_two_countries_is_one_actor_a_country() -> None:
    doc, cast = read("Les ministres de la Défense du Mali et du Niger se sont rencontrés.")
    assert [a.country for a in cast.actors(token(doc, "ministres"))] == ["MLI", "NER"]


def test_a_named_ngo_is_no_person() -> None:
    found = actor("Le Niger attend. L'ONG Aide Claire a réagi.", "ONG")
    assert found is not None and (found.name, found.country, found.sector) == ("Aide Claire", "NGO", None)


def test_a_document_taken_up_speaks_for_its_author() -> None:
    text = "Un communiqué de la présidence malienne l'annonce. La Guinée attend. Le communiqué ne dit rien de plus."
    found = actor(text, "communiqué", 1)
    assert found is not None and found.country == "MLI"


def test_a_thing_is_no_actor() -> None:
    assert actor("La table est tombée.", "table") is None


def test_a_first_name_makes_a_capital_a_person() -> None:
    text = "L'avocate Kelly Washington, de passage à Dakar, plaide pour une trêve ; Washington n'a pas réagi."
    person = actor(text, "Washington")
    assert person is not None and person.name == "Kelly Washington" and person.country is None


def test_surname_and_title_mean_the_person_named_before() -> None:
    text = "Le ministre malien Adama Doumbo est arrivé mardi.\nM. Doumbo a rencontré la presse."
    found = actor(text, "Doumbo", 1)
    assert found is not None and (found.name, found.country, found.sector) == ("Adama Doumbo", "MLI", "GOV")


def test_a_pronoun_means_the_last_subject_of_its_gender() -> None:
    text = "La ministre ivoirienne Awa Kessié a reçu un émissaire. Elle a promis une aide."
    found = actor(text, "Elle")
    assert found is not None and found.name == "Awa Kessié"


@pytest.mark.parametrize(("context", "country"), [("Kinshasa", "COD"), ("Brazzaville", "COG")])
def test_the_two_congos_go_by_what_the_dispatch_names(context: str, country: str) -> None:
    found = actor(f"À {context}, le ministre congolais a réagi.", "ministre")
    assert found is not None and found.country == country


def test_coordinated_heads_are_all_actors() -> None:
    doc, cast = read("Le Mali et le Burkina Faso ont réagi.")
    assert [a.country for a in cast.actors(token(doc, "Mali"))] == ["MLI", "BFA"]


@pytest.mark.parametrize(
    ("text", "word", "phrase"),
    [
        (
            "Le porte-parole du ministère, Issa Moré, a réagi.",
            "porte-parole",
            "Le porte-parole du ministère, Issa Moré",
        ),
        ("Issa Moré, ministre de l'Intérieur, a réagi.", "Issa", "Issa Moré, ministre de l'Intérieur"),
        ("Le colonel Issa Moré, qui a réagi, est parti.", "colonel", "Le colonel Issa Moré"),
    ],
)
def test_a_phrase_runs_from_article_to_apposition(text: str, word: str, phrase: str) -> None:
    doc, cast = read(text)
    assert cast.phrase(token(doc, word)).of(text) == phrase


@pytest.mark.parametrize("text", ["", "«", "M.", "de de de", "\u0301\u202f🙂 A", "Le\nLa\nM. de", "Jean-", "- - -"])
def test_any_text_is_read_without_an_error(text: str) -> None:
    doc, cast = read(text)
    for each in doc.tokens:
        cast.actor(each), cast.actors(each), cast.phrase(each), cast.antecedent(each), cast.country_of(each)


def test_a_name_behind_a_body_in_a_title_belongs_to_the_title() -> None:
    found = actor("Le texte est caduc, a déclaré le porte-parole du gouvernement malien, Luc Vano.", "porte-parole")
    assert found is not None
    assert (found.name, found.country, found.sector) == ("Luc Vano", "MLI", "GOV")
