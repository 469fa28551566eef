"""Who is heard around a time and a trigger: cue, content or the outlet."""

from __future__ import annotations

from datetime import date

from greffier.french import default_lexicon
from greffier.intake import from_text
from greffier.reading.actors import find_cast
from greffier.reading.claims import find_claims
from greffier.reading.occasions import Occasions
from greffier.reading.parse import Document, parse
from greffier.reading.quotes import find_quotations
from greffier.reading.times import find_told

DAY = date(2025, 3, 13)
TEXT = "Le ministre malien Amadou Sarr a affirmé mardi que l'armée avait attaqué la ville samedi."


def heard(text: str) -> tuple[Document, Occasions]:
    lexicon = default_lexicon()
    doc = parse(from_text(text, published=DAY), lexicon)
    cast = find_cast(doc, lexicon, DAY)
    return doc, Occasions(doc, find_claims(doc, find_quotations(doc.text, doc.lines), cast, lexicon), cast)


def test_the_time_of_a_saying_is_the_cue_s_and_that_of_what_is_said_the_content_s() -> None:
    doc, occasions = heard(TEXT)
    tuesday, saturday = find_told(doc, default_lexicon(), DAY)
    assert occasions.of_time(tuesday).role == "cue"
    assert occasions.of_time(saturday).role == "content"


def test_what_is_said_is_heard_in_the_speaker_s_voice() -> None:
    doc, occasions = heard(TEXT)
    attacked = next(t for t in doc.tokens if t.norm == "attaqué")
    voice = occasions.voice(attacked, uttered=False)
    assert voice.role == "content"
    assert voice.who is not None
    assert "Sarr" in voice.who.name


def test_without_claims_everything_is_the_outlet_s() -> None:
    doc, occasions = heard("L'armée a attaqué la ville samedi.")
    (saturday,) = find_told(doc, default_lexicon(), DAY)
    assert occasions.of_time(saturday).role == "outlet"
