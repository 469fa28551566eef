"""Common nouns that act: looks up the office, profession or body that a noun names and the sector it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from greffier.errors import LexiconError
from greffier.french import Lexicon
from greffier.reading.gazetteer import atoms, plain
from greffier.reading.parse import Token

SHORT = 3
LONGEST = 14
HYPHENS = frozenset("-‑–")


@dataclass(frozen=True, slots=True)
class Role:
    """What a common noun says of who acts. ``length`` counts the words of the phrase that named it.

    ``person``: a personal name may follow it; ``inherit``: the complement's sector comes first;
    ``canon``: the name that several phrases for one office share; ``document``: a text that speaks for its author;
    ``thing``: it stands for whose it is, and for nobody where that is not told (``des drones russes``).
    """

    lemma: str
    sector: str | None
    person: bool
    inherit: bool = False
    canon: str | None = None
    country: str | None = None
    document: bool = False
    people: bool = False
    thing: bool = False

    @property
    def office(self) -> str:
        """Return the key under which two mentions of one office meet."""
        return self.canon or self.lemma


class Roles:
    """The roles of a lexicon, by their first word."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Index ``roles.toml`` (LexiconError where an entry has no lemmas)."""
        table = lexicon.table("roles")
        self._bodies = {plain(w) for w in table.get("bodies", {}).get("words", ())}
        self._phrases: dict[str, list[tuple[tuple[str, ...], Role]]] = {}
        for item in table.get("role", ()):
            if "lemmas" not in item:
                raise LexiconError("An entry [[role]] of roles.toml has no lemmas; give it some and run again.")
            for lemma in item["lemmas"]:
                self._add(lemma, item)
        for found in self._phrases.values():
            found.sort(key=lambda pair: -len(pair[0]))
        self.adjectives = _inverted(table.get("adjectives", {}))
        self.titles = {plain(w): g for g, words in table.get("titles", {}).items() for w in words}
        self.short = frozenset(plain(s["word"]) for s in table.get("short", ()))
        former = table.get("former", {})
        self.former_before = frozenset(plain(w) for w in former.get("before", ()))
        self.former_after = frozenset(plain(w) for w in former.get("after", ()))
        self.premodifiers = frozenset(plain(w) for w in table.get("premodifiers", {}).get("words", ()))
        self.notnames = frozenset(plain(w) for words in table.get("notnames", {}).values() for w in words)

    def _add(self, lemma: str, item: dict[str, object]) -> None:
        first, *rest = atoms(lemma)
        kind = item.get("kind")
        body = first in self._bodies or plain(lemma.split()[0]) in self._bodies
        role = Role(
            lemma, _text(item.get("sector")), not body and kind not in {"document", "thing"},
            bool(item.get("inherit")), _text(item.get("canon")), _text(item.get("country")),
            kind == "document", kind == "people", kind == "thing",
        )  # fmt: skip
        self._phrases.setdefault(first, []).append((tuple(rest), role))

    def at(self, tokens: Sequence[Token], i: int) -> tuple[Role, int] | None:
        """Return the role whose phrase begins at token ``i``, longest first, and the index of its last token."""
        pieces = None
        for first in _forms(tokens[i]):
            for rest, role in self._phrases.get(first, ()):
                if not rest and len(atoms(tokens[i].norm)) == 1:
                    return role, i
                pieces = pieces or _pieces(tokens, i)
                last = _follows(pieces, rest)
                if last is not None:
                    return role, last
        return None

    def office(self, name: str) -> str:
        """Return the key of an office given in words (``Premier ministre`` → government)."""
        parts = atoms(name)
        for size in range(len(parts), 0, -1):
            for rest, role in self._phrases.get(parts[0], ()):
                if list(rest) == parts[1:size]:
                    return role.office
        return name

    def sector_of(self, token: Token) -> str | None:
        """Return the sector that an adjective gives (``policière`` → COP), or None."""
        return self.adjectives.get(plain(token.norm))


def roles_of(lexicon: Lexicon) -> Roles:
    """Return the roles of a lexicon, built once."""
    return lexicon.compiled("roles", lambda: Roles(lexicon))


def _forms(token: Token) -> list[str]:
    """Return the first atom of the token's form and of its lemma, and the form without a plural mark."""
    norm = atoms(token.norm)
    if not norm:
        return []
    forms = [norm[0]]
    lemma = atoms(token.lemma)
    if lemma and lemma[0] != norm[0]:
        forms.append(lemma[0])
    if norm[0].endswith(("s", "x")) and len(norm[0]) > SHORT:
        forms.append(norm[0][:-1])
    return forms


def _pieces(tokens: Sequence[Token], i: int) -> list[tuple[str, int, bool]]:
    """Return the atoms from token ``i`` on (atom, token index, is an adjective), as far as a phrase can go."""
    pieces: list[tuple[str, int, bool]] = []
    for j in range(i, min(i + LONGEST, len(tokens))):
        if tokens[j].line != tokens[i].line:
            break
        given = atoms(tokens[j].norm)
        if not given and tokens[j].text not in HYPHENS:
            break
        pieces.extend((atom, j, tokens[j].pos == "ADJ") for atom in given)
    return pieces


def _follows(pieces: Sequence[tuple[str, int, bool]], rest: tuple[str, ...]) -> int | None:
    """Return the index of the last token when the atoms ``rest`` follow the first piece, else None.

    One adjective may stand between (``le ministre malien de la Défense``); plurals match singulars.
    """
    at, skipped, last = 1, False, pieces[0][1] if pieces else None
    for wanted in rest:
        if at < len(pieces) and not skipped and not _same(pieces[at][0], wanted) and pieces[at][2]:
            at, skipped = at + 1, True
        if at >= len(pieces) or not _same(pieces[at][0], wanted):
            return None
        last, at = pieces[at][1], at + 1
    if at < len(pieces) and pieces[at][1] == last:
        return None
    return last


def _same(given: str, wanted: str) -> bool:
    return given == wanted or given.rstrip("sx") == wanted.rstrip("sx")


def _inverted(table: dict[str, list[str]]) -> dict[str, str]:
    return {plain(word): sector for sector, words in table.items() for word in words}


def _text(value: object) -> str | None:
    return str(value) if value else None
