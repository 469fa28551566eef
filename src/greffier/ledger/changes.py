"""Changes: what an event does to a standing arrangement — whose, which one — mended where the reader left it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from greffier.french import default_lexicon
from greffier.ledger.account import BODIES, Account, demonyms, host_and_guest
from greffier.ledger.words import country_words, folded, knowledge, stem
from greffier.records import ArrangementKind, Change, Event, Span, Transition

PAIRS = frozenset({"agreement", "deployment", "relations", "sanctions"})
MAKING = frozenset({"SUPPORT", "AGREE", "COOPERATE"})
PROMISES = frozenset({"AGREE", "CONCEDE"})
INFINITIVE = re.compile(r"^(?:se |s['’])?\w+(?:er|ir|re)$")
OBJECT_WORD = re.compile(r"[^\W_]+")


def change_of(account: Account, event: Event) -> Change | None:
    """Return the change that the event makes, with its parties complete; None where it makes none.

    An end that is only promised, planned or under way is a planned end.
    """
    change = event.arrangement or _denied(account, event) or _leaving(account, event)
    if change is None or event.status == "hypothetical":
        return None
    transition: Transition = change.transition
    if transition == "ended" and (event.status in ("planned", "ongoing") or _is_not_yet(account, event)):
        transition = "planned_end"
    elif event.status == "planned" and transition != "planned_end":
        return None
    sentence = account.quote(account.page.sentence(event.triggers[0].start))
    kind = _kind(change, account.quote(event.triggers[0]), sentence)
    near = [*host_and_guest(event), *_peoples(sentence)]
    return Change(kind, parties(account, kind, change.parties, near), change.object, transition)


def parties(account: Account, kind: str, named: tuple[str, ...], near: list[str]) -> tuple[str, ...]:
    """Return the parties, completed from the codes nearby and the dispatch where too few are named; sorted."""
    found = list(dict.fromkeys(named))
    least = 2 if kind in PAIRS else 1
    for code in (*near, *account.setting()):
        if len(found) < least and code not in found and code not in BODIES:
            found.append(code)
    return tuple(sorted(found))


def subject_of(account: Account, before: Span) -> tuple[ArrangementKind, str] | None:
    """Return the kind and the words of the last noun of a standing arrangement in the stretch, None without one."""
    last: tuple[ArrangementKind, str] | None = None
    text = account.quote(before)
    for match in OBJECT_WORD.finditer(text):
        kind = _object_stems().get(stem(folded(match.group())))
        if kind is not None:
            last = kind, text[match.start() :].split(" ", 1)[0]
    return last


def special_words(name: str | None) -> frozenset[str]:
    """Return the words of an object's name that tell it from others of its kind: numbers and proper names."""
    if not name:
        return frozenset()
    words = {folded(w) for w in OBJECT_WORD.findall(name) if w[:1].isupper() or w.isdigit()}
    return frozenset(w for w in words if w not in _common_names() and stem(w) not in _object_stems())


def _denied(account: Account, event: Event) -> Change | None:
    """Return the change that a denied event would have made, where its trigger names the arrangement."""
    subject = subject_of(account, event.triggers[0]) if event.status == "negated" else None
    return Change(subject[0], (), subject[1], "created") if subject and event.type in MAKING else None


def _leaving(account: Account, event: Event) -> Change | None:
    """Return the end of a deployment: by an act that takes forces away, or one that promises to."""
    words = knowledge("disputes")["standing"]["leaving"]
    sentence = account.page.sentence(event.triggers[0].start)
    told = folded(account.quote(sentence)).split()
    forces = next((w for w in told if w in words["forces"]), None)
    if forces is None or event.status == "negated":
        return None
    if event.type == "RETREAT" and "withdraw" in event.modes:
        return Change("deployment", (), forces, "ended")
    after = folded(account.quote(Span(event.triggers[0].start, sentence.end))).split()
    if event.type in PROMISES and any(w.startswith(tuple(words["acts"])) for w in after):
        return Change("deployment", (), forces, "planned_end")
    return None


def _is_not_yet(account: Account, event: Event) -> bool:
    """Tell whether the end is under way, or promised: an infinitive after an act of agreeing or conceding."""
    sentence = account.page.sentence(event.triggers[0].start)
    if _begun().search(account.quote(sentence)):
        return True
    if event.type in PROMISES or not all(INFINITIVE.match(account.quote(t)) for t in event.triggers):
        return False
    near = account.events_in(sentence.start, event.triggers[0].start)
    return any(account.reading.events[i].type in PROMISES for i, _ in near)


def _kind(change: Change, named: str, sentence: str) -> ArrangementKind:
    table = knowledge("disputes")["standing"]
    words = set(folded(f"{named} {change.object or ''}").split())
    for kind, told in table["kinds"].items():
        if words & set(told):
            found: ArrangementKind = kind
            return found
    union = set(folded(sentence).split()) & set(table["unions"]["words"])
    if change.kind == "agreement" and change.transition == "created" and union and len(change.parties) != 2:
        return "membership"
    return change.kind


def _peoples(text: str) -> Iterator[str]:
    """Yield the countries that demonyms name in the text, in its order."""
    yield from (demonyms()[w] for w in folded(text).split() if w in demonyms())


@cache
def _object_stems() -> dict[str, ArrangementKind]:
    objects = default_lexicon().table("arrangements")["objects"]
    return {stem(folded(word)): kind for kind, words in objects.items() for word in words}


@cache
def _common_names() -> frozenset[str]:
    return country_words() | frozenset(knowledge("merge_words")["no_names"])


@cache
def _begun() -> re.Pattern[str]:
    return re.compile(knowledge("disputes")["standing"]["begun_pattern"], re.IGNORECASE)
