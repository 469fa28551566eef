"""Plurals the parser does not see: « soldats béninois et nigérians », « la Guinée, la Guinée-Bissau et la Gambie »."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from greffier.french import default_lexicon
from greffier.reading.parse import Token
from greffier.records import Actor

LONGEST_RUN = 10
ENUMERATION = frozenset({",", "et", "le", "la", "l'", "les"})
JOINTS = frozenset({"et", ",", "ou", "puis"})


class Resolves(Protocol):
    """What this module asks of the cast."""

    def actors(self, token: Token) -> tuple[Actor, ...]:
        """Return the actors a phrase denotes."""


def spread(token: Token, found: tuple[Actor, ...], cast: Resolves) -> tuple[Actor, ...]:
    """Return one actor a country for a plural phrase that names several, else ``found`` with its listed names."""
    if len(found) == 1 and token.morph.get("Number") == "Plur":
        codes = list(dict.fromkeys(_adjectives(token)))
        if len(codes) > 1:
            return tuple(replace(found[0], name=_name(token, found[0], code), country=code) for code in codes)
    if found and token.pos == "PROPN":
        listed = _enumerated(token, cast)
        return tuple({(a.name, a.country): a for a in [found[0], *listed, *found[1:]]}.values())
    return found


def _name(token: Token, actor: Actor, code: str) -> str:
    """Return the actor's name for the country it is of; for another, what the phrase calls both."""
    return token.norm if actor.name.casefold().startswith(token.norm) or code != actor.country else actor.name


def _adjectives(noun: Token) -> Iterator[str]:
    """Yield the country of each demonym in the run of adjectives after a noun, as written (the parser often errs)."""
    known = default_lexicon().compiled("plurals:demonyms", _demonyms)
    token, steps, named = noun.right, 0, False
    while token is not None and steps < LONGEST_RUN:
        name = named and token.text[:1].isupper()  # « les présidents sénégalais X et rwandais Y »
        if not (name or token.norm in known or token.norm in JOINTS or token.pos == "ADJ"):
            return
        if token.norm in known and not name:
            named = True
            yield known[token.norm]
        token, steps = token.right, steps + 1


def _demonyms() -> dict[str, str]:
    """Return form → country for every demonym that one country alone has."""
    found: dict[str, set[str]] = {}
    for row in default_lexicon().rows("countries"):
        for form in row["demonyms"].split("|"):
            found.setdefault(form.casefold(), set()).add(row["code"])
    return {form: next(iter(codes)) for form, codes in found.items() if len(codes) == 1 and len(form) > 2}


def _enumerated(token: Token, cast: Resolves) -> list[Actor]:
    """Return the names of an enumeration closed by « et », as written: « la Guinée, la Guinée-Bissau et la Gambie »."""
    names: list[Token] = []
    closed = False
    at, opens = token.right, False
    while at is not None and (at.text[:1].isupper() or at.norm in ENUMERATION or at.pos == "ADJ"):
        closed = closed or at.norm == "et"
        if opens and at.text[:1].isupper():
            names.append(at)
        opens = at.norm in ENUMERATION
        at = at.right
    return [a for t in names for a in cast.actors(t)[:1] if a.country] if closed else []
