"""The frame lexicon: what French words of diplomacy and dispute mean, and that the data hold together."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import greffier
from greffier.french import default_lexicon
from greffier.reading.evocation import Evocation, evocations
from greffier.reading.frames import frames_of
from greffier.reading.parse import parse
from greffier.records import Dispatch

ROOT = Path(greffier.__file__).parent
FILES = sorted((ROOT / "french" / "lexicon" / "frames").glob("*.toml"))
SURE = 0.5
OF_WORDS = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}

MEANINGS = [
    ("AGREE", "", "Le Kenya a promis mardi d'envoyer mille policiers."),
    ("AGREE", "", "Oslo a proposé d'accueillir des pourparlers en mars."),
    ("AGREE", "", "Les deux pays sont convenus de rouvrir leurs ambassades."),
    ("AGREE", "", "Berlin a annoncé une aide de deux millions d'euros pour le Soudan."),
    ("CONSULT", "", "Le ministre s'est entretenu lundi avec son homologue."),
    ("CONSULT", "visit", "Le Premier ministre a reçu une délégation de l'Union africaine."),
    ("CONSULT", "", "Les négociations entre Erevan et Bakou ont repris à Vienne."),
    ("CONSULT", "phone", "Le chef d'Etat a eu un entretien téléphonique avec le roi."),
    ("SUPPORT", "", "Le Ghana et le Togo ont signé un accord de libre-échange."),
    ("SUPPORT", "", "Les deux royaumes ont rétabli leurs relations diplomatiques."),
    ("SUPPORT", "", "Le chef rebelle a prêté allégeance à Al-Qaïda."),
    ("CONCEDE", "", "Le Premier ministre a présenté ses excuses aux familles."),
    ("CONCEDE", "", "La junte a levé le couvre-feu."),
    ("CONCEDE", "", "Le gouvernement s'est engagé à libérer les prisonniers."),
    ("REQUEST", "yield", "Le Conseil de sécurité exige le retrait des forces étrangères."),
    ("REQUEST", "assist", "Kiev réclame des missiles à longue portée."),
    ("REQUEST", "change", "Les manifestants réclament le départ du président."),
    ("REQUEST", "change", "La mission a appelé les parties à la retenue."),
    ("REQUEST", "", "Il presse Damas d'ouvrir une enquête."),
    ("ACCUSE", "allege", "Kinshasa accuse Kigali de soutenir les rebelles."),
    ("ACCUSE", "disapprove", "Le président s'en est pris à la presse."),
    ("ACCUSE", "disapprove", "Le ministère a convoqué l'ambassadeur de Suède."),
    ("ACCUSE", "investigate", "Le parquet a ouvert une enquête pour corruption."),
    ("REJECT", "meet", "Le Niger a refusé de rencontrer la délégation."),
    ("REJECT", "yield", "Le gouvernement n'acceptera jamais ce plan."),
    ("REJECT", "meet", "Le président a annulé sa visite à Londres."),
    ("THREATEN", "violence", "Pyongyang a menacé de frapper la base."),
    ("THREATEN", "relations", "Le gouvernement a menacé de quitter l'organisation."),
    ("THREATEN", "arrest", "La cour a émis un mandat d'arrêt contre le général."),
]
NO_EVENTS_OF_WORDS = [
    "Le ministre a déclaré que la situation était grave.",
    "L'équipe a remporté la rencontre sur un but à la fin du match.",
    "La menace terroriste pèse sur la région.",
    "Il a été condamné à dix ans de prison.",
    "Le musée a reçu deux millions de visiteurs.",
    "La ville est située au sommet d'une colline.",
    "Le suspect s'est rendu à la police.",
    "Le blé a accusé un recul de trois pour cent.",
    "Grâce à la pluie, la récolte est bonne.",
    "La réélection n'a rencontré aucun écho dans la presse.",
]


def _evoked(sentence: str) -> list[Evocation]:
    lexicon = default_lexicon()
    doc = parse(Dispatch(id="test", text=sentence), lexicon)
    return [e for e in evocations(doc, frames_of(lexicon)) if e.frame.sure >= SURE]


@pytest.mark.parametrize(("kind", "mode", "sentence"), MEANINGS)
def test_a_word_evokes_its_type_and_mode(kind: str, mode: str, sentence: str) -> None:
    found = [(e.frame.type, e.frame.modes) for e in _evoked(sentence)]
    assert any(t == kind and (not mode or mode in modes) for t, modes in found), found


@pytest.mark.parametrize("sentence", NO_EVENTS_OF_WORDS)
def test_other_senses_evoke_no_act_of_words(sentence: str) -> None:
    found = [(e.frame.type, e.frame.id) for e in _evoked(sentence) if e.frame.type in OF_WORDS]
    assert found == []


def test_the_refusal_in_a_negation_beats_the_acceptance_in_the_verb() -> None:
    accepted, refused = "Rabat a accepté l'invitation.", "Rabat n'a pas accepté l'invitation."
    assert [e.frame.type for e in _evoked(accepted) if e.head.lemma == "accepter"] == ["AGREE"]
    assert [e.frame.type for e in _evoked(refused) if e.head.lemma == "accepter"] == ["REJECT"]


def test_frame_ids_are_unique_over_all_files() -> None:
    ids = Counter(frame["id"] for path in FILES for frame in tomllib.loads(path.read_text("utf-8")).get("frame", []))
    assert [name for name, times in ids.items() if times > 1] == []


def test_a_class_is_defined_in_one_place() -> None:
    places = [tomllib.loads(path.read_text("utf-8")).get("classes", {}) for path in FILES]
    shared = tomllib.loads((ROOT / "french" / "lexicon" / "classes.toml").read_text("utf-8"))
    names = Counter(name for table in [*places, shared] for name in table)
    assert [name for name, times in names.items() if times > 1] == []


def test_every_mode_is_a_mode_of_its_type_in_the_codebook() -> None:
    codebook = tomllib.loads((ROOT / "codebook" / "plover.toml").read_text("utf-8"))
    known = {name: set(entry.get("modes", {})) for name, entry in codebook["types"].items()}
    wrong = [
        (frame["id"], mode)
        for path in FILES
        for frame in tomllib.loads(path.read_text("utf-8")).get("frame", [])
        for mode in frame.get("modes", [])
        if mode not in known[frame["type"]]
    ]
    assert wrong == []
