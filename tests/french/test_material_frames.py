"""The material frames: which PLOVER type (and mode) a plain sentence of French news evokes, and what evokes none."""

from __future__ import annotations

import pytest

from greffier.french import default_lexicon
from greffier.reading.evocation import WEAK, evocations
from greffier.reading.frames import frames_of
from greffier.reading.parse import parse
from greffier.records import Dispatch

MATERIAL = {"COOPERATE", "AID", "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
EVOKED = [
    ("ASSAULT", "explosives", "Une voiture piégée a explosé mardi devant un commissariat."),
    ("ASSAULT", "abduct", "Des hommes armés ont enlevé douze élèves dans le nord du pays."),
    ("ASSAULT", "heavy-weapons", "Les rebelles ont tiré deux missiles sur un pétrolier en mer Rouge."),
    ("ASSAULT", "aerial", "L'aviation a visé des positions du mouvement dans le sud du pays."),
    ("ASSAULT", "crowd-control", "La police a fait usage de gaz lacrymogènes contre les manifestants."),
    ("ASSAULT", "sexual", "Plusieurs femmes ont été violées par des miliciens."),
    ("ASSAULT", "drone", "Un drone s'est écrasé sur un immeuble de la ville, faisant deux morts."),
    ("COERCE", "seize", "Les militaires ont renversé le président."),
    ("COERCE", "seize", "Le groupe armé a pris le contrôle de la ville."),
    ("COERCE", "arrest", "L'opposant a été placé en garde à vue à son arrivée."),
    ("COERCE", "curfew", "Le gouvernement a instauré un couvre-feu dans la capitale."),
    ("COERCE", "censor", "Les autorités ont suspendu la diffusion de la chaîne."),
    ("COERCE", "restrict", "Le Niger a fermé ses frontières avec le Bénin."),
    ("COERCE", "cyber", "Des pirates informatiques ont attaqué les serveurs du ministère."),
    ("SANCTION", "discontinue", "Washington a imposé de nouvelles sanctions contre des dirigeants."),
    ("SANCTION", "expel", "Londres a expulsé deux diplomates russes."),
    ("SANCTION", "withdraw", "Paris a rappelé son ambassadeur à Alger."),
    ("SANCTION", "convict", "Un tribunal a condamné l'opposant à huit ans de prison."),
    ("SANCTION", "withdraw", "Les États-Unis se sont retirés de l'Organisation mondiale de la santé."),
    ("RETREAT", "withdraw", "Les derniers soldats français ont quitté le Tchad jeudi."),
    ("RETREAT", "release", "Moscou et Kiev ont échangé 200 prisonniers de guerre."),
    ("RETREAT", "ceasefire", "Un cessez-le-feu est entré en vigueur à minuit."),
    ("RETREAT", "access", "L'Égypte a rouvert le point de passage de Rafah."),
    ("RETREAT", "resign", "Le Premier ministre a présenté sa démission lundi."),
    ("AID", None, "Paris a fourni des missiles à l'Ukraine."),
    ("AID", None, "Les forces armées ont libéré huit otages dans la forêt."),
    ("AID", None, "Un avion affrété par l'Union a acheminé vendredi 31 tonnes de médicaments."),
    ("COOPERATE", None, "Le Kenya a extradé deux suspects vers les États-Unis."),
    ("COOPERATE", None, "Les armées des deux pays ont mené des manœuvres conjointes."),
    ("MOBILIZE", "weapons", "La Corée du Nord a tiré un missile balistique vers la mer."),
    ("MOBILIZE", "troops", "Le Rwanda a massé des troupes à la frontière congolaise."),
    ("PROTEST", "demo", "Les habitants sont descendus dans la rue pour réclamer de l'eau."),
    ("PROTEST", "obstruct", "Des manifestants ont bloqué la route menant à l'aéroport."),
    ("PROTEST", "hunger", "Le détenu a entamé une grève de la faim."),
]
SILENT = [
    "Le ministre a été tué dans un accident de la route.",
    "Le séisme a détruit 300 maisons et tué 40 personnes.",
    "La sécheresse a tué des milliers de têtes de bétail.",
    "Le candidat a battu son rival au second tour.",
    "Les prix ont explosé depuis janvier.",
    "L'entreprise a fermé son usine et libéré un terrain.",
    "La manifestation sportive a attiré dix mille spectateurs.",
    "Le président a saisi l'occasion de rappeler son attachement.",
    "Des avions de combat sont exposés au salon.",
]


def evoked(text: str) -> set[tuple[str, str | None]]:
    lexicon = default_lexicon()
    doc = parse(Dispatch("d", text), lexicon)
    frames = [e.frame for e in evocations(doc, frames_of(lexicon)) if e.frame.sure >= WEAK]
    return {(f.type, mode) for f in frames if f.type in MATERIAL for mode in (*f.modes, None)}


@pytest.mark.parametrize(("kind", "mode", "text"), EVOKED)
def test_an_act_evokes_its_type_and_mode(kind: str, mode: str | None, text: str) -> None:
    assert (kind, mode) in evoked(text)


@pytest.mark.parametrize("text", SILENT)
def test_accidents_sport_and_figures_of_speech_evoke_nothing(text: str) -> None:
    assert evoked(text) == set()


def test_a_deployment_that_lasts_is_a_state_and_one_that_is_ordered_is_an_event() -> None:
    assert ("MOBILIZE", "troops") not in evoked("Les soldats déployés au Sahel fêtent Noël.")
    assert ("MOBILIZE", "troops") in evoked("Le gouvernement a déployé 300 soldats à la frontière.")
