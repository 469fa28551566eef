"""Contents: where the words that are said begin, to the right of a verb that reports."""

from __future__ import annotations

from dataclasses import dataclass

from greffier.reading.cue_words import Entry, match_phrase
from greffier.reading.cues import CLITICS, NEGATION, Verb
from greffier.reading.parse import Token
from greffier.reading.scene import Scene
from greffier.records import Span

THAT = frozenset({"que", "qu'"})
OF = frozenset({"de", "d'", "du", "des"})
TO = frozenset({"à", "au", "aux"})
COMPARED = frozenset({"comme"})
LINKS = {"de": OF, "à": TO, "contre": frozenset({"contre"}), "pour": frozenset({"pour"}), "comme": COMPARED,
         "sur": frozenset({"sur"}), "en faveur": frozenset({"en"})}  # fmt: skip
COMPARISONS = frozenset({"plus", "moins", "autre", "autres", "autant", "tel", "telle", "aussi", "si", "tant"})
POINTING = frozenset({"ce", "cet", "cette", "ces"})
OPPOSITE = frozenset({"contraire", "inverse"})
NEXT_OR_LAST = frozenset({"dernier", "dernière", "prochain", "prochaine", "même", "passé", "passée"})
YEAR = 4  # digits of a year
INDEFINITE = frozenset({"un", "une", "des", "de", "d'", "sa", "son", "ses", "leur", "leurs"})
FACTS = frozenset({"fait", "idée", "constat", "principe", "nécessité"})
LONGEST_ASIDE = 14
NEAR = 3


@dataclass(frozen=True, slots=True)
class Complement:
    """Where what is said begins (token index), how it is joined to the verb, and who is spoken to."""

    start: int
    kind: str
    addressee: Span | None = None


