"""Contents: where the words that are said begin and end, to the right of a verb that reports."""

from __future__ import annotations

from dataclasses import dataclass

from greffier.reading.cues import CLITICS, NEGATION, Entry, Verb, match_phrase
from greffier.reading.parse import Token
from greffier.reading.scene import Scene
from greffier.records import Span

THAT = frozenset({"que", "qu'"})
OF = frozenset({"de", "d'", "du", "des"})
TO = frozenset({"à", "au", "aux"})
COMPARED = frozenset({"comme"})
LINKS = {"de": OF, "à": TO, "contre": frozenset({"contre"}), "pour": frozenset({"pour"}), "comme": COMPARED,
         "en faveur": frozenset({"en"})}  # fmt: skip
COMPARISONS = frozenset({"plus", "moins", "autre", "autres", "autant", "tel", "telle", "aussi", "si", "tant"})
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
        if token.norm == ":":
            return self._colon(i)
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
            if token.norm == "de" and self._partitive(i):
                return self._object(i)
            return None if self._infinitive(i + 1) else self._past_phrase(i)
        if token.pos in {"DET", "NOUN", "PROPN", "NUM", "PRON", "ADJ", "X"}:
            return self._object(i)
        if token.pos == "ADV" and token.norm not in {"si", "s'"}:
            return i + 1
        if token.pos == "VERB" and token.morph.get("VerbForm") == "Part":
            return i + 1
        return None

    def _partitive(self, i: int) -> bool:
        """Tell whether « de » is an article before an adjective (« de nouveaux raids »)."""
        following = self._tokens[i + 1] if i + 1 < self._end else None
        return following is not None and following.pos == "ADJ" and following.morph.get("Number") == "Plur"

    def _is_clause(self, i: int) -> bool:
        """Tell whether « que » opens a clause rather than a comparison or a relative clause."""
        before = self._tokens[i - 1]
        if before.norm in COMPARISONS:
            return False
        nominal = before.pos in {"NOUN", "ADJ", "PROPN"} and not self._scene.is_time(i - 1)
        return self._tokens[i].pos != "PRON" or i == self._verb.last + 1 or self._addressee is not None or not nominal

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
                return k + 1 if following in THAT or following in OF or following in TO or k + 1 in self._scene.opens else None
            if self._tokens[k].pos == "VERB" and self._tokens[k].morph.get("VerbForm") == "Fin":
                return None
        return None

    def _past_time(self, i: int) -> int:
        k = i
        while k < self._end and (self._scene.is_time(k) or self._tokens[k].pos in {"NUM", "DET"} and k == i):
            k += 1
        while k < self._end and (self._tokens[k].norm in {"dernier", "dernière", "prochain", "même", "passé", "passée"} or self._tokens[k].pos == "NUM"):
            k += 1
        return max(k, i + 1)

    def _link(self, i: int) -> Complement | int | None:
        norm, entry = self._tokens[i].norm, self._entry
        if not any(norm in LINKS.get(link, ()) for link in entry.links):
            return None
        if entry.kind == "plead" and norm == "en":
            return self._made(i, "link") if i + 1 < self._end and self._tokens[i + 1].norm == "faveur" else None
        if i + 1 < self._end and self._scene.is_time(i + 1) and norm in TO | OF:
            return None
        if norm in OF and entry.kind in {"say", "threaten"} and not self._infinitive(i + 1) and i + 1 not in self._scene.opens:
            return None
        if entry.kind in {"request", "propose", "promise"} and norm == "pour":
            return self._made(i, "link") if i + 1 in self._scene.opens else None
        return self._made(i, "link")

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
        if (self._entry.to or self._entry.object == "quoted") and self._tokens[i].norm in TO | {"devant", "auprès"} and self._addressee is None:
            if self._scene.cast.actor(head) is not None or self._tokens[i].norm == "aux":
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
        if rule in {"any", "matter"} and head.lemma in self._scene.words.anaphoric:
            return None
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
            if k < self._end and (self._tokens[k].norm in THAT or k in self._scene.opens or self._tokens[k].norm == ":"):
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


