"""The setting of a dispatch: which countries it names, which it is about, and where its events take place."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from greffier.french import Lexicon
from greffier.reading.gazetteer import Entry, Gazetteer, Mention, plain
from greffier.reading.parse import Document, Token
from greffier.reading.phrases import Phrase, Phrases
from greffier.reading.surnames import surnames

# The title and the lead name what a dispatch is about.
TITLE_WEIGHT, LEAD_WEIGHT = 5.0, 3.0
# « BAMAKO, 6 juin »: the desk that a dispatch comes from, named in capitals at the head of one of the first lines.
DATELINE, DATELINES = 6.0, 3
SUBJECT = 1.5  # who acts in the sentence is more likely what the dispatch is about
WEIGHTS = {
    "country": 2.0,
    "capital": 1.5,
    "demonym": 1.5,
    "seat": 1.0,
    "leader": 1.0,
    "group": 0.5,
    "place": 0.7,
}
# A country is surely the home when it has this weight and this many times the weight of the next.
SURE, AHEAD = 12.0, 1.5
TOPICS = 5
LOCATIVE = frozenset({"à", "au", "aux", "en", "dans"})
APART = 3.0  # times the weight of the last of « les deux pays » that the first may have
OPENING = LOCATIVE | {"a"}
CODES = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"})


class Setting:
    """``home``: the country the dispatch is mostly about; ``theatre``: the one that things happen in; or None."""

    def __init__(self, doc: Document, phrases: Phrases, names: Gazetteer, lexicon: Lexicon) -> None:
        """Count the countries that the dispatch names."""
        self._doc, self._names = doc, names
        table = lexicon.table("roles")
        self._stateless = {
            plain(w): (g["countries"], g.get("sector")) for g in table.get("stateless", ()) for w in g["words"]
        }
        self._short = {plain(s["word"]): s for s in table.get("short", ())}
        found: list[tuple[int, str, float]] = []
        self._named: set[str] = set()
        self._openings: dict[int, tuple[int, str]] = {}
        self.surnames = surnames(doc, phrases.all)
        for phrase in phrases.all:
            # A place that is part of a person's name, or a person called by it, says nothing of the place.
            personal = phrase.first in self.surnames or (phrase.kind == "name" and phrase.core_last > phrase.head.i)
            for mention in filter(None, (None if personal else phrase.mention, *phrase.peoples)):
                head = phrase.head.head if phrase.head.relation == "conj" else phrase.head
                factor = SUBJECT if head.relation == "nsubj" else 1.0
                found.extend((i, code, weight * factor) for i, code, weight in self._weighed(mention))
            self._open(phrase)
        found.sort()
        self._positions = [i for i, _, _ in found]
        self._codes = [c for _, c, _ in found]
        self.counts = Counter(self._codes)
        self._scores = self._scored(found)
        self.topics = tuple(code for code, _ in self._scores.most_common(TOPICS))
        ranked = self._scores.most_common(2)
        self.home: str | None = ranked[0][0] if ranked else None
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        self.sure: str | None = self.home if ranked and ranked[0][1] >= max(SURE, AHEAD * second) else None
        self.theatre: str | None = self._theatre(phrases)
        named = [m.entry for p in phrases.all for m in (p.mention, *p.peoples) if m is not None]
        union = any(e.country == "EUR" for e in named)
        # « Bruxelles » is the Union where the Union is named and Belgium is not.
        self.union_in_brussels: bool = union and not any(e.country == "BEL" and e.kind != "capital" for e in named)
        self.transnational: bool = any(
            m.entry.kind == "group" and m.entry.country == "IMG" for p in phrases.all if (m := p.mention)
        )

    def _open(self, phrase: Phrase) -> None:
        mention, tokens = phrase.mention, self._doc.tokens
        if phrase.kind != "known" or mention is None or mention.entry.kind not in {"country", "capital"}:
            return
        at, sentence = phrase.first - 1, phrase.head.sentence
        if at < 0 or tokens[at].norm not in OPENING or not mention.entry.country:
            return
        if at == 0 or tokens[at - 1].sentence != sentence or tokens[at - 1].norm in {"mais", "et", ","}:
            self._openings.setdefault(sentence, (phrase.first, mention.entry.country))

    def _weighed(self, mention: Mention) -> list[tuple[int, str, float]]:
        entry = mention.entry
        code = self.which(mention) if entry.kind == "demonym" else entry.country
        if not code or code in CODES:
            return []
        if entry.kind in {"country", "capital"}:
            self._named.add(code)
        return [(mention.first, code, WEIGHTS.get(entry.kind, 0.0))]

    def _scored(self, found: list[tuple[int, str, float]]) -> Counter[str]:
        scores: Counter[str] = Counter()
        tokens = self._doc.tokens
        first = tokens[0].line if tokens else 0
        datelines: set[int] = set()
        for i, code, weight in found:
            line = tokens[i].line - first
            opens = i == 0 or tokens[i - 1].line != tokens[i].line
            if opens and line <= DATELINES and line not in datelines and tokens[i].text.isupper():
                datelines.add(line)
                scores[code] += DATELINE  # type: ignore[assignment]
            scores[code] += weight * (TITLE_WEIGHT if line == 0 else LEAD_WEIGHT if line == 1 else 1.0)  # type: ignore[assignment]
        return scores

    def _theatre(self, phrases: Phrases) -> str | None:
        scores: Counter[str] = Counter()
        for phrase in phrases.all:
            mention = phrase.mention
            if mention is None or phrase.kind != "known" or not mention.entry.country or mention.entry.country in CODES:
                continue
            before = self._doc.tokens[phrase.first - 1].norm if phrase.first else ""
            if mention.entry.kind == "place" or (before in LOCATIVE and mention.entry.kind in {"country", "capital"}):
                scores[mention.entry.country] += 1
        return scores.most_common(1)[0][0] if scores else self.home

    def which(self, people: Mention) -> str | None:
        """Return the country of a demonym; where two share it (congolais), the one that the dispatch names."""
        codes = list(dict.fromkeys(e.country for e in people.entries if e.kind == "demonym" and e.country))
        if len(codes) < 2:
            return codes[0] if codes else people.entry.country
        if self._named & set(codes):
            codes = [c for c in codes if c in self._named]
        counts = getattr(self, "counts", Counter())
        return max(codes, key=lambda c: counts[c])

    def foremost(self, count: int) -> tuple[str, ...]:
        """Return the countries that the dispatch is most about (``les deux pays``), or () where they stand apart."""
        found = self._scores.most_common(count)
        near = len(found) == count and found[-1][1] * APART >= found[0][1]
        return tuple(code for code, _ in found) if near else ()

    def beside(self, code: str) -> str:
        """Return the country the dispatch is most about after ``code``, where it weighs half as much; else ``code``."""
        for other, weight in self._scores.most_common(2):
            if other != code and 2 * weight >= self._scores[code]:
                return other
        return code

    def told(self, position: int) -> str | None:
        """Return the home for what stands at token ``position``, where it is named before it, or more than once."""
        at = bisect_left(self._positions, position)
        named = self.home is not None and (self.home in self._codes[:at] or self.counts[self.home] > 1)
        return self.home if named else None

    def before(self, position: int) -> str | None:
        """Return the last country named before token ``position``, else the home."""
        at = bisect_left(self._positions, position)
        return self._codes[at - 1] if at else self.home

    def opening(self, sentence: int) -> tuple[int, str] | None:
        """Return where a sentence plays that opens with ``à`` and a country or capital (first token, country)."""
        return self._openings.get(sentence)

    def stateless(self, token: Token) -> tuple[str | None, str | None] | None:
        """Return the country where a people without a state acts here, and its sector (``kurdes``), or None."""
        found = self._stateless.get(plain(token.norm)) or self._stateless.get(plain(token.norm).rstrip("sx"))
        if found is None:
            return None
        countries, sector = found
        best = max(countries, key=lambda c: (self._scores[c] > 0, c == self.theatre, -countries.index(c)))
        return best, sector

    def short(self, phrase: Phrase) -> Entry | None:
        """Return the country that a short name means here (``le Nord`` where both Koreas are named), or None."""
        entry = self._short.get(plain(phrase.head.norm))
        contracted = phrase.first > 0 and self._doc.tokens[phrase.first - 1].norm in {"au", "du"}
        bare = phrase.det is None and not contracted
        if entry is None or not phrase.head.text[:1].isupper() or bare or phrase.complements:
            return None
        if not all(self.counts[c] for c in entry["needs"]):
            return None
        return self._names.countries.get(entry["country"])
