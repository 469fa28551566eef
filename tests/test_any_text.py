"""Reading takes any text: it never raises, every span holds, and the JSON form comes back as it was."""

from __future__ import annotations

import json

import jsonschema
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from greffier import Reading, from_json, read, schema, to_json

FRAGMENTS = [
    "Le ministre malien Oumar Delbé", "La présidente", "Bamako", "l'ONU", "des rebelles", "l'armée", "il", "elle",
    "a déclaré", "affirme que", ", a-t-il dit", "selon", "a attaqué", "se rendra", "n'a pas signé", "menace de",
    "« ", " »", "“", "”", "\"", "'", "‘", "’", "(", ")", "[", " – ", "—", ", ", " ; ", " : ", ". ", "… ", "!", "?",
    "\n", "\r\n", "\n\n", "\u00a0", "\u202f", "\u2028", "\x85", "\t",
    "12", "1.200", "1 000", "2,5 millions d'euros", "une vingtaine de soldats", "des centaines de morts", "12 000",
    "0", "99e99",
    "mardi", "hier", "le 31 février 2025", "le 4 mars 2025", "en juillet", "depuis 1999", "31/12/9999", "l'an 0",
    "d'ici à juin",
    "À lire aussi : ", "e\u0301", "🚀", "👩‍👩‍👧", "\u200b", "\ufeff", "Ŀ", "ﬁ", "İ", "ß", "\ud800",
]  # fmt: skip
french = st.lists(st.sampled_from(FRAGMENTS), max_size=40).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts))
)
anything = st.text(max_size=300)
days = st.one_of(st.none(), st.dates(), st.text(max_size=12))
SCHEMA = jsonschema.Draft202012Validator(schema())
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "derandomize": True}


def check(text: str, reading: Reading) -> None:
    """Construction has checked that spans lie in the text; here: none is blank, and the JSON form comes back."""
    kept = reading.dispatch.text
    assert len(kept) == len(text)
    for span in reading.spans():
        assert span.of(kept).strip(), (span, kept)
    written = json.loads(json.dumps(to_json(reading)))
    SCHEMA.validate(written)
    assert to_json(from_json(written)) == written


@settings(max_examples=300, **SLOW)  # type: ignore[arg-type]
@given(french, days)
@example("«", None)
@example("", "2025-02-30")
@example("« Le \n» a dit Bamako", None)
def test_fragments_of_french_in_any_order(text: str, published: object) -> None:
    check(text, read(text, published))  # type: ignore[arg-type]


@settings(max_examples=300, **SLOW)  # type: ignore[arg-type]
@given(anything)
@example("\x00")
@example("\u0130" * 50)
def test_arbitrary_unicode(text: str) -> None:
    check(text, read(text))
