"""A dispatch's own prose, told from what stands around it."""

import pytest

from greffier.intake.layout import find_boilerplate, find_title

PROSE = "Le gouvernement a annoncé mardi la fermeture de la frontière, qui était ouverte depuis le mois de janvier.\n"


@pytest.mark.parametrize(
    "line",
    [
        "À lire aussi : la carte des alliances",
        "A lire : notre dossier sur le Sahel",
        "Lire plus: la frontière fermée",
        "Lire aussi Au Sahel, une frontière disputée",
        "Réagir",
        "Inscrivez-vous à notre newsletter",
        "Photo d'illustration : une patrouille au nord",
    ],
)
def test_page_furniture_is_boilerplate(line: str) -> None:
    text = f"Une frontière fermée\n{PROSE}{line}\n{PROSE}"
    assert [span.of(text) for span in find_boilerplate(text)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Il faut lire aussi entre les lignes de ce discours, a dit un député de l'opposition.",
        "Réagir vite était nécessaire, selon le ministre, qui recevait les ambassadeurs.",
        "La photo de la rencontre a été publiée par la présidence dans la soirée de lundi.",
    ],
)
def test_prose_with_such_words_is_prose(line: str) -> None:
    assert find_boilerplate(f"Une frontière fermée\n{PROSE}{line}\n{PROSE}") == ()


def test_line_one_is_a_title_where_it_looks_like_one() -> None:
    text = f"Une frontière fermée\n{PROSE}"
    span = find_title(text)
    assert span is not None and span.of(text) == "Une frontière fermée"
    assert find_title(PROSE + PROSE) is None
    assert find_title(PROSE) is None
    assert find_title("") is None
