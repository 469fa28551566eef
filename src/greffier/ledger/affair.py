"""Affairs: the place that a dispatch's title names, by which several dispatches are about one incident."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from greffier.ledger.account import Account
from greffier.ledger.words import country_words, folded, knowledge, word_set
from greffier.records import Span

NAME = re.compile(r"[A-ZÀ-Ý][^\W\d_]+(?:-[^\W\d_]+)*")
SHORTEST = 4


def affair(account: Account, span: Span) -> str | None:
    """Return the word of the incident that the span's sentence is about: the place of violence named in the title.

    None where the title names none, or where the sentence names another place and not this one.
    """
    place = _title_place(account.reading.dispatch.text)
    if place is None:
        return None
    sentence = account.quote(account.page.sentence(span.start))
    places = located(sentence)
    return place if not places or place in places or place in folded(sentence).split() else None


def located(text: str) -> list[str]:
    """Return the folded proper names that stand where places stand: after « à », « de », « près de » and the like."""
    found = [folded(match.group(1)) for match in _located().finditer(text)]
    return [name for name in found if _may_be_place(name)]


@lru_cache(maxsize=4096)
def _title_place(text: str) -> str | None:
    """Return the place that the title names, if the title or the first lines tell of violence there."""
    title, _, rest = text.partition("\n")
    words = knowledge("disputes")["affair"]
    if not any(w.startswith(tuple(words["violence"])) for w in folded(title + " " + rest[: words["lead"]]).split()):
        return None
    head = NAME.match(title)
    topic = [folded(head.group())] if head and title[head.end() : head.end() + 3].lstrip().startswith(":") else []
    names = [*located(title), *topic]
    return next((n for n in names if _may_be_place(n)), None)


def _may_be_place(name: str) -> bool:
    if len(name) < SHORTEST or (" " in name and any(w in country_words() for w in name.split())):
        return False
    return not (name in country_words() or name in word_set("no_names") or name in word_set("stop"))


@cache
def _located() -> re.Pattern[str]:
    before = "|".join(knowledge("disputes")["affair"]["before"])
    return re.compile(rf"\b(?:{before})\s?({NAME.pattern})")
