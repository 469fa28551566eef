"""Known names: finds the countries, peoples, places, leaders, bodies, groups and seats that a dispatch names.

Names and text are compared atom by atom (a run of letters or digits, without accents, in lower case), so that
neither the tokenizer's cuts nor accents on capitals matter; capitals are then asked for where the name has them.
One pass over the document, longest match first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from greffier.errors import LexiconError
from greffier.french import Lexicon
from greffier.reading.parse import Document, Token
from greffier.records import Span

ATOM = re.compile(r"[^\W_]+")
ELISIONS = frozenset({"l", "d", "qu", "s", "n", "m", "t", "j", "c", "lorsqu", "puisqu", "jusqu"})
ARTICLES = frozenset({"le", "la", "les", "l"})
# An entry of an earlier kind wins where several share a name.
KINDS = ("actor", "leader", "country", "seat", "body", "group", "capital", "demonym", "place", "surname")
RANK = {kind: rank for rank, kind in enumerate(KINDS)}
SHORT_ACRONYM = 3
PARTICLES = frozenset({"de", "von", "van", "al", "ben", "bin", "ould", "el", "le", "la", "da", "dos", "di", "du"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What the tables know under one name. ``country`` is an ISO alpha-3 or a PLOVER code (``IGO``, ``UNO`` …).

    ``start`` and ``end`` bound a leader's time in office. ``precision`` is the kind of place;
    ``latitude`` and ``longitude`` are degrees. ``common`` marks a name that is also an ordinary word.
    """

    kind: str
    name: str
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    wikidata: str | None = None
    start: date | None = None
    end: date | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonameid: int | None = None
    precision: str | None = None
    population: int = 0
    common: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in the text: token indices from ``first`` to ``last`` (inclusive), best entry first."""

    span: Span
    first: int
    last: int
    entries: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        """Return the entry that wins where nothing else decides."""
        return self.entries[0]

    def of(self, *kinds: str) -> Entry | None:
        """Return the best entry of one of the kinds, or None."""
        return next((e for e in self.entries if e.kind in kinds), None)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return the text in lower case without accents (``État`` → ``etat``)."""
    if text.isascii():
        return text.lower()
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


def atoms(text: str) -> list[str]:
    """Return the plain atoms of a name (``Côte d'Ivoire`` → cote, d, ivoire)."""
    return ATOM.findall(plain(text))


