"""How many: the figures that matter to the story, with their bounds, their object and their role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from greffier.french import Lexicon
from greffier.reading.figure_roles import Figure, Given, RoleWords, role_of, role_words
from greffier.reading.numbers import NumberWords, Numeral, find_numerals, number_words
from greffier.reading.parse import Document, Token
from greffier.records import Quantity, Span, Why

# How far behind a number the noun that it counts is looked for.
NOUN_REACH = 5
YEARS = range(1900, 2101)
SMALL = 3
# From here on a number that stands alone counts what was told before (« contre 12 000 la veille »).
LARGE = 1000
BEFORE_NOUN = frozenset({"ADJ", "NUM", "ADV"})
OWNERS = frozenset({"ses", "leurs", "nos", "vos", "mes", "ces", "leur", "son", "sa", "notre"})
CASUALTIES = ("killed", "injured")
PERSONAL = ("killed", "injured", "arrested", "displaced", "held")
# What may stand between two figures that share a role.
JOINTS = frozenset({",", "et", "ou", "dont", "ainsi", "que", "puis", "plus", "voire", "(", "-", "–"})


@dataclass(frozen=True, slots=True)
class Counted:
    """What the lexicon knows of numbers and counted things."""

    numbers: NumberWords
    roles: RoleWords
    currencies: Mapping[str, str]
    currency_of: Mapping[str, str]
    central_africa: tuple[str, ...]
    guards: Mapping[str, frozenset[str]]


def find_quantities(doc: Document, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Return the figures of a dispatch in text order (one entry a mention; ``claim`` is left None).

    Dates, ages, durations, distances, percentages, ranks and numbers that belong to a name are none.
    """
    counted = _counted(lexicon)
    found: list[Quantity] = []
    for start, end in doc.sentences:
        tokens = doc.tokens[start:end]
        numerals = find_numerals(tokens, counted.numbers)
        figures = [_figure(tokens, numeral, counted) for numeral in numerals]
        kept = [(f, _currency(doc, f, counted)) for f in figures]
        kept = [(f, unit) for f, unit in kept if unit or _matters(f, counted)]
        given = [_given(figure, unit, counted) for figure, unit in kept]
        _share(kept, given, found[-1] if found else None)
        casualties = sum(g.role in CASUALTIES and f.numeral.value != 1 for (f, _), g in zip(kept, given, strict=True))
        for (figure, unit), reason in zip(kept, given, strict=True):
            if unit or _told(figure, counted, reason, casualties > 0):
                found.append(_quantity(doc, figure, unit, reason, found[-1] if found else None))
    return tuple(found)


def _counted(lexicon: Lexicon) -> Counted:
    def build() -> Counted:
        table = lexicon.table("numbers")
        guards = {name: frozenset(words) for name, words in table["guards"].items()}
        central = tuple(table["central_africa"]["words"])
        return Counted(
            number_words(lexicon),
            role_words(lexicon),
            table["currencies"],
            table["currency_of"],
            central,
            guards,
        )

    return lexicon.compiled("counted things", build)


def _figure(tokens: Sequence[Token], numeral: Numeral, counted: Counted) -> Figure:
    """Find the noun that a number counts: the first noun behind it that only adjectives part from it."""
    at = numeral.last + 1
    if at < len(tokens) and tokens[at].norm in ("de", "d'", "des") and _counts_of(tokens, numeral, counted):
        at += 1
        if at < len(tokens) and tokens[at].norm in OWNERS:
            at += 1
    for at in range(at, min(len(tokens), at + NOUN_REACH)):  # noqa: B020 - the search begins where the prefix ends
        token = tokens[at]
        if token.pos in ("NOUN", "PROPN") or (token.pos in ("ADJ", "X", "VERB") and _closes(tokens, at)):
            return Figure(numeral, tokens, token, _phrase_end(tokens, at))
        if token.norm in ("autres", "autre"):
            return Figure(numeral, tokens, None, at + 1)
        if token.pos not in BEFORE_NOUN:
            break
    return Figure(numeral, tokens, None, numeral.last + 1)


def _counts_of(tokens: Sequence[Token], numeral: Numeral, counted: Counted) -> bool:
    """Tell whether « de » behind a number leads to what it counts (« vingtaine de », « trois de ses »)."""
    norm = tokens[numeral.last].norm
    if norm in counted.numbers.collectives or norm in counted.numbers.multipliers:
        return True
    follows = tokens[numeral.last + 2].norm if numeral.last + 2 < len(tokens) else ""
    return follows in OWNERS


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an adjective stands for a noun (« deux blessés », « trois Français »)."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].norm in ("autres", "autre"):
        return False
    if tokens[at].pos == "VERB":
        return tokens[at].norm.endswith(("és", "ées", "é", "ée", "us"))
    return following is None or following.pos not in ("NOUN", "PROPN", "ADJ")


