"""Heads of state and government out of REIGN, the factbook and Wikidata, after our own rows of people."""

from __future__ import annotations

import csv
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

FIRST_YEAR = 2010
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SINCE = re.compile(r"\((?:since )?(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})\)")
TITLES = re.compile(
    r"^(?:(?:Interim|Transition(?:al)?|Acting|Caretaker|Vice|Deputy|Executive|Co-|GNU|CNSP|State|Supreme|Federal|Prime|"
    r"First|Gen\.|General|Col\.|Capt\.|Lt\.|Maj\.|Dr\.|Sir|Dame|King|Queen|Sultan|Amir|Emir|Crown|Prince|Princess|Grand|"
    r"Duke|President|Minister|Premier|Chancellor|Taoiseach|Leader|Governor-General|Governor|Pope|Chairman|Chairperson|of|"
    r"the|and|Presidency|Council|Government|Head|Captain|Regent|Administrator|Secretary|Representative)\b[.,]?\s*)+"
)
ROLES = (
    (("vice", "deputy"), ""),
    (("prime minister", "taoiseach", "premier", "head of government"), "Premier ministre"),
    (("chancellor",), "chancelier"),
    (("governor-general", "governor"), "gouverneur général"),
    (("king", "queen", "monarch", "sultan", "emir", "amir", "grand duke", "prince"), "souverain"),
    (("supreme leader",), "Guide suprême"),
    (("president", "chief of state", "head of state"), "président"),
)
CROWN = {"Charles III", "Elizabeth II", "Philippe VI", "Frederik X", "Margrethe II"}
NO_NAME = re.compile(r"\b(?:Council|Assembly|Minister|Ministers|Executive|China|countries|states|Affairs|Polynesia)\b")
PARTICLES = {"al", "el", "de", "da", "bin", "ben", "ould", "von", "van", "the", "of", "jr"}
Row = dict[str, str]


def plain(text: str) -> str:
    """Return the text in lower case without accents and punctuation, to compare names."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare.casefold()).strip()


def words(name: str) -> frozenset[str]:
    """Return the words of a name that tell persons apart."""
    return frozenset(w for w in plain(name).split() if len(w) > 2 and w not in PARTICLES)


def country_codes(facts: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the ISO code by English name, and by the Olympic code, with which REIGN's often agree."""
    names, olympic = {}, {}
    for country in json.loads((facts / "mledoze_countries.json").read_text(encoding="utf-8")):
        code = "XKX" if country["cca3"] == "UNK" else country["cca3"]
        for name in (country["name"]["common"], country["name"]["official"], *country["altSpellings"]):
            names[plain(name)] = code
        olympic[country["cioc"]] = code
    extra = {
        "people s republic of china": "CHN",
        "state of palestine": "PSE",
        "drc": "COD",
        "congo brazzaville": "COG",
        "burma": "MMR",
        "cabo verde": "CPV",
        "turkey turkiye": "TUR",
        "the gambia": "GMB",
        "the bahamas": "BHS",
        "korea north": "PRK",
        "korea south": "KOR",
        "holy see vatican city": "VAT",
        "czechia": "CZE",
        "republic of ireland": "IRL",
        "kingdom of denmark": "DNK",
        "kingdom of the netherlands": "NLD",
        "federated states of micronesia": "FSM",
        "sao tome and principe": "STP",
        "eswatini": "SWZ",
    }
    return names | extra, olympic


def cased(name: str) -> str:
    """Return a name of the factbook, whose surnames are in capitals, in ordinary case."""

    def lower(match: re.Match[str]) -> str:
        word = match.group()
        return word if len(word) < 2 or re.fullmatch(r"[IVX]+", word) else word[0] + word[1:].lower()

    return re.sub(r"[^\W\d_]{2,}", lambda m: lower(m) if m.group().isupper() else m.group(), name)


