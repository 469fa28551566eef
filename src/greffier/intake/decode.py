"""Turns the bytes of a file into text, choosing the encoding by evidence and touching nothing else.

Line ends become ``\\n``, a byte order mark is dropped, and that is all: no-break and narrow spaces,
combining accents and odd characters stay as they came. Offsets are on this text.
"""

from __future__ import annotations

import codecs
import re

from greffier.errors import NotText

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the first bytes betray: what the file is, and what to do with it.
MAGIC = (
    (b"%PDF", "a PDF", "convert it to text first, for example with pdftotext"),
    (b"{\\rtf", "an RTF document", "save it as plain text first"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "save its text as a .txt file first"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first with gunzip"),
    (b"\x89PNG", "an image", "give its text, for example from an OCR program"),
    (b"\xff\xd8\xff", "an image", "give its text, for example from an OCR program"),
    (b"GIF8", "an image", "give its text, for example from an OCR program"),
    (b"II*\x00", "an image", "give its text, for example from an OCR program"),
    (b"MM\x00*", "an image", "give its text, for example from an OCR program"),
)
WEBP = re.compile(rb"RIFF....WEBP", re.DOTALL)
ONE_BYTE = ("cp1252", "mac_roman", "iso-8859-15")  # in this order where the evidence is equal
PLAUSIBLE = frozenset("éèêëàâäçùûüîïôöœæÿñáíóúãÉÈÊËÀÂÄÇÙÛÜÎÏÔÖŒÆ«»‘’“”–—…•°€\u00a0\u202f§²³½¼")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
LINE_END = re.compile(r"\r\n?")
REPAIRABLE = 8  # good sequences of UTF-8 to one broken byte that still speak for UTF-8
HEAD = 4096


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``data`` and warnings (``"code: detail"``).

    Raises NotText where the bytes are no text (a PDF, an image, an archive, binary data).
    """
    refuse_known_formats(data)
    marked = _by_mark(data)
    if marked is not None:
        return normalised(marked), ()
    if b"\x00" in data:
        data_text = _utf16_without_mark(data)
        if data_text is None:
            raise NotText("This is binary data, not text; give a text, HTML or JSON file.")
        return normalised(data_text), ()
    text, warnings = _by_evidence(data)
    _refuse_control_characters(text)
    return normalised(text), warnings


def decode_html(data: bytes) -> str:
    """Return the text of an HTML page: mark, valid UTF-8, declared charset, evidence, in this order.

    A declaration is believed only where the bytes are not valid UTF-8, since pages are often moved to
    UTF-8 with their old declaration. Raises NotText as ``decode`` does.
    """
    refuse_known_formats(data)
    declared = META_CHARSET.search(data[:HEAD]) or XML_ENCODING.search(data[:HEAD])
    if _by_mark(data) is None and not _is_utf8(data) and declared:
        # Browsers read both labels as windows-1252, whose curly quotes such pages contain.
        label = declared.group(1).decode("ascii").lower()
        label = "cp1252" if label in {"iso-8859-1", "latin1", "latin-1", "us-ascii"} else label
        try:
            return normalised(data.decode(label, errors="replace"))
        except (LookupError, ValueError):  # an unknown label: let the bytes speak
            pass
    return decode(data)[0]


def normalised(text: str) -> str:
    """Return the text with ``\\n`` for every line end, without a byte order mark at its head."""
    return LINE_END.sub("\n", text.removeprefix("\ufeff"))


def refuse_known_formats(data: bytes) -> None:
    """Raise NotText where the first bytes are those of a PDF, an image, an archive …"""
    for magic, what, remedy in MAGIC:
        if data.startswith(magic):
            raise NotText(f"This is {what}, not text; {remedy}.")
    if WEBP.match(data):
        raise NotText("This is an image, not text; give its text, for example from an OCR program.")


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    return None


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the text if every second byte is (almost) always NUL, as in UTF-16 of a Latin script."""
    if len(data) < 4:
        return None
    half = len(data) // 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[offset::2].count(0) > 0.7 * half and data[1 - offset :: 2].count(0) == 0:
            return data.decode(encoding, errors="replace")
    return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _by_evidence(data: bytes) -> tuple[str, tuple[str, ...]]:
    if _is_utf8(data):
        return data.decode("utf-8"), ()
    repaired = data.decode("utf-8", errors="replace")
    broken = repaired.count("\ufffd")
    sound = sum(1 for c in repaired if c > "\x7f" and c != "\ufffd")
    if sound >= REPAIRABLE * broken:
        return repaired, (f"encoding: {broken} broken UTF-8 sequence(s) replaced",)
    candidates = [data.decode(name, errors="replace") for name in ONE_BYTE]
    return max(candidates, key=_plausibility), ()


def _plausibility(text: str) -> int:
    """Score a decoding: French letters and signs where they can stand count for it, others against."""
    score = 0
    for found in re.finditer(r"[^\x00-\x7f]", text):
        sign, before = found.group(), text[found.start() - 1 : found.start()]
        if sign not in PLAUSIBLE or (sign.isupper() and before.islower()):
            score -= 2  # « prÈsident » is what é of one encoding looks like in another
        else:
            score += 1
    return score


def _refuse_control_characters(text: str) -> None:
    if len(CONTROL.findall(text)) > max(2, len(text) // 200):
        raise NotText("This is binary data, not text; give a text, HTML or JSON file.")
