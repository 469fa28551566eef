"""The tables of facts are whole, well formed, and keep apart what must not be mixed up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from babel import Locale

from greffier.french import HERE, Lexicon, default_lexicon

BODIES = {"UNO", "EUR", "IGO"}
CODEBOOK = BODIES | {"NGO", "IMG", "MNC", "XKX"}
SECTORS = {
    "GOV",
    "MIL",
    "REB",
    "OPP",
    "CVL",
    "JUD",
    "LEG",
    "COP",
    "JRN",
    "PTY",
    "BUS",
    "SPY",
    "PRM",
    "UAF",
    "UNK",
    "ELI",
    "MED",
    "EDU",
    "REL",
    "SOC",
    "LAB",
    "REF",
    "CRM",
    "AGR",
    "PRE",
}
KINDS = {
    "city",
    "capital",
    "region",
    "province",
    "district",
    "base",
    "camp",
    "sea",
    "river",
    "mountain",
    "border",
    "continent",
    "area",
}
SHARED_DEMONYMS = {"congolais", "congolaise", "congolaises"}
TABLES = ("countries", "leaders", "places")


def codes() -> set[str]:
    """Every code that a country column may hold: ISO alpha-3 as CLDR and our countries have it."""
    return {row["code"] for row in default_lexicon().rows("countries")} | CODEBOOK | {"IOT"}


def country(code: str) -> dict[str, str]:
    return next(row for row in default_lexicon().rows("countries") if row["code"] == code)


def forms(row: dict[str, str]) -> set[str]:
    return {row["name"], *filter(None, row["aliases"].split("|"))}


def entries(name: str, key: str) -> list[dict[str, Any]]:
    return list(default_lexicon().table(name)[key])


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_the_cells_of_the_header(name: str) -> None:
    text = (HERE / f"{name}.tsv").read_text(encoding="utf-8")
    header, *body = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert body
    assert [row for row in body if len(row) != len(header)] == []
    assert [row for row in body if any(cell != cell.strip() for cell in row)] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_derived_table_names_its_source_and_licence(name: str) -> None:
    first = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[:4]
    notice = " ".join(line for line in first if line.startswith("#"))
    assert "make_tables.py" in notice
    assert any(licence in notice for licence in ("Open Database License", "CC BY 4.0", "CC0"))


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_repeats_a_value_or_holds_an_empty_one(name: str) -> None:
    for row in default_lexicon().rows(name):
        for cell in row.values():
            values = cell.split("|")
            assert len(values) == len(set(values)), row
            assert "" not in values or values == [""], row


def test_every_country_is_whole() -> None:
    rows = default_lexicon().rows("countries")
    assert len(rows) >= 200
    for row in rows:
        for column in (
            "code",
            "name",
            "demonyms",
            "capital",
            "wikidata",
            "latitude",
            "longitude",
            "geonameid",
        ):
            assert row[column], (row["code"], column)
        assert row["wikidata"][0] == "Q" and row["wikidata"][1:].isdigit()
        assert -90 <= float(row["latitude"]) <= 90 and -180 <= float(row["longitude"]) <= 180
        assert row["article"] in {"le", "la", "l'", "les", ""}


def test_codes_are_unique_and_every_member_of_the_united_nations_is_there() -> None:
    listed = [row["code"] for row in default_lexicon().rows("countries")]
    assert len(listed) == len(set(listed))
    assert {"NER", "NGA", "COD", "COG", "PSE", "TWN", "XKX", "SSD", "VAT", "HTI", "ESH"} <= set(listed)
    assert len(set(listed) - {"XKX", "PSE", "TWN", "VAT", "ESH"}) >= 193


def test_names_are_the_french_of_cldr_or_known_variants() -> None:
    french = set(Locale("fr").territories.values()) | {"Grenade"}
    strange = [r["name"] for r in default_lexicon().rows("countries") if not forms(r) & french]
    assert len(strange) <= 12, strange


def test_only_declared_demonyms_belong_to_two_countries() -> None:
    owners = defaultdict(set)
    for row in default_lexicon().rows("countries"):
        for form in row["demonyms"].split("|"):
            assert form == form.lower(), form
            owners[form].add(row["code"])
    assert {form for form, held in owners.items() if len(held) > 1} == SHARED_DEMONYMS


def test_no_name_belongs_to_two_countries() -> None:
    owners = defaultdict(set)
    for row in default_lexicon().rows("countries"):
        for form in forms(row):
            owners[form].add(row["code"])
    assert {form for form, held in owners.items() if len(held) > 1} == set()


@pytest.mark.parametrize(
    ("code", "name", "demonym", "not_demonym"),
    [
        ("NER", "Niger", "nigérienne", "nigériane"),
        ("NGA", "Nigeria", "nigérianes", "nigérien"),
        ("COD", "RDC", "congolaises", "coréen"),
        ("COG", "Congo-Brazzaville", "congolais", "guinéen"),
        ("GIN", "Guinée", "guinéens", "bissau-guinéen"),
        ("GNB", "Guinée-Bissau", "bissau-guinéens", "guinéen"),
        ("GNQ", "Guinée équatoriale", "équato-guinéenne", "guinéenne"),
        ("PNG", "Papouasie-Nouvelle-Guinée", "papous", "guinéen"),
        ("KOR", "Corée du Sud", "sud-coréennes", "nord-coréen"),
        ("PRK", "Corée du Nord", "nord-coréens", "sud-coréen"),
        ("SSD", "Soudan du Sud", "sud-soudanaise", "soudanais"),
        ("DOM", "République dominicaine", "dominicaine", "dominiquais"),
        ("DMA", "Dominique", "dominiquais", "dominicain"),
        ("BFA", "Burkina", "burkinabè", "malien"),
        ("USA", "Etats-Unis", "américaines", "mexicain"),
        ("BLR", "Bélarus", "bélarusses", "russe"),
    ],
)
def test_look_alikes_stay_apart(code: str, name: str, demonym: str, not_demonym: str) -> None:
    row = country(code)
    assert name in forms(row)
    assert demonym in row["demonyms"].split("|")
    assert not_demonym not in row["demonyms"].split("|")


def test_a_capital_belongs_to_one_country() -> None:
    owners = defaultdict(set)
    for row in default_lexicon().rows("countries"):
        for form in (row["capital"], *filter(None, row["capital_aliases"].split("|"))):
            owners[form].add(row["code"])
    assert {form for form, held in owners.items() if len(held) > 1} == set()
    assert owners["Kyiv"] == owners["Kiev"] == {"UKR"}


def test_leaders_have_codes_sectors_and_dates_that_can_be() -> None:
    for row in default_lexicon().rows("leaders"):
        assert row["country"] in codes() and row["role"], row
        assert row["sector"] in SECTORS or (not row["sector"] and row["country"] in BODIES | {"NGO"}), row
        for cell in (row["from"], row["to"]):
            assert not cell or date.fromisoformat(cell + "-01-01"[len(cell) - 10 :] if len(cell) < 10 else cell)
        assert not row["from"] or not row["to"] or row["from"][:4] <= row["to"][:4], row


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vladimir Poutine", "RUS"),
        ("Abdourahamane Tiani", "NER"),
        ("Abdel Fattah al-Sissi", "EGY"),
        ("Félix Tshisekedi", "COD"),
        ("Denis Sassou Nguesso", "COG"),
        ("António Guterres", "UNO"),
    ],
)
def test_leaders_stand_in_french_spelling_with_their_country(name: str, expected: str) -> None:
    assert {r["country"] for r in default_lexicon().rows("leaders") if name == r["name"]} == {expected}


def test_every_state_has_a_leader() -> None:
    led = {row["country"] for row in default_lexicon().rows("leaders")}
    dependencies = {"GIB", "GLP", "GUF", "MAC", "MTQ", "MYT", "PYF", "REU"}
    assert {row["code"] for row in default_lexicon().rows("countries")} - led <= dependencies


def test_places_have_kinds_codes_and_coordinates_that_can_be() -> None:
    known = codes()
    for row in default_lexicon().rows("places"):
        assert row["kind"] in KINDS and row["country"] in known | {""}, row
        assert bool(row["latitude"]) == bool(row["longitude"]), row
        if row["latitude"]:
            assert abs(float(row["latitude"])) <= 90 and abs(float(row["longitude"])) <= 180, row
        assert not row["geonameid"] or row["geonameid"].isdigit()


@pytest.mark.parametrize(
    ("name", "expected", "kind"),
    [
        ("Marioupol", "UKR", "city"),
        ("Alep", "SYR", "city"),
        ("Tombouctou", "MLI", "city"),
        ("Niamey", "NER", "capital"),
        ("Tinzaouaten", "MLI", "city"),
        ("Nord-Kivu", "COD", "region"),
        ("bande de Gaza", "PSE", "region"),
        ("Haut-Karabakh", "AZE", "region"),
        ("mer Rouge", "", "sea"),
        ("Croix-des-Bouquets", "HTI", "city"),
        ("Guantanamo", "CUB", "base"),
    ],
)
def test_places_of_the_news_stand_under_their_french_name(name: str, expected: str, kind: str) -> None:
    row = next(row for row in default_lexicon().rows("places") if row["name"] == name)
    assert (row["country"], row["kind"]) == (expected, kind)


def test_of_two_cities_of_one_name_the_larger_comes_first() -> None:
    places = default_lexicon().rows("places")
    assert [row["country"] for row in places if row["name"] == "Tripoli"] == ["LBY", "LBN"]
    assert next(row["country"] for row in places if row["name"] == "Hyderabad") == "IND"


@pytest.mark.parametrize(
    ("name", "key", "code", "least"),
    [("bodies", "body", "code", 500), ("groups", "group", "country", 150), ("seats", "seat", "country", 60)],
)
def test_bodies_groups_and_seats_have_valid_codes_and_sectors(name: str, key: str, code: str, least: int) -> None:
    found = entries(name, key)
    assert len(found) >= least
    for entry in found:
        assert entry[code] in codes(), entry
        assert entry["sector"] in SECTORS or (entry["sector"] == "" and entry[code] in BODIES | {"NGO"}), entry
        assert entry[code] not in BODIES or entry["sector"] == "", entry


def test_no_name_means_two_bodies_groups_or_seats() -> None:
    owners = defaultdict(set)
    for name, key in (("bodies", "body"), ("groups", "group"), ("seats", "seat")):
        for entry in entries(name, key):
            for form in (entry["name"], *entry["aliases"]):
                owners[form].add((key, entry["name"]))
    assert {form: held for form, held in owners.items() if len(held) > 1} == {}


def test_no_body_or_group_takes_a_countrys_name() -> None:
    nations = {form for row in default_lexicon().rows("countries") for form in forms(row)}
    for name, key in (("bodies", "body"), ("groups", "group"), ("seats", "seat")):
        for entry in entries(name, key):
            assert not nations & {entry["name"], *entry["aliases"]}, entry


def test_lower_case_names_of_groups_are_flagged() -> None:
    flagged = {entry["name"] for entry in entries("groups", "group") if entry.get("common")}
    assert {"Talibans", "Shebab", "Houthis"} <= flagged


def test_the_tables_are_small_and_quick_to_load(tmp_path: Path) -> None:
    assert (HERE / "places.tsv").stat().st_size < 1_500_000
    fresh = Lexicon(tmp_path)
    start = perf_counter()
    for name in TABLES:
        assert fresh.rows(name)
    assert perf_counter() - start < 2
