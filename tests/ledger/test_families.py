"""Near-copies of one wire are one family."""

from __future__ import annotations

import hashlib
import random

from greffier.ledger.families import bands, families, likeness, near, pairs, signature

WIRE = """Le fleuve déborde à Ouradi
OURADI, 4 mars 2025 (AGF) - Le fleuve a débordé mardi à Ouradi, dans le centre du pays, emportant deux ponts et la
route qui mène au marché. Le préfet a demandé aux habitants des quartiers bas de rejoindre les écoles, ouvertes toute
la nuit. Selon les secours, aucune victime n'était signalée mercredi matin, mais une trentaine de familles restaient
isolées sur l'île aux Bœufs. Le niveau de l'eau devait baisser à partir de jeudi, d'après le service des crues."""
REPRINT = """Crue : Ouradi sous les eaux
Le fleuve a débordé mardi à Ouradi, dans le centre du pays, emportant deux ponts et la route qui mène au marché.
Le préfet a demandé aux habitants des quartiers bas de rejoindre les écoles, ouvertes toute la nuit. Selon les
secours, aucune victime n'était signalée mercredi matin, mais une trentaine de familles restaient isolées sur l'île.
(Avec AGF)"""
OTHER = """Ouradi attend la décrue
Trois jours après le débordement du fleuve, le marché d'Ouradi rouvre lentement. Les commerçants comptent leurs pertes
et se plaignent de l'absence de l'État ; le préfet promet une visite avant la fin de la semaine, et des vivres."""


def test_a_reprint_is_near_and_another_report_is_not() -> None:
    wire, reprint, other = (signature(t) for t in (WIRE, REPRINT, OTHER))
    assert near(wire, reprint)
    assert not near(wire, other)
    assert set(bands(wire)) & set(bands(reprint))
    assert likeness(wire, wire) == 1.0


def test_a_signature_never_changes_for_it_is_stored() -> None:
    assert hashlib.sha256(signature(WIRE)).hexdigest()[:16] == "4c992ad4e391d27b"
    assert signature("") == signature("")


def test_families_do_not_depend_on_order() -> None:
    signs = {"w": signature(WIRE), "r": signature(REPRINT), "o": signature(OTHER)}
    assert pairs(signs) == {("r", "w")}
    days = {"w": "2025-03-04", "r": "2025-03-05", "o": "2025-03-07"}
    names = list(signs)
    for seed in range(5):
        random.Random(seed).shuffle(names)
        assert families(names, pairs(signs), days) == {"w": "w", "r": "w", "o": "o"}
