"""Clauses: which finite verbs of a stretch of words stand free, with no pronoun or conjunction that opens their clause.

The parse is not asked: in long sentences it is wrong where it matters, the small words are right.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from greffier.reading.parse import Token

OPENERS = frozenset(
    {"qui", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles", "auquel", "auxquels", "auxquelles",
     "duquel", "lorsque", "lorsqu'", "quand", "puisque", "puisqu'", "quoique", "combien", "pourquoi", "comment", "si",
     "car", "s'", "comme", "que", "qu'", "quoi"}
)  # fmt: skip
RESTRICTED_BY = frozenset({"ne", "n'"})
NEGATED_BY = frozenset({"pas", "plus", "jamais", "rien", "aucun", "aucune", "personne", "point"})
COMPARISONS = frozenset({"plus", "moins", "autre", "autres", "autant", "tel", "telle", "tels", "telles", "aussi"})
COUNTED = frozenset({"NUM", "ADV", "DET"})
COORDINATION = frozenset({"et", "ou", "mais", "puis", ","})
MISTAGGED = frozenset({"envers", "personne", "outre", "malgré", "hormis"})  # never verbs in a dispatch
NOT_CLITIC = frozenset({"celui-ci", "celle-ci", "ceux-ci", "tous", "tout", "rien", "cela", "ça"})
BESIDE_VERB = frozenset({"PRON", "ADV", "PART"})


def is_finite(token: Token) -> bool:
    """Tell whether a token is a finite verb or auxiliary."""
    if token.pos not in {"VERB", "AUX"} or token.morph.get("VerbForm") != "Fin":
        return False
    if token.norm in MISTAGGED or token.norm.endswith(("é", "és", "ée", "ées")):
        return False
    return not (token.norm == "est" and token.left is not None and token.left.norm == "l'")


def free_verb(
    tokens: Sequence[Token], first: int, last: int, hidden: Container[int] = (), mended: Container[int] = (),
    commas: bool = True,
) -> int | None:  # fmt: skip
    """Return the index in [first, last) of the first finite verb that no word before it opens, or None.

    A verb coordinated with one of a clause belongs to that clause; ``commas`` says whether a comma coordinates.
    ``hidden`` are indices to leave out, ``mended`` those of finite verbs that the tagger took for other words.
    """
    pending, used = 0, 0
    for k in range(first, last):
        token = tokens[k]
        if k in hidden:
            continue
        if _opens(tokens, k, first):
            pending += 1
        elif is_finite(token) or k in mended:
            if pending:
                pending, used = pending - 1, used + 1
            elif not (used and _coordinated(tokens, k, first, commas)):
                return k
    return None


def awaits_verb(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a conjunction « que » in [first, last) still waits for the verb of its clause."""
    opened = [k for k in range(first, last) if tokens[k].norm in {"que", "qu'"} and tokens[k].relation == "mark"]
    return bool(opened) and free_verb(tokens, opened[-1] + 1, last) is None


def group_start(tokens: Sequence[Token], k: int, first: int) -> int:
    """Return where the group of the finite verb at ``k`` begins, its clitics, negation and adverbs included."""
    while k - 1 > first and tokens[k - 1].pos in BESIDE_VERB and tokens[k - 1].norm not in NOT_CLITIC:
        k -= 1
    return k


def _opens(tokens: Sequence[Token], k: int, first: int) -> bool:
    token = tokens[k]
    norm = token.norm
    if norm not in OPENERS:
        return False
    if norm == "s'":
        return token.pos == "SCONJ" or (k + 1 < len(tokens) and tokens[k + 1].norm in {"il", "ils"})
    if norm == "comme":
        return token.pos == "SCONJ" and token.relation == "mark"
    if norm == "si":
        return token.pos == "SCONJ"
    if norm == "dont":
        return not (k + 1 < len(tokens) and tokens[k + 1].pos == "NUM")
    if norm in {"que", "qu'"}:
        return not _restricts(tokens, k, first)
    if norm == "quoi":
        return k > 0 and tokens[k - 1].pos == "ADP"
    return True


def _restricts(tokens: Sequence[Token], k: int, first: int) -> bool:
    """Tell whether « que » only restricts (« n'admet que deux morts ») or compares (« plus grave que »)."""
    if k > 0 and tokens[k - 1].norm in COMPARISONS:
        return True
    for j in range(k - 1, max(first - 1, k - 9), -1):
        if tokens[j].norm in NEGATED_BY or tokens[j].norm == ",":
            return False
        if tokens[j].norm in RESTRICTED_BY:
            return True
    return False


def _coordinated(tokens: Sequence[Token], k: int, first: int, commas: bool) -> bool:
    """Tell whether the verb at ``k`` follows « et », « ou » or a comma, clitics and adverbs aside."""
    j = k - 1
    while j > first and tokens[j].pos in BESIDE_VERB:
        j -= 1
    return j >= first and tokens[j].norm in COORDINATION and (commas or tokens[j].norm != ",")