class Gazetteer:
    """All known names of a lexicon, by their atoms."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Index every table of names of ``lexicon``."""
        self._names: dict[str, list[tuple[str, Entry]]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self.countries: dict[str, Entry] = {}
        self.capitals: dict[str, str] = {}
        for name, entry in _entries(lexicon):
            self._add(name, entry)
        for found in self._names.values():
            if len(found) > 1:
                found.sort(key=lambda pair: (RANK[pair[1].kind], -pair[1].population))

    def _add(self, name: str, entry: Entry) -> None:
        parts = atoms(name)
        if not parts:
            return
        if entry.kind == "country":
            self.countries.setdefault(entry.country or "", entry)
        if entry.kind == "capital":
            self.capitals.setdefault(entry.country or "", entry.name)
        self._names.setdefault(" ".join(parts), []).append((name, entry))
        known = self._lengths.get(parts[0], ())
        if len(parts) not in known:
            self._lengths[parts[0]] = tuple(sorted((*known, len(parts)), reverse=True))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Return the entries under a name, whatever its accents and capitals, best first."""
        return tuple(entry for _, entry in self._names.get(" ".join(atoms(name)), ()))

    def find(self, doc: Document) -> tuple[Mention, ...]:
        """Return the known names of a document in the order of the text; they do not overlap."""
        pieces = _pieces(doc.tokens)
        found: list[Mention] = []
        i = 0
        while i < len(pieces):
            hit = self._longest(pieces, i) if pieces[i].opens else None
            if hit is None or (pieces[i].plain in ARTICLES and self._better(pieces, i + 1, i + hit[0])):
                i += 1
                continue
            length, entries = hit
            first, last = pieces[i], pieces[i + length - 1]
            found.append(Mention(Span(first.start, last.end), first.token.i, last.token.i, entries))
            i += length
        return tuple(found)

    def _better(self, pieces: Sequence[_Piece], i: int, end: int) -> bool:
        """Tell whether a name that begins after an article runs further (``La Côte`` against ``Côte d'Ivoire``)."""
        hit = self._longest(pieces, i) if i < len(pieces) else None
        return hit is not None and (i + hit[0] > end or (i + hit[0] == end and RANK[hit[1][0].kind] < RANK["place"]))

    def _longest(self, pieces: Sequence[_Piece], i: int) -> tuple[int, tuple[Entry, ...]] | None:
        line = pieces[i].token.line
        for length in self._lengths.get(pieces[i].plain, ()):
            run = pieces[i : i + length]
            if len(run) < length or not run[-1].closes or run[-1].token.line != line:
                continue
            known = self._names.get(" ".join(p.plain for p in run))
            entries = tuple(dict.fromkeys(e for name, e in known if _cased(name, e, run))) if known else ()
            if entries:
                return length, entries
        return None


@dataclass(frozen=True, slots=True)
class _Piece:
    """An atom of the text and where it lies; ``opens``/``closes``: a name may begin or end here."""

    plain: str
    surface: str
    start: int
    end: int
    token: Token
    opens: bool
    closes: bool


def _pieces(tokens: Iterable[Token]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for token in tokens:
        if token.text.isalnum():
            pieces.append(_Piece(plain(token.text), token.text, token.start, token.end, token, True, True))
            continue
        found = list(ATOM.finditer(token.text))
        opens = True
        for k, match in enumerate(found):
            start, surface = token.start + match.start(), match.group()
            atom = plain(surface)
            pieces.append(_Piece(atom, surface, start, start + len(surface), token, opens, k == len(found) - 1))
            opens = opens and atom in ELISIONS
    return pieces


def _cased(name: str, entry: Entry, run: Sequence[_Piece]) -> bool:
    """Tell whether the text has its capitals where the name has them (a demonym needs none)."""
    if entry.kind == "demonym":
        return True
    given = ATOM.findall(name)
    if len(given) != len(run):
        return True
    if len(given) == 1 and given[0].isupper() and len(given[0]) <= SHORT_ACRONYM:
        return run[0].surface.isupper()
    return all(not g[0].isupper() or p.surface[0].isupper() for g, p in zip(given, run, strict=True))


def gazetteer(lexicon: Lexicon) -> Gazetteer:
    """Return the gazetteer of a lexicon, built once."""
    return lexicon.compiled("gazetteer", lambda: Gazetteer(lexicon))


def _entries(lexicon: Lexicon) -> Iterator[tuple[str, Entry]]:
    yield from _countries(lexicon)
    yield from _places(lexicon)
    yield from _leaders(lexicon)
    for kind, name in (("body", "bodies"), ("seat", "seats"), ("group", "groups"), ("actor", "actors")):
        for item in lexicon.table(name).get(kind, ()):
            if "name" not in item:
                raise LexiconError(f"An entry [[{kind}]] of {name}.toml has no name; give it one and run again.")
            entry = Entry(
                kind, item["name"], item.get("country") or item.get("code"), item.get("sector") or None,
                wikidata=item.get("wikidata") or None, common=bool(item.get("common")),
            )  # fmt: skip
            for alias in (item["name"], *several(item.get("aliases"))):
                yield alias, entry


def _countries(lexicon: Lexicon) -> Iterator[tuple[str, Entry]]:
    for row in lexicon.rows("countries"):
        code, name = row["code"], row["name"]
        where = {
            "latitude": _number(row.get("latitude")),
            "longitude": _number(row.get("longitude")),
            "geonameid": _whole(row.get("geonameid")),
        }
        wikidata = row.get("wikidata") or None
        entry = Entry("country", name, code, "GOV", wikidata=wikidata, precision="country", **where)  # type: ignore[arg-type]
        for alias in (name, *several(row.get("aliases"))):
            yield alias, entry
        people = Entry("demonym", name, code, wikidata=wikidata)
        for alias in several(row.get("demonyms")):
            if len(alias) >= SHORT_ACRONYM:
                yield alias, people
        if row.get("capital"):
            capital = Entry("capital", row["capital"], code, "GOV", precision="city")
            for alias in (row["capital"], *several(row.get("capital_aliases"))):
                yield alias, capital


def _places(lexicon: Lexicon) -> Iterator[tuple[str, Entry]]:
    for row in lexicon.rows("places"):
        entry = Entry(
            "place", row["name"], row.get("country") or None, precision=row.get("kind") or None,
            latitude=_number(row.get("latitude")), longitude=_number(row.get("longitude")),
            geonameid=_whole(row.get("geonameid")), population=_whole(row.get("population")) or 0,
        )  # fmt: skip
        yield row["name"], entry
        for alias in several(row.get("aliases")):
            yield alias, entry


def _leaders(lexicon: Lexicon) -> Iterator[tuple[str, Entry]]:
    for row in lexicon.rows("leaders"):
        about = {
            "role": row.get("role") or None,
            "wikidata": row.get("wikidata") or None,
            "start": _day(row.get("from")),
            "end": _day(row.get("to")),
        }
        country, sector = row.get("country") or None, row.get("sector") or None
        entry = Entry("leader", row["name"], country, sector, **about)  # type: ignore[arg-type]
        aliases = (row["name"], *several(row.get("aliases")))
        for alias in aliases:
            yield alias, entry
        surname = Entry("surname", row["name"], country, sector, **about)  # type: ignore[arg-type]
        for last in {surname_of(alias) for alias in aliases if " " in alias}:
            if len(last) > SHORT_ACRONYM:
                yield last, surname


def surname_of(name: str) -> str:
    """Return the part of a personal name that stands alone (``Bachar al-Assad`` → ``al-Assad``)."""
    words = name.split()
    return words[-1] if words else name


def several(value: str | Iterable[str] | None) -> list[str]:
    """Return the values of a cell (separated by ``|``) or of a TOML list."""
    parts = value.split("|") if isinstance(value, str) else list(value or ())
    return [p.strip() for p in parts if p.strip()]


def _number(cell: str | None) -> float | None:
    return float(cell) if cell else None


def _whole(cell: str | None) -> int | None:
    return int(float(cell)) if cell else None


def _day(cell: str | None) -> date | None:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None for anything else."""
    if not cell:
        return None
    parts = ([*cell.split("-"), "1", "1"])[:3]
    try:
        return date(*(int(p) for p in parts))
    except ValueError:
        return None
