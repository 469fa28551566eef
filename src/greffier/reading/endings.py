"""Endings: where what is said ends, and what the outlet puts in between.

The parse is believed only as far as punctuation and quotation marks agree with it.
"""

from __future__ import annotations

from greffier.reading.clauses import COORDINATION, free_verb, group_start, is_finite
from greffier.reading.contents import OF, THAT, Complement, link_after
from greffier.reading.cue_words import match_phrase
from greffier.reading.cues import Verb
from greffier.reading.parse import Token
from greffier.reading.scene import Scene
from greffier.records import Span

CLAUSE_OPENERS = frozenset({"qui", "dont", "que", "qu'", "où"})
DASHES = frozenset({"-", "–", "—"})
LONGEST_DASHED = 20
TO_BE_PRECISE = frozenset({"donner", "désigner", "nommer", "fournir", "pouvoir", "livrer", "entrer"})
LAST_OR_NEXT = frozenset({"dernier", "dernière", "prochain", "prochaine"})
RELATIVES = frozenset({"qui", "que", "qu'", "dont", "où"})


def content_end(
    scene: Scene, verb: Verb, complement: Complement, end: int, stops: frozenset[int]
) -> tuple[int, list[Span]]:
    """Return the offset where the content ends and the outlet's asides to be cut out of it.

    ``end`` is the index behind the last token that the content may have; ``stops`` are indices of tokens
    at which another voice sets in (an aside with its own cue, « selon X »).
    """
    return _Ender(scene, verb, complement, end, stops).end()