def _phrase_end(tokens: Sequence[Token], at: int) -> int:
    """Return the end of the noun phrase: adjectives, and one « de » with its noun."""
    end = at + 1
    while end < len(tokens) and tokens[end].pos in ("ADJ", "PROPN") and tokens[end].norm[:1].isalpha():
        end += 1
    if end + 1 < len(tokens) and tokens[end].norm in ("de", "d'") and tokens[end + 1].pos in ("NOUN", "PROPN"):
        end += 2
        while end < len(tokens) and tokens[end].pos == "ADJ":
            end += 1
    return end


def _given(figure: Figure, unit: str | None, counted: Counted) -> Given:
    return Given("cost", figure.noun or figure.last) if unit else role_of(figure, counted.roles)


def _share(kept: Sequence[tuple[Figure, str | None]], given: list[Given], previous: Quantity | None) -> None:
    """Let figures of one enumeration, and lone numbers, take the role of their neighbour (in place)."""
    for at in range(len(given) - 2, -1, -1):
        own, after = given[at], given[at + 1]
        hurt = own.role == "strength" and own.word is kept[at][0].noun and after.role in CASUALTIES
        if (
            (hurt or not own.sure)
            and after.sure
            and after.role != "cost"
            and _joined(kept[at][0], kept[at + 1][0], True)
        ):
            given[at] = Given(after.role, after.word, after.role in CASUALTIES)
    for at, (figure, _) in enumerate(kept):
        before = given[at - 1] if at else None
        if before and _among_them(kept[at - 1][0], figure):
            given[at] = _as_part(figure, given[at], before)
            if before.role in PERSONAL:
                continue
        if (
            before
            and _parted(kept[at - 1][0], figure)
            and before.word is kept[at - 1][0].noun
            and before.role == "strength"
        ):
            given[at] = Given("other", given[at].word)  # « 128 drones, dont 72 ont été abattus »
        if given[at].sure or given[at].role != "other":
            continue
        if before and before.role != "cost" and _joined(kept[at - 1][0], figure, False):
            given[at] = Given(before.role, before.word, False)
        elif figure.noun is None and not _acts(figure) and (at or previous):
            role = before.role if before else previous.role if previous else "other"
            if role != "cost":
                given[at] = Given(role, figure.last, False)


def _as_part(figure: Figure, own: Given, whole: Given) -> Given:
    """Return the role of a figure that is part of another: the other's, unless a word of its own gives it one."""
    of_itself = own.sure and own.word is not figure.noun
    if whole.role in PERSONAL and not of_itself:
        return Given(whole.role, whole.word, False)
    freed = whole.role == "other" and whole.sure and own.role == "strength" and not of_itself
    return Given("other", whole.word) if freed else own


def _merely_forces(figure: Figure, given: Given) -> bool:
    """Tell whether nothing but its noun makes a figure one of forces or kit."""
    return given.role == "strength" and given.word is figure.noun


def _parted(first: Figure, second: Figure) -> bool:
    """Tell whether a lone number is that part of the first to which something was done (« dont 72 ont été … »)."""
    between = [t.norm for t in first.tokens[first.end : second.numeral.start]]
    return second.noun is None and "dont" in between[-3:] and _acts(second)


def _joined(first: Figure, second: Figure, backwards: bool) -> bool:
    """Tell whether only « et », « dont » or a comma stands between two figures."""
    between = [t.norm for t in first.tokens[first.end : second.numeral.start]]
    if backwards and "dont" in between:
        return False
    return bool(between) and len(between) <= 3 and all(n in JOINTS for n in between)


def _among_them(first: Figure, second: Figure) -> bool:
    """Tell whether the second figure is part of the first (« 36 morts, dont quatre casques bleus »)."""
    between = [t.norm for t in first.tokens[first.end : second.numeral.start]]
    return "dont" in between and len(between) <= 3 and not _acts(second)


def _acts(figure: Figure) -> bool:
    """Tell whether a lone number is the subject of a verb behind it (« 22 restent introuvables »)."""
    after = figure.tokens[figure.end] if figure.end < len(figure.tokens) else None
    return after is not None and after.pos in ("VERB", "AUX")


def _quantity(doc: Document, figure: Figure, unit: str | None, given: Given, previous: Quantity | None) -> Quantity:
    value, low, high = figure.numeral.bounds()
    thing = _object(doc, figure) or (previous.object if previous and figure.noun is None else None)
    measure = "tonnes" if figure.noun and figure.noun.norm.startswith("tonne") else None
    span = doc.span(figure.tokens[figure.numeral.start : figure.end])
    why = Why(f"{given.role} by « {given.word.norm} »", (given.word.span,))
    return Quantity(span, value, low, high, unit or measure, thing, given.role, why=why)