def content_end(scene: Scene, verb: Verb, complement: Complement, end: int, stops: frozenset[int]) -> tuple[int, list[Span]]:
    """Return the offset where the content ends and the outlet's asides to be cut out of it.

    ``end`` is the index behind the last token that the content may have; ``stops`` are indices of tokens
    at which another voice sets in (an aside with its own cue, « selon X »).
    """
    return _Ender(scene, verb, complement, end, stops).end()


class _Ender:
    def __init__(self, scene: Scene, verb: Verb, complement: Complement, end: int, stops: frozenset[int]) -> None:
        self._scene, self._verb, self._start, self._end, self._stops = scene, verb, complement.start, end, stops
        self._kind = complement.kind
        self._tokens = scene.tokens
        self._asides: list[Span] = []
        self._above = frozenset(verb.token.ancestors())

    def end(self) -> tuple[int, list[Span]]:
        k = self._start + 1 if self._start not in self._scene.opens else self._start
        skip_until = self._start
        while k < self._end:
            number = self._scene.opens.get(k)
            if number is not None:
                last = self._scene.first_from(self._scene.quotations[number].inner.end)
                if last > skip_until:
                    skip_until = last
            if k < skip_until:
                k += 1
                continue
            if self._cuts(k):
                break
            aside = self._aside(k)
            if aside is not None:
                if aside >= self._end:
                    break
                self._asides.append(Span(self._tokens[k].start, self._tokens[aside - 1].end))
                k = aside
                continue
            k = self._past_bracket(k)
        while k - 1 > self._start and self._tokens[k - 1].pos in {"ADP", "DET", "CCONJ"} and k - 1 not in self._scene.closes:
            k -= 1
        last = self._tokens[max(self._start, k - 1)]
        number = self._scene.closes.get(last.i)
        stop = last.end
        if number is not None and self._scene.quotations[number].outer.start >= self._tokens[self._start].start - 3:
            stop = self._scene.quotations[number].outer.end
        return stop, self._asides

    def _past_bracket(self, k: int) -> int:
        if self._tokens[k].norm == "(":
            for j in range(k + 1, min(self._end, k + 40)):
                if self._tokens[j].norm == ")":
                    return j + 1
        return k + 1

    def _cuts(self, k: int) -> bool:
        token = self._tokens[k]
        if k in self._stops or token.norm == ";":
            return True
        if token.norm == ":" and self._kind in {"object", "link", "infinitive"} and k + 1 not in self._scene.opens:
            return True
        if token.norm in {"-", "–", "—"} and self._spaced(token):
            return True
        if k + 1 >= self._end:
            return False
        if token.norm == ",":
            return self._comma(k)
        if token.pos == "CCONJ" and token.norm in {"et", "mais", "puis"}:
            return self._coordinated(k + 1)
        if match_phrase(self._scene.words.closing, self._tokens, k) and self._foreign(k):
            return True
        if self._kind in {"object", "attribute"} and self._foreign(k):
            return token.norm in self._scene.words.outside or (self._scene.is_time(k) and not self._goes_on(k))
        return False

    def _goes_on(self, k: int) -> bool:
        """Tell whether what is said goes on behind a time (« la reprise mercredi de pourparlers »)."""
        while k < self._end and (self._scene.is_time(k) or self._tokens[k].norm in self._scene.words.time):
            k += 1
        return k < self._end and self._tokens[k].norm in OF

    def _spaced(self, token: Token) -> bool:
        return self._scene.text[token.start - 1 : token.start].isspace() and self._scene.text[token.end : token.end + 1].isspace()

    def _comma(self, k: int) -> bool:
        tokens, following = self._tokens, self._tokens[k + 1]
        if k + 1 in self._stops or match_phrase(self._scene.words.closing, tokens, k + 1):
            return True
        if following.norm == "mais" or (following.norm == "et" and k + 2 < self._end and self._coordinated(k + 2)):
            return True
        if following.norm in {"tout", "en"} and any(tokens[j].norm.endswith("ant") for j in range(k + 1, min(k + 4, self._end))):
            return True
        if k + 1 in self._scene.opens or (k + 2 in self._scene.opens and following.pos in {"ADP", "DET"}):
            return False
        if following.norm == "et" and k + 2 < self._end and tokens[k + 2].norm in self._scene.words.relatives:
            return True
        if self._kind == "clause" and not self._has_verb(k):
            return False
        if following.norm in self._scene.words.within:
            return False
        if following.norm == "et" and self._kind in {"object", "quoted", "link", "infinitive"}:
            return self._new_clause(k + 2)
        if self._kind == "object":
            return self._foreign(k + 1)
        return following.pos not in {"CCONJ"} and self._foreign(k + 1)

    def _coordinated(self, i: int) -> bool:
        """Tell whether the words from ``i`` on are a second predicate of the speaker's, not of what is said."""
        for j in range(i, min(i + 6, self._end)):
            token = self._tokens[j]
            if token.pos in {"VERB", "AUX"} and token.morph.get("VerbForm") in {"Fin", "Part"}:
                if token.pos == "AUX" and token.relation in {"aux", "cop"}:
                    token = token.head
                if token.relation == "conj" and self._governor(token) == "verb":
                    return True
                if self._kind in {"object", "quoted", "link", "infinitive"} and token.morph.get("VerbForm") in {"Fin", "Part"}:
                    return self._tokens[i].pos not in {"DET", "NOUN", "ADP", "PROPN"} and not token.norm.endswith("ant") or self._participle_like(token)
                return False
            if token.pos in {"NOUN", "PROPN", "SCONJ", "DET", "ADP"}:
                return False
        return False

    def _has_verb(self, k: int) -> bool:
        return any(
            t.pos in {"VERB", "AUX"} and t.morph.get("VerbForm") == "Fin" and t.relation != "acl" and t.head.relation != "acl"
            for t in self._tokens[self._start : k]
        )

    def _new_clause(self, i: int) -> bool:
        """Tell whether a clause with its own subject begins at ``i`` (« …, et le ministre part »)."""
        for token in self._tokens[i : min(i + 12, self._end)]:
            if token.relation == "nsubj" and token.pos != "PRON" and token.head.i > token.i:
                return token.head.relation == "conj" or self._foreign(i)
            if token.pos in {"VERB", "AUX"} or token.norm in {",", "que", "qu'", "qui"}:
                return False
        return False

    def _participle_like(self, token: Token) -> bool:
        return token.norm.endswith("ant") and self._verb.participle

    def _governor(self, token: Token) -> str:
        head = token.head
        if head is self._verb.token:
            return "verb"
        return "content" if self._start <= head.i else "above"

    def _foreign(self, i: int) -> bool:
        """Tell whether the parse hangs the words at ``i`` outside what has been said so far."""
        token = self._tokens[i]
        for _ in range(40):
            head = token.head
            if head is token:
                return token in self._above
            if self._start <= head.i < i:
                return False
            if head.i < self._start or head in self._above:
                return True
            token = head
        return False

    def _aside(self, k: int) -> int | None:
        """Return the index behind an aside of the outlet's that begins with the comma at ``k``, or None."""
        if self._tokens[k].norm != "," or k + 1 >= self._end:
            return None
        following = self._tokens[k + 1]
        relative = following.norm in self._scene.words.relatives or (following.norm in THAT and following.pos == "PRON")
        if k + 1 in self._scene.opens or not (relative or self._describes(k + 1)):
            return None
        for j in range(k + 2, self._end):
            if self._tokens[j].norm == "," and not self._inside_clause(k, j):
                return j + 1 if j + 1 < self._end else self._end
        return self._end

    def _describes(self, i: int) -> bool:
        """Tell whether the words behind a comma only describe what stands before it (« X, âgé de 84 ans »)."""
        first = self._tokens[i + 1] if self._tokens[i].pos == "ADV" and i + 1 < self._end else self._tokens[i]
        if first.pos in {"ADJ", "VERB"} and first.relation in {"acl", "amod"} and not first.norm.endswith("ant"):
            return self._start <= first.head.i < i
        if first.pos == "NOUN" and first.relation in {"appos", "nmod"} and first.i == i:
            return self._start <= first.head.i < i
        return False

    def _inside_clause(self, k: int, j: int) -> bool:
        """Tell whether the relative clause that begins at ``k`` goes on behind the comma at ``j``."""
        if j + 1 >= self._end:
            return False
        token = self._tokens[j + 1]
        for _ in range(40):
            head = token.head
            if head is token or head.i <= k:
                return False
            if k < head.i < j:
                return True
            token = head
        return False
