"""Answers in dispute: a denial and the accusation that it answers, known by their words where no event joins them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from greffier.ledger.account import Account
from greffier.ledger.cues import assigns, denies
from greffier.ledger.model import Conflict
from greffier.ledger.statements import Statement, conflict, distinct, statement
from greffier.ledger.words import WORD, country_words, folded, stem, word_set
from greffier.records import Claim, Span

MOST_STEMS = 8
LEAST_SHARED = 3
LEAST_SHARE = 0.3
SHORTEST = 4
LONGEST_NAME = 80
ANSWER_DAYS = 60
YES, NO = "accuses", "denies"


def answer_statements(account: Account) -> Iterator[Statement]:
    """Yield the accusations and denials of the reading, each under every two of its telling words."""
    for index, claim in enumerate(account.reading.claims):
        no = denies(account, index)
        voice = account.voice(index)
        if voice.actor is None or not (no or assigns(account, index)):
            continue
        words = _stems(account, claim)
        if len(words) < LEAST_SHARED:
            continue
        span = _reach(account, claim, words)
        made = statement(account, "claim", "", shortened(account.quote(span)), span, voice, NO if no else YES)
        chosen = sorted(sorted(words, key=lambda w: (-len(w), w))[:MOST_STEMS])
        for one, two in combinations(chosen, 2):
            yield replace(made, topic=f"answer|{one}|{two}", words=words)


def answer_conflicts(statements: Iterable[Statement]) -> Iterator[Conflict]:
    """Yield the accusations and denials of one topic that speak of one thing: three words at least in common."""
    told = distinct(statements)
    for no in (s for s in told if s.stance == NO):
        sides = [s for s in told if s.stance == YES and _answers(no, s)]
        if sides:
            yield conflict("claim", [*sides, no])


def shortened(text: str) -> str:
    """Return the text in one line, cut at a space so that it names a dispute."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_NAME else flat[:LONGEST_NAME].rsplit(" ", 1)[0] + " …"


def _answers(no: Statement, yes: Statement) -> bool:
    shared = no.words & yes.words
    if len(shared) < LEAST_SHARED or len(shared) < LEAST_SHARE * min(len(no.words), len(yes.words)):
        return False
    if no.published and yes.published and abs((no.published - yes.published).days) > ANSWER_DAYS:
        return False
    return not no.voice.same(yes.voice)


def _stems(account: Account, claim: Claim) -> frozenset[str]:
    """Return the stems of the content's telling words: no small words, no countries, no numbers."""
    words = (folded(w) for part in claim.content for w in WORD.findall(account.quote(part)))
    kept = (w for w in words if len(w) >= SHORTEST and not w[0].isdigit())
    return frozenset(stem(w) for w in kept if w not in word_set("stop") and w not in country_words())


def _reach(account: Account, claim: Claim, words: frozenset[str]) -> Span:
    """Return the stretch of the content's first part from its first telling word to its last."""
    part = claim.content[0]
    text = account.reading.dispatch.text
    found = [m for m in WORD.finditer(text, part.start, part.end) if stem(folded(m.group())) in words]
    return Span(found[0].start(), found[-1].end()) if found else part