def _object(doc: Document, figure: Figure) -> str | None:
    if figure.noun is None:
        return None
    first, last = figure.noun, figure.tokens[figure.end - 1]
    return Span(first.start, max(first.end, last.end)).of(doc.text)


def _currency(doc: Document, figure: Figure, counted: Counted) -> str | None:
    """Return the ISO code of the money that the number counts, or None."""
    after = figure.tokens[figure.numeral.last + 1 : figure.numeral.last + 2]
    word = next((t for t in (figure.noun, *after) if t and t.norm in counted.currencies), None)
    if word is None:
        return None
    following = figure.tokens[word.i - figure.tokens[0].i + 1 :][:1]
    code = counted.currency_of.get(following[0].norm) if following else None
    if code is None:
        code = counted.currencies[word.norm]
        if code == "XOF" and sum(w in doc.text for w in counted.central_africa) > 1:
            code = "XAF"
    return code


def _matters(figure: Figure, counted: Counted) -> bool:
    """Tell whether a number counts something at all: no date, share, distance, name or rank."""
    numeral, noun, guards = figure.numeral, figure.noun, counted.guards
    after = figure.tokens[numeral.last + 1] if numeral.last + 1 < len(figure.tokens) else None
    if after and (_among(after, guards["never"]) or after.norm.startswith(("%", "°"))):
        return False
    if noun and _among(noun, guards["never"]):
        return False
    if not numeral.words and _of_name(figure, guards["before"]):
        return False
    if numeral.kind == "rough" and figure.before and figure.before.norm == "la" and not numeral.modified:
        return False  # « la trentaine » is an age
    if _is_year(figure):
        return False
    return noun is not None or _stands_alone(figure, counted)


def _among(token: Token, words: frozenset[str]) -> bool:
    norm = token.norm.rstrip(".")
    return token.lemma in words or norm in words or norm.removesuffix("s") in words


def _of_name(figure: Figure, names: frozenset[str]) -> bool:
    """Tell whether digits belong to the name or rank right before them (« Logone 2025 », « article 5 »)."""
    before = figure.before
    if before is None:
        return False
    if before.norm in names or (before.norm.endswith(("n°", "-")) and before.end == figure.last.start):
        return True
    named = before.pos == "PROPN" or (before.pos == "NOUN" and figure.noun is None)
    plural = figure.noun is not None and figure.noun.norm.endswith("s")
    return named and before.text[:1].isupper() and not plural


def _is_year(figure: Figure) -> bool:
    numeral, before = figure.numeral, figure.before
    if numeral.kind == "range" and numeral.value in YEARS and numeral.high in YEARS:
        return figure.noun is None
    if numeral.kind != "exact" or numeral.value not in YEARS or len(figure.last.text) != 4:
        return False
    follows = figure.noun is not None and figure.noun.i == figure.last.i + 1 and figure.noun.norm.endswith("s")
    return not follows or (before is not None and before.norm in ("en", "de", "depuis", "fin", "début", "mi"))


def _stands_alone(figure: Figure, counted: Counted) -> bool:
    """Tell whether a number without a noun still counts something told before (« 22 restent … »)."""
    numeral, before = figure.numeral, figure.before
    if numeral.value == 1 or (before and before.norm in ("tous", "toutes", "eux", "des")):
        return False
    others = figure.end > numeral.last + 1
    if numeral.modified or others or numeral.kind in ("rough", "vague", "range"):
        return True
    if any(t.lemma in counted.guards["toll"] for t in figure.tokens[: numeral.start]):
        return True
    if before and before.pos == "VERB" and before.lemma in counted.roles.verbs:
        return True
    after = [t.norm for t in figure.tokens[figure.end : figure.end + 2]]
    if after in (["d'", "entre"], ["au", "total"]):
        return True
    if numeral.value <= SMALL:
        return False
    if not numeral.words and numeral.value >= LARGE and numeral.value not in YEARS:
        return True
    return _acts(figure) or (before is not None and before.norm == "dont")


def _told(figure: Figure, counted: Counted, given: Given, casualties: bool) -> bool:
    """Tell whether a counted thing is a figure of the story: « les deux pays » only points at them."""
    numeral, noun, guards = figure.numeral, figure.noun, counted.guards
    if numeral.value == 1:
        itself = noun is not None and given.word is noun and given.role in CASUALTIES
        outside = figure.before is not None and figure.before.pos == "ADP"
        return given.role in CASUALTIES and numeral.words and (itself or (casualties and not outside))
    if noun is None or numeral.kind != "exact" or numeral.value > SMALL:
        return True
    definite = figure.before is not None and figure.before.norm in guards["definite"]
    if definite and _among(noun, guards["pointed"]):
        return False
    return given.role != "other" or not _among(noun, guards["few"])