class Finder:
    """Walks from a verb to the right, past adjuncts and addressee, to where what is said begins."""

    def __init__(self, scene: Scene, verb: Verb, end: int) -> None:
        """``end`` is the index of the first token that cannot belong to the verb's sentence."""
        self._scene, self._verb, self._end = scene, verb, end
        self._entry: Entry = verb.entry
        self._tokens = scene.tokens
        self._behind: set[int] = set()  # indices behind adverbials, where « que » goes on with the verb
        self._addressee = self._clitic_addressee()

    def find(self) -> Complement | None:
        """Return where the content begins, or None where the verb has none to its right."""
        i = self._verb.last + 1
        while i < self._end:
            found = self._step(i)
            if isinstance(found, Complement):
                return found
            if found is None:
                return None
            i = max(found, i + 1)
        return None

    def _made(self, start: int, kind: str) -> Complement:
        return Complement(start, kind, self._addressee)

    def _clitic_addressee(self) -> Span | None:
        entry = self._verb.entry
        for clitic in self._verb.clitics:
            if entry.to and clitic.norm in {"lui", "leur", "nous", "vous", "me", "m'"}:
                return clitic.span
            if entry.object == "person" and clitic.norm in {"l'", "les", "le", "la", "nous", "vous"}:
                return clitic.span
        return None

    def _step(self, i: int) -> Complement | int | None:
        """Judge the token at ``i``: the content begins, or go on at an index, or give up."""
        token, entry = self._tokens[i], self._entry
        if adverbial := match_phrase(self._scene.words.adverbials, self._tokens, i):
            self._behind.add(i + adverbial)
            return i + adverbial
        if token.norm == ":":
            return self._colon(i)
        about = match_phrase(self._scene.words.about, self._tokens, i)
        if about and entry.object in {"any", "matter", "indefinite"}:
            return self._made(i, "object")
        if token.norm in THAT and self._only(i):
            return i + 1
        if token.norm in THAT:
            return self._made(i, "clause") if entry.that and self._is_clause(i) else None
        if token.norm == ",":
            return self._past_aside(i)
        if self._scene.is_time(i):
            return self._past_time(i)
        link = self._link(i)
        if link is not None:
            return link
        if i in self._scene.opens and (entry.object != "none" or entry.attribute):
            return self._made(i, "quoted")
        if self._infinitive(i):
            return self._made(i, "infinitive") if entry.infinitive else None
        if entry.attribute and token.pos in {"ADJ", "NOUN", "DET", "VERB"} and token.norm not in CLITICS:
            return self._made(i, "attribute")
        if token.pos == "ADP" or (token.norm in OF | TO and token.pos != "DET"):
            if (token.norm == "de" and self._partitive(i)) or self._plural_object(i):
                return self._object(i)
            return None if self._infinitive(i + 1) else self._past_phrase(i)
        if token.pos in {"DET", "NOUN", "PROPN", "NUM", "PRON", "ADJ", "X"}:
            return self._object(i)
        if token.pos == "ADV" and token.norm not in {"si", "s'"}:
            return i + 1
        if token.pos == "VERB" and token.morph.get("VerbForm") == "Part":
            return i + 1
        return None

    def _only(self, i: int) -> bool:
        """Tell whether « que » only restricts what the verb takes (« ne reconnaît que deux morts »)."""
        if not self._verb.negated or i != self._verb.last + 1 or i + 1 >= self._end:
            return False
        return self._tokens[i + 1].pos == "NUM" or self._tokens[i + 1].norm in {"de", "des", "d'"}

    def _plural_object(self, i: int) -> bool:
        """Tell whether « des » is an article: behind an agency or a verb that takes no « de »."""
        behind = self._tokens[i - 1]
        agency = behind.pos == "PROPN" and behind.text.isupper()
        return self._tokens[i].norm == "des" and (agency or i == self._verb.last + 1)

    def _partitive(self, i: int) -> bool:
        """Tell whether « de » is an article before an adjective (« de nouveaux raids »)."""
        following = self._tokens[i + 1] if i + 1 < self._end else None
        return following is not None and following.pos == "ADJ" and following.morph.get("Number") == "Plur"

    def _is_clause(self, i: int) -> bool:
        """Tell whether « que » opens a clause rather than a comparison or a relative clause."""
        before = self._tokens[i - 1]
        if before.norm in COMPARISONS or (before.norm == "," and self._has_object(i)):
            return False
        nominal = before.pos in {"NOUN", "ADJ", "PROPN"} and not self._scene.is_time(i - 1) and i not in self._behind
        return self._tokens[i].pos != "PRON" or i == self._verb.last + 1 or self._addressee is not None or not nominal

    def _has_object(self, i: int) -> bool:
        """Tell whether a thing stands as object before ``i``: « que » behind its comma is relative to it."""
        if self._entry.to or self._entry.object == "person":
            return False
        objects = (c for c in self._verb.token.children if c.relation == "obj" and c.pos in {"NOUN", "PROPN"})
        return any(self._verb.last < c.i < i and not self._scene.is_time(c.i) for c in objects)

    def _colon(self, i: int) -> Complement | None:
        near = i == self._verb.last + 1 or any(c.norm in {"l'", "le"} for c in self._verb.clitics)
        if i + 1 < self._end and (i + 1 in self._scene.opens or (near and self._entry.that)):
            return self._made(i + 1, "colon")
        return None

    def _past_aside(self, i: int) -> int | None:
        """Skip words set between two commas (« a affirmé, dans un communiqué, que … »)."""
        for k in range(i + 1, min(self._end, i + LONGEST_ASIDE)):
            if self._tokens[k].norm == ",":
                following = self._tokens[k + 1].norm if k + 1 < self._end else ""
                if (
                    (i + 1 < k and following in THAT)
                    or following in OF
                    or following in TO
                    or k + 1 in self._scene.opens
                ):
                    return k + 1
                if self._entry.infinitive and self._infinitive(k + 1):
                    return k + 1
                article = k + 1 < self._end and self._tokens[k + 1].pos == "DET"
                return k + 1 if article and self._circumstance(i + 1, k) else None
            if self._tokens[k].pos == "VERB" and self._tokens[k].morph.get("VerbForm") == "Fin":
                return None
        return None

    def _circumstance(self, i: int, end: int) -> bool:
        """Tell whether an aside only says when, where or in whose place (« jeudi », « pour sa part »)."""
        if self._entry.object not in {"any", "matter"}:
            return False
        adverbial = match_phrase(self._scene.words.adverbials, self._tokens, i)
        times = all(self._scene.is_time(k) or self._tokens[k].pos in {"NUM", "ADV"} for k in range(i, end))
        return bool(adverbial) or times or self._tokens[i].norm in {"dans", "lors", "à", "lui", "elle", "eux"}

    def _past_time(self, i: int) -> int:
        k = i
        while k < self._end and (self._scene.is_time(k) or (self._tokens[k].pos in {"NUM", "DET"} and k == i)):
            k += 1
        while k < self._end and (self._tokens[k].norm in NEXT_OR_LAST or self._of_date(k)):
            k += 1
        return max(k, i + 1)

    def _of_date(self, k: int) -> bool:
        """Tell whether a number belongs to a date (« le 5 août 2024 »), not to what is counted behind it."""
        if self._tokens[k].pos != "NUM" or not self._tokens[k].norm.isdigit() or len(self._tokens[k].norm) > YEAR:
            return False
        following = self._tokens[k + 1] if k + 1 < self._end else None
        return following is None or following.pos != "NOUN" or self._scene.is_time(k + 1)

    def _link(self, i: int) -> Complement | int | None:
        norm, entry = self._tokens[i].norm, self._entry
        if not any(norm in LINKS.get(link, ()) for link in entry.links):
            return None
        if entry.kind == "plead" and norm == "en":
            return self._made(i, "link") if i + 1 < self._end and self._tokens[i + 1].norm == "faveur" else None
        if i + 1 < self._end and self._scene.is_time(i + 1) and norm in TO | OF:
            return None
        if entry.kind == "infer" and (norm != "à" or i + 1 >= self._end or self._tokens[i + 1].pos != "DET"):
            return None
        if (behind := self._past_fact(i)) is not None:
            return behind
        if (
            norm in OF
            and (entry.kind == "say" or (entry.kind == "threaten" and self._addressee is None))
            and not self._infinitive(i + 1)
            and i + 1 not in self._scene.opens
        ):
            return None
        if entry.kind in {"request", "propose", "promise"} and norm == "pour":
            return self._made(i, "link") if i + 1 in self._scene.opens else None
        return self._made(i, "link")

    def _past_fact(self, i: int) -> int | None:
        """Return the index of « que » behind « sur le fait », « de l'idée », or None."""
        for k in (i + 2, i + 3):
            if k + 1 < self._end and self._tokens[k].norm in FACTS and self._tokens[k + 1].norm in THAT:
                return k + 1
        return None

    def _infinitive(self, i: int) -> bool:
        """Tell whether an infinitive begins here, with its clitics and negation."""
        for k in range(i, min(i + 4, self._end)):
            token = self._tokens[k]
            if token.morph.get("VerbForm") == "Inf" and token.pos in {"VERB", "AUX"}:
                return True
            if token.norm not in CLITICS | NEGATION | {"pas", "plus", "jamais"}:
                return False
        return False

    def _past_phrase(self, i: int) -> int:
        """Skip a prepositional phrase; « à quelqu'un » is who is spoken to where the verb takes one."""
        head = self._scene.nominal(i + 1, min(self._end, i + 6))
        if head is None:
            return i + 1
        end = min(self._scene.phrase_end(head), self._end)
        if head.pos == "PROPN" and head.text.isupper():
            end = head.i + 1  # an agency has no complement: « à l'AFP des frappes »
        spoken_to = self._tokens[i].norm in TO | {"devant", "auprès"} and self._addressee is None
        takes_one = self._entry.to or self._entry.object == "quoted"
        if spoken_to and takes_one and (self._tokens[i].norm == "aux" or self._scene.cast.actor(head) is not None):
            self._addressee = Span(self._tokens[i].start, self._tokens[end - 1].end)
        return self._before_quotation(i, end)

    def _before_quotation(self, i: int, end: int) -> int:
        """A phrase that runs into a quotation has swallowed what is said."""
        for k in range(i + 2, end):
            if k in self._scene.opens and self._tokens[k - 1].pos not in {"DET", "ADP"}:
                return k
        return end

    def _object(self, i: int) -> Complement | int | None:
        token, entry = self._tokens[i], self._entry
        if token.norm in CLITICS and token.pos == "PRON":
            return i + 1
        head = self._scene.nominal(i, min(self._end, i + 6))
        if head is None:
            return i + 1
        rule = entry.object
        denies = self._verb.token.lemma in self._scene.words.denials and token.norm in POINTING
        if head.norm in OPPOSITE and entry.that:
            return self._made(i, "object")
        if rule in {"any", "matter"} and head.lemma in self._scene.words.anaphoric and not denies:
            return None
        if self._verb.token.lemma in self._scene.words.ending and head.lemma in self._scene.words.treaties:
            return None
        if rule == "indefinite":
            return self._made(i, "object") if token.norm in INDEFINITE or token.pos == "NUM" else None
        if rule == "any" or rule == "whole":
            return self._made(i, "object")
        if rule == "person":
            end = min(self._scene.phrase_end(head), self._end)
            end = self._before_link(head, end)
            self._addressee = Span(token.start, self._tokens[end - 1].end)
            return self._before_quotation(i, end)
        if any(k in self._scene.opens for k in range(i, min(self._end, i + NEAR))):
            return self._made(i, "object") if rule in {"matter", "quoted", "charge"} else None
        end = min(self._scene.phrase_end(head), self._end)
        if any(k in self._scene.opens for k in range(i, end)) and rule in {"matter", "quoted", "charge"}:
            return self._made(i, "object")
        if rule == "charge" and head.lemma in self._scene.words.charges:
            return self._made(i, "object")
        if rule == "matter" and self._scene.cast.actor(head) is None:
            return self._made(i, "object")
        if entry.that and self._verb.inverted is None and rule == "quoted":
            return self._past_subject(i, end)
        return None

    def _before_link(self, head: Token, end: int) -> int:
        """A phrase that no link follows may have swallowed it (« ses concitoyens au calme »)."""
        wanted = {n for link in self._entry.links for n in LINKS.get(link, ())}
        if end < self._end and self._tokens[end].norm in wanted | THAT:
            return end
        for k in range(end - 1, head.i, -1):
            if self._tokens[k].norm in wanted and self._tokens[k].norm not in OF:
                return k
        return end

    def _past_subject(self, i: int, end: int) -> int | None:
        """Go on behind a phrase only where a clause with « que » or a quotation follows at once."""
        for k in (end, end + 1):
            if k < self._end and (
                self._tokens[k].norm in THAT or k in self._scene.opens or self._tokens[k].norm == ":"
            ):
                return k
        return None


def link_after(scene: Scene, verb: Verb, start: int, end: int) -> int | None:
    """Return the index of the link (« de », « comme » …) that follows the object at ``start``, or None."""
    head = scene.nominal(start, min(end, start + 6))
    k = scene.phrase_end(head) if head is not None else start
    behind = range(max(start + 1, k - 12), min(end, k + 10))
    wanted = [norm for link in verb.entry.links for norm in LINKS.get(link, ())]
    for j in behind:
        token = scene.tokens[j]
        if token.norm in wanted and (
            token.head.i == verb.token.i or token.head.head.i == verb.token.i or j >= k or j + 1 in scene.opens
        ):
            return j
    return None