class _Ender:
    def __init__(self, scene: Scene, verb: Verb, complement: Complement, end: int, stops: frozenset[int]) -> None:
        self._scene, self._verb, self._start, self._end, self._stops = (
            scene,
            verb,
            complement.start,
            end,
            stops,
        )
        self._kind = complement.kind
        self._tokens = scene.tokens
        self._asides: list[Span] = []
        self._above = frozenset(verb.token.ancestors())
        whole = verb.entry.must_link and complement.kind in {"object", "quoted"}
        self._link = (link_after(scene, verb, complement.start, end) or 0) if whole else 0

    def end(self) -> tuple[int, list[Span]]:
        self._end = self._before_outlet()
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
        while (
            k - 1 > self._start
            and self._tokens[k - 1].pos in {"ADP", "DET", "CCONJ"}
            and k - 1 not in self._scene.closes
        ):
            k -= 1
        token = self._tokens[max(self._start, k - 1)]
        number = self._scene.closes.get(token.i)
        stop = token.end
        if number is not None and self._scene.quotations[number].outer.start >= self._tokens[self._start].start - 3:
            stop = self._scene.quotations[number].outer.end
        return stop, self._asides

    def _before_outlet(self) -> int:
        """Return the index where a finite verb of the outlet's, free of what is said, takes the sentence over."""
        tokens, start = self._tokens, self._start
        hidden = self._quoted()
        waiting = self._kind == "clause" and self._outer_waits()
        if self._kind in {"colon", "quoted"} or (self._kind == "clause" and not waiting):
            return self._end
        k = free_verb(tokens, start, self._end, hidden, self._scene.mended, commas=not waiting)
        if k is None:
            return self._end
        j = group_start(tokens, k, start)
        if tokens[j - 1].norm in COORDINATION or j <= start + 1:
            return max(j - 1, start + 1)
        for m in range(j - 1, start, -1):  # the free verb has its subject before it
            if tokens[m].norm in COORDINATION and m not in hidden:
                return m
        return j

    def _quoted(self) -> frozenset[int]:
        """Return the indices of the tokens in quotations that open inside what is said."""
        found: set[int] = set()
        for k in range(self._start, self._end):
            if (number := self._scene.opens.get(k)) is not None:
                found.update(range(k, self._scene.first_from(self._scene.quotations[number].inner.end)))
        return frozenset(found)

    def _outer_waits(self) -> bool:
        """Tell whether the verb that reports stands in a clause inside one whose own verb has still to come."""
        tokens, before = self._tokens, self._verb.before
        first = self._scene.sentence_tokens(self._verb.token)[0]
        opener = next((k for k in range(before - 1, max(first, before - 8), -1) if tokens[k].norm in RELATIVES), None)
        return opener is not None and free_verb(tokens, first, opener, (), self._scene.mended) is None

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
        if k < self._link:
            return False
        if token.norm == ":" and self._kind in {"object", "link", "infinitive"}:
            return self._kind == "object" or k + 1 not in self._scene.opens
        if token.norm in DASHES and self._spaced(token):
            return self._closing_dash(k) is None
        if k + 1 >= self._end:
            return False
        if token.norm == ",":
            return self._comma(k)
        if token.norm in {"et", "mais", "puis"} and self._second_report(k + 1):
            return True
        if token.pos == "CCONJ" and token.norm in {"et", "mais", "puis"}:
            return self._coordinated(k + 1)
        if match_phrase(self._scene.words.closing, self._tokens, k) and self._foreign(k):
            return True
        if self._kind in {"object", "attribute", "quoted"} and self._foreign(k):
            return token.norm in self._scene.words.outside or (self._scene.is_time(k) and not self._goes_on(k))
        return False

    def _goes_on(self, k: int) -> bool:
        """Tell whether what is said goes on behind a time (« la reprise mercredi de pourparlers »)."""
        while k < self._end and (self._scene.is_time(k) or self._tokens[k].norm in self._scene.words.time):
            k += 1
        return k < self._end and self._tokens[k].norm in OF

    def _spaced(self, token: Token) -> bool:
        return (
            self._scene.text[token.start - 1 : token.start].isspace()
            and self._scene.text[token.end : token.end + 1].isspace()
        )

    def _comma(self, k: int) -> bool:
        tokens, following = self._tokens, self._tokens[k + 1]
        if self._remark(k) or self._second_report(k + 1 + (following.norm == "et")):
            return True
        if self._enumerates(k) or match_phrase(self._scene.words.continuing, tokens, k + 1):
            return False
        if k + 1 in self._stops or match_phrase(self._scene.words.closing, tokens, k + 1):
            return True
        if following.norm == "mais" or (following.norm == "et" and k + 2 < self._end and self._coordinated(k + 2)):
            return True
        if following.norm in {"tout", "en"} and any(
            tokens[j].norm.endswith("ant") for j in range(k + 1, min(k + 4, self._end))
        ):
            return True
        if k + 1 in self._scene.opens or (k + 2 in self._scene.opens and following.pos in {"ADP", "DET"}):
            return False
        if following.norm == "et" and k + 2 < self._end and tokens[k + 2].norm in self._scene.words.relatives:
            return True
        if self._kind == "clause" and not self._has_verb(k):
            return False
        if self._time_between(k):
            return False
        if following.norm in self._scene.words.within:
            return False
        if following.norm == "et" and self._kind in {"object", "quoted", "link", "infinitive"}:
            return self._new_clause(k + 2)
        if self._kind == "object":
            return self._foreign(k + 1)
        return following.pos not in {"CCONJ"} and self._foreign(k + 1)

    def _remark(self, k: int) -> bool:
        """Tell whether the outlet remarks on what was said (« …, ce que X dément », « …, sans préciser où »)."""
        words = [t.norm for t in self._tokens[k + 1 : min(k + 5, self._end)]]
        if words[0] == "ce" and words[1:2] in (["que"], ["qu'"], ["qui"]):
            return words[1] != "qui" or not any(j in self._scene.opens for j in range(k, self._end))
        if words[0] != "sans":
            return False
        infinitives = (t for t in self._tokens[k + 2 : k + 5] if t.morph.get("VerbForm") == "Inf")
        return any(t.lemma in self._scene.words.verbs or t.lemma in TO_BE_PRECISE for t in infinitives)

    def _second_report(self, i: int) -> bool:
        """Tell whether at ``i`` the one who speaks goes on with a second verb that reports."""
        second, first = self._scene.reports.get(i), self._verb
        if second is None or second.infinitive:
            return False
        if second.participle or first.participle:
            return second.participle and first.participle
        compound = first.first != first.token.i
        if second.bare:
            return compound and not first.passive
        if compound or second.first != second.token.i or self._kind != "clause":
            return False
        subject = self._scene.nominal(self._start + 1, self._end)
        numbers = {first.token.morph.get("Number"), second.token.morph.get("Number")}
        other = subject is not None and subject.morph.get("Number") not in numbers
        set_off = any(t.norm == "," for t in self._tokens[i - 2 : i])
        return len(numbers) == 1 and (set_off or other or subject is None or self._scene.cast.actor(subject) is None)

    def _enumerates(self, k: int) -> bool:
        """Tell whether a comma stands in an enumeration of like words (« à A, B et C », « frappé, puis interrogé »)."""
        tokens = self._tokens
        before, following = tokens[k - 1], tokens[k + 1]
        if following.norm == "puis" and k + 2 < self._end:
            return tokens[k + 2].morph.get("VerbForm") == before.morph.get("VerbForm") == "Part"
        if before.pos != following.pos or before.pos not in {"ADJ", "PROPN"}:
            return False
        return any(t.norm in {"et", "ou"} for t in tokens[k + 2 : min(k + 4, self._end)])

    def _coordinated(self, i: int) -> bool:
        """Tell whether the words from ``i`` on are a second predicate of the speaker's."""
        if self._goes_on_infinitely(i):
            return False
        for j in range(i, min(i + 6, self._end)):
            token = self._tokens[j]
            if (
                self._verb.infinitive
                and token.morph.get("VerbForm") == "Inf"
                and token.lemma in self._scene.words.verbs
            ):
                return token.relation == "conj" and self._governor(token) == "verb"
            if token.pos in {"VERB", "AUX"} and token.morph.get("VerbForm") in {"Fin", "Part"}:
                if token.pos == "AUX" and token.relation in {"aux", "cop"}:
                    token = token.head
                if token.relation == "conj" and self._governor(token) == "verb":
                    return True
                if self._kind in {"object", "quoted", "link", "infinitive"} and token.morph.get("VerbForm") in {
                    "Fin",
                    "Part",
                }:
                    return (
                        self._tokens[i].pos not in {"DET", "NOUN", "ADP", "PROPN"} and not token.norm.endswith("ant")
                    ) or self._participle_like(token)
                return False
            if token.pos in {"NOUN", "PROPN", "SCONJ", "DET", "ADP"}:
                return False
        return False

    def _goes_on_infinitely(self, i: int) -> bool:
        """Tell whether an infinitive, or a participle of one before it, goes on with what is said."""
        if self._kind not in {"infinitive", "link", "object"} or i in self._scene.reports:
            return False
        for j in range(i, min(i + 5, self._end)):
            form, token = self._tokens[j].morph.get("VerbForm"), self._tokens[j]
            if form == "Inf":
                return True
            if form == "Part" and not token.norm.endswith("ant"):
                inside = self._tokens[self._start : i]
                return any(t.lemma in {"avoir", "être"} and t.morph.get("VerbForm") == "Inf" for t in inside)
            if token.pos not in {"PRON", "ADV", "ADP"}:
                return False
        return False

    def _closing_dash(self, k: int) -> int | None:
        """Return the index of the dash that closes an aside opened by the one at ``k``, or None."""
        for j in range(k + 2, min(k + LONGEST_DASHED, self._end - 1)):
            if self._tokens[j].norm in DASHES and self._spaced(self._tokens[j]):
                return j
        return None

    def _has_verb(self, k: int) -> bool:
        """Tell whether the clause that « que » opens has had its own verb before the token at ``k``."""
        return free_verb(self._tokens, self._start + 1, k, (), self._scene.mended) is not None

    def _time_between(self, k: int) -> bool:
        """Tell whether the commas only set off a time inside a phrase (« la mort, la veille, d'un chef »)."""
        tokens = self._tokens
        for j in range(k + 1, min(k + 7, self._end - 1)):
            if tokens[j].norm == ",":
                return j > k + 1 and tokens[j + 1].norm in OF
            if not (self._scene.is_time(j) or tokens[j].pos in {"NUM", "DET"} or tokens[j].norm in LAST_OR_NEXT):
                return False
        return False

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
        if self._tokens[k].norm in DASHES and self._spaced(self._tokens[k]):
            dash = self._closing_dash(k)
            return None if dash is None else dash + 1
        if self._tokens[k].norm != "," or k + 1 >= self._end:
            return None
        following = self._tokens[k + 1]
        relative = following.norm in self._scene.words.relatives or (following.norm in THAT and following.pos == "PRON")
        if k + 1 in self._scene.opens or not (relative or self._describes(k + 1)):
            return None
        for j in range(k + 2, self._end):
            if self._tokens[j].norm == "," and (not self._inside_clause(k, j) or self._own_verb(k, j)):
                return j + 1 if j + 1 < self._end else self._end
        return self._end

    def _own_verb(self, k: int, j: int) -> bool:
        """Tell whether the verb that « que » still waits for stands right behind the comma at ``j``."""
        if self._kind != "clause" or self._has_verb(k):
            return False
        group = range(j + 1, min(j + 4, self._end))
        verb = next((m for m in group if is_finite(self._tokens[m]) or m in self._scene.mended), None)
        return verb is not None and group_start(self._tokens, verb, j) == j + 1

    def _describes(self, i: int) -> bool:
        """Tell whether the words behind a comma only describe (« X, âgé de 84 ans »)."""
        first = self._tokens[i + 1] if self._tokens[i].pos == "ADV" and i + 1 < self._end else self._tokens[i]
        if self._apposed(i):
            return True
        if first.pos in {"ADJ", "VERB"} and first.relation in {"acl", "amod"} and not first.norm.endswith("ant"):
            return self._start <= first.head.i < i
        if first.pos == "NOUN" and first.relation in {"appos", "nmod"} and first.i == i:
            return self._start <= first.head.i < i
        return False

    def _apposed(self, i: int) -> bool:
        """Tell whether a phrase behind a comma says who or what the last one is (« le Z, un gang armé »)."""
        tokens = self._tokens
        bare = tokens[i].pos == "NOUN" and not self._scene.is_time(i)
        if not (bare or tokens[i].norm in {"un", "une"}) or tokens[i - 2].pos not in {"NOUN", "PROPN", "ADJ", "NUM"}:
            return False
        if any(t.norm == "," for t in tokens[self._start : i - 1]) and tokens[i].norm not in {"un", "une"}:
            return False
        parallel = self._kind == "object" and tokens[self._start].norm in {"un", "une", "des"}
        if parallel or (self._kind == "clause" and not self._has_verb(i - 1)):
            return False
        for j in range(i + 1, self._end):
            if tokens[j].norm == "," and j + 1 < self._end and tokens[j + 1].norm in {"et", "ou"}:
                return tokens[j + 2].norm in CLAUSE_OPENERS if j + 2 < self._end else True
            if tokens[j].norm in {"et", "ou"}:
                return tokens[j + 1].pos not in {"DET", "NOUN", "PROPN"} if j + 1 < self._end else True
            if tokens[j].norm in {",", ";"} or is_finite(tokens[j]):
                break
        return True

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
