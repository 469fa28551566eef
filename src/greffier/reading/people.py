"""Personal names: tells where a capitalised sequence is a name, and how long it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from greffier.reading.gazetteer import Mention, plain
from greffier.reading.parse import Token
from greffier.reading.roles import Roles

# Lower-case words that may stand inside a personal name.
PARTICLES = frozenset(
    {
        "al",
        "el",
        "ben",
        "bin",
        "ibn",
        "ould",
        "von",
        "van",
        "der",
        "den",
        "di",
        "da",
        "dos",
        "ag",
        "bint",
        "de",
        "d'",
        "ul",
    }
)
NOT_NAMES = frozenset({"DET", "ADP", "PRON", "CCONJ", "SCONJ", "AUX", "ADV", "PUNCT", "NUM"})
HYPHENS = frozenset("-‑")
ALONE = frozenset({"country", "capital", "body", "seat", "group", "place", "actor", "leader"})


def is_capital(token: Token) -> bool:
    """Tell whether a token begins with a capital letter."""
    return token.text[:1].isupper()


def name_end(tokens: Sequence[Token], i: int, known: Mapping[int, Mention], roles: Roles, follows: bool) -> int | None:
    """Return the index after a capitalised name that begins at token ``i``, or None where none begins.

    ``known`` maps a token's index to the known name that begins there; ``follows`` says that a title or an
    office stands before, so that a word the tagger takes for something else may still open a name.
    """
    token = tokens[i]
    if not _opens(token, roles, follows) or (i in known and not _joins(tokens, i, known)):
        return None
    j = i + 1
    while j < len(tokens) and tokens[j].line == token.line:
        step = _step(tokens, j, known, roles)
        if not step:
            break
        j += step
    return j


def _opens(token: Token, roles: Roles, follows: bool) -> bool:
    if not is_capital(token) or plain(token.norm) in roles.notnames or plain(token.norm) in roles.titles:
        return False
    if token.pos == "PROPN":
        return True
    first = token.i == 0 or token.dep == "ROOT"
    return (follows and token.pos not in {"ADP", "PUNCT", "NUM"}) or (
        token.pos in {"NOUN", "ADJ", "X"} and not first and len(token.text) > 2
    )


def _step(tokens: Sequence[Token], j: int, known: Mapping[int, Mention], roles: Roles) -> int:
    """Return how many tokens the name goes on by at ``j``, 0 where it ends."""
    token, before = tokens[j], tokens[j - 1]
    if token.text in HYPHENS:
        glued = before.end == token.start and j + 1 < len(tokens) and tokens[j + 1].start == token.end
        return 2 if glued and tokens[j + 1].text[:1].isalpha() else 0
    if is_capital(token):
        if plain(token.norm) in roles.notnames and not _initial(token):
            return 0
        if j in known and known[j].last > j and not _surname_like(known[j]):
            return 0
        if token.pos in {"ADP", "CCONJ", "PRON", "PUNCT"} and before.end != token.start:
            return 1 if len(token.text) > 1 and plain(token.norm) in {"al", "el", "ould", "de"} else 0
        acronym = len(token.text) > 1 and token.text.isupper() and not before.text.isupper()
        return 0 if acronym and j in known else 1
    if before.end == token.start and token.text[:1] in "'’":
        return 1
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    if token.norm in PARTICLES and following is not None and following.line == token.line:
        return _particle(tokens, j, known, roles)
    return 0


def _particle(tokens: Sequence[Token], j: int, known: Mapping[int, Mention], roles: Roles) -> int:
    token, following = tokens[j], tokens[j + 1]
    if token.norm in {"de", "d'"}:
        named = is_capital(following) and j + 1 not in known and plain(following.norm) not in roles.notnames
        return 2 if named and tokens[j - 1].pos == "PROPN" and following.pos == "PROPN" else 0
    if following.text in HYPHENS or following.norm in PARTICLES:
        return 1
    return 2 if is_capital(following) else 0


def _joins(tokens: Sequence[Token], i: int, known: Mapping[int, Mention]) -> bool:
    """Tell whether a known one-word name opens a longer personal name (``Israel Katz``, ``Hollande``)."""
    mention = known[i]
    if mention.of("surname") and not mention.of("country", "capital"):
        return True
    if mention.last > i or mention.entry.kind in {"body", "group", "seat", "actor", "leader"}:
        return False
    follower = tokens[i + 1] if i + 1 < len(tokens) else None
    return bool(
        follower and follower.pos == "PROPN" and is_capital(follower) and i + 1 not in known
        and follower.dep in {"flat:name", "flat"} and follower.head is tokens[i] and not follower.text.isupper()
    )  # fmt: skip


def _surname_like(mention: Mention) -> bool:
    return mention.entry.kind in {"surname", "leader"}


def _initial(token: Token) -> bool:
    return len(token.text) <= 2 and token.text.endswith(".")