def role_of(title: str) -> str:
    """Return the French role that an English title names, empty if it is none of ours."""
    lowered = f" {title.casefold()} "
    return next((role for marks, role in ROLES if any(mark in lowered for mark in marks)), "")


def factbook(facts: Path, codes: dict[str, str]) -> Iterator[Row]:
    """Yield those whom the factbook of May 2026 names."""
    for line in (facts / "factbook_executives.csv").read_text(encoding="utf-8").splitlines():
        source, country, office, text = next(csv.reader([html.unescape(line)]))[:4]
        code = codes.get(plain(country)) or FIPS.get(source.split("/")[-1][:2], "")
        name = cased(re.sub(r"\s*\(.*", "", TITLES.sub("", text)).split(",")[-1].split(";")[0].strip())
        name = TITLES.sub("", name)
        if not code or len(name.split()) < 2 or "represented" in text:
            continue
        since = SINCE.search(text)
        start = ""
        if since:
            day, month, year = since.groups()
            start = f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}" if day and month in MONTHS else year
        role = role_of(text.split("(")[0].split(name.split()[0])[0]) or role_of(office)
        yield {"name": name, "country": code, "role": role, "from": start, "to": ""}


def wikidata(facts: Path, codes: dict[str, str]) -> Iterator[Row]:
    """Yield those whom Wikidata named in 2021, with their ids."""
    with (facts / "world_leaders_2021_wikidata.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code, role = codes.get(plain(row["country"]), ""), role_of(row["positionLabel"])
            if code and role and row["officeholderLabel"] not in CROWN:
                yield {
                    "name": row["officeholderLabel"],
                    "country": code,
                    "role": role,
                    "from": row["start_year"],
                    "to": row["end_year"],
                    "wikidata": row["officeholder"],
                }


def reign(facts: Path, olympic: dict[str, str]) -> Iterator[Row]:
    """Yield the leaders of REIGN in power since FIRST_YEAR (often by surname alone: good for dates)."""
    with (facts / "reign_leaderlist_3_21.csv").open(encoding="utf-8", errors="replace") as file:
        for row in csv.DictReader(file):
            code = REIGN.get(row["stateabb"]) or olympic.get(row["stateabb"], "")
            ends = row["eyear"]
            if code and (not ends or int(ends) >= FIRST_YEAR):
                start = f"{row['syear']}-{int(row['smonth'] or 1):02}"
                end = f"{ends}-{int(row['emonth'] or 12):02}" if ends else ""
                yield {"name": row["leader"], "country": code, "from": start, "to": end, "role": ""}


def same(one: Row, other: Row) -> bool:
    """Say whether two rows mean one person: one country, and the shorter name's words all in the longer."""
    a, b = words(one["name"]), words(other["name"])
    if one["country"] != other["country"] or not a or not b:
        return False
    return len(a & b) >= 2 or (min(len(a), len(b)) == 1 and bool(a & b))


def merged(sources: Iterable[Row], known: list[Row]) -> list[Row]:
    """Add the rows to those known: a person already there only gets what is still empty."""
    for row in sources:
        match = next((old for old in known if same(row, old)), None)
        if match is None:
            if len(row["name"].split()) > 1 and row["role"]:
                known.append({"aliases": "", "sector": "GOV", "wikidata": ""} | row)
            continue
        for column in ("wikidata", "role"):
            match[column] = match.get(column) or row.get(column, "")
        if not match.get("by_hand") and (not match["from"] or match["from"][:4] == row["from"][:4]):
            match["from"] = max(match["from"], row["from"], key=len)
            match["to"] = match["to"] or row["to"]
    return known


def close_terms(known: list[Row], latest: list[Row]) -> None:
    """End open terms of the data: whom the factbook no longer names left when its successor came, at the latest."""
    for row in known:
        if row.get("by_hand") or row["to"] or row["sector"] != "GOV":
            continue
        heads = [head for head in latest if head["country"] == row["country"] and head["role"] == row["role"]]
        still = any(same(row, head) or row["from"] == head["from"] for head in heads)
        starts = [head["from"] for head in heads if head["from"][:4] > row["from"][:4]]
        if starts and not still:
            row["to"] = max(starts)


def leader_rows(facts: Path, hand: Iterable[Row], spellings: Iterable[Row]) -> list[Row]:
    """Return the rows of leaders.tsv: ours first, then who is only in the data, in French spelling."""
    names, olympic = country_codes(facts)
    french = {plain(row["english"]): row for row in spellings}
    known = [row | {"by_hand": "yes"} for row in hand]
    for source in (wikidata(facts, names), factbook(facts, names), reign(facts, olympic)):
        rows = []
        for row in source:
            spelling = french.get(plain(row["name"]))
            if spelling and spelling["french"] == "-":
                continue
            rows.append(row | ({"name": spelling["french"], "aliases": spelling["aliases"]} if spelling else {}))
        known = merged(rows, known)
    close_terms(known, list(factbook(facts, names)))
    return [row for row in known if not NO_NAME.search(row["name"])]


FIPS = {
    "ct": "CAF",
    "cg": "COD",
    "cf": "COG",
    "kv": "XKX",
    "gz": "PSE",
    "we": "PSE",
    "tu": "TUR",
    "ks": "KOR",
    "kn": "PRK",
    "bm": "MMR",
    "ez": "CZE",
    "vt": "VAT",
    "lg": "LVA",
    "kg": "KGZ",
    "lo": "SVK",
    "ce": "LKA",
    "rm": "MHL",
    "ch": "CHN",
}
REIGN = {
    "UKG": "GBR",
    "GFR": "DEU",
    "GMY": "DEU",
    "FRN": "FRA",
    "SPN": "ESP",
    "POR": "PRT",
    "SWZ": "CHE",
    "NTH": "NLD",
    "IRE": "IRL",
    "AUS": "AUT",
    "AUL": "AUS",
    "CZR": "CZE",
    "SLO": "SVK",
    "SLV": "SVN",
    "SAL": "SLV",
    "CRO": "HRV",
    "SER": "SRB",
    "YUG": "SRB",
    "BOS": "BIH",
    "MAC": "MKD",
    "BUL": "BGR",
    "RUM": "ROU",
    "MLD": "MDA",
    "LAT": "LVA",
    "LIT": "LTU",
    "GRG": "GEO",
    "MAG": "MDG",
    "CEN": "CAF",
    "CHA": "TCD",
    "CON": "COG",
    "DRC": "COD",
    "NIR": "NER",
    "NIG": "NGA",
    "BFO": "BFA",
    "CDI": "CIV",
    "GUI": "GIN",
    "GAM": "GMB",
    "GNB": "GNB",
    "EQG": "GNQ",
    "MAA": "MRT",
    "ALG": "DZA",
    "MOR": "MAR",
    "SUD": "SDN",
    "SSD": "SSD",
    "ROK": "KOR",
    "PRK": "PRK",
    "TAW": "TWN",
    "TAZ": "TZA",
    "ZIM": "ZWE",
    "ZAM": "ZMB",
    "SAF": "ZAF",
    "HAI": "HTI",
    "KUW": "KWT",
    "OMA": "OMN",
    "UAE": "ARE",
    "LEB": "LBN",
    "MYA": "MMR",
    "THI": "THA",
    "CAM": "KHM",
    "INS": "IDN",
    "MAL": "MYS",
    "SRI": "LKA",
    "BNG": "BGD",
    "KYR": "KGZ",
    "KZK": "KAZ",
    "TAJ": "TJK",
    "TKM": "TKM",
    "UZB": "UZB",
    "BHU": "BTN",
    "MON": "MNG",
    "PHI": "PHL",
    "KOS": "XKX",
    "MNG": "MNE",
    "COL": "COL",
    "ICE": "ISL",
    "DEN": "DNK",
    "SWD": "SWE",
}
