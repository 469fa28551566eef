"""Bytes become text by evidence; nothing but line ends is changed."""

import codecs

import pytest

from greffier.errors import NotText
from greffier.intake.decode import decode, decode_html

TEXT = "Le président a déclaré : « Là-bas, l’été s’achève » – 1\u00a0000 hommes à Niamey, cœur du Sahel…"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "utf-16-le"])
def test_the_encoding_is_told_by_the_bytes(encoding: str) -> None:
    assert decode(TEXT.encode(encoding))[0] == TEXT


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_is_believed_and_dropped(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding))[0] == TEXT


def test_spaces_and_combining_accents_stay() -> None:
    kept = "12\u202f000\u00a0morts, l'arme\u0301e\t!"
    assert decode(kept.encode())[0] == kept


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n")[0] == "a\nb\nc\n"


def test_a_broken_byte_in_much_utf8_is_replaced_and_told() -> None:
    text, warnings = decode(TEXT.encode() * 3 + b"\xff")
    assert text.endswith("\ufffd") and text.startswith(TEXT)
    assert [w.split(":")[0] for w in warnings] == ["encoding"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.4 x", "pdftotext"),
        (b"PK\x03\x04..", "ZIP"),
        (b"\x89PNG\r\n", "image"),
        (b"\x00\x01\x02\x03" * 9, "binary"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, told: str) -> None:
    with pytest.raises(NotText, match=told):
        decode(data)


def test_a_page_is_read_as_it_declares_unless_it_is_utf8() -> None:
    page = "<meta charset='iso-8859-1'><p>d’été"
    assert decode_html(page.encode("cp1252")) == page
    assert decode_html(page.encode("utf-8")) == page
