"""Makes a Dispatch of an HTML page: its article without the page around it, its title, its date."""

from __future__ import annotations

import json
import logging
import re
from datetime import date
from html import unescape
from typing import Any

from greffier.errors import NoArticle
from greffier.french import Lexicon
from greffier.intake.build import day_of, from_text
from greffier.intake.decode import decode_html
from greffier.records import Dispatch

MIN_LETTERS = 120  # a page whose article has fewer holds none
# trafilatura turns every blank into a plain one; these letters stand in for the others meanwhile.
BLANKS = {"\u00a0": "\ua500", "\u202f": "\ua501", "\u2009": "\ua502", "\u2007": "\ua503"}
ENTITIES = (
    (re.compile(r"&nbsp;?|&#160;|&#x0*a0;", re.IGNORECASE), "\u00a0"),
    (re.compile(r"&#8239;|&#x202f;", re.IGNORECASE), "\u202f"),
    (re.compile(r"&thinsp;|&#8201;|&#x2009;", re.IGNORECASE), "\u2009"),
)
XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
META = re.compile(r"<meta\s[^>]{1,600}>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
JSON_LD_KEY = r'"{}"\s*:\s*("(?:[^"\\]|\\.){{4,80}}")'
TIME = re.compile(r"<time\b[^>]{0,200}\bdatetime\s*=\s*[\"']([^\"']{8,40})[\"']", re.IGNORECASE)
PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "dc.date", "dcterms.created",
             "dc.date.issued", "date", "pubdate", "publish-date", "cxenseparse:publishtime")  # fmt: skip
EDITED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")


def from_html(
    data: bytes,
    *,
    id: str | None = None,
    published: date | None = None,
    url: str | None = None,
    lexicon: Lexicon | None = None,
) -> Dispatch:
    """Return the Dispatch of a page: its title as line 1, one line a paragraph, no-break spaces kept.

    The date is ``published``, else what the page declares, else what htmldate finds in its markup,
    else inferred from the text. Raises NoArticle, or NotText where the bytes are no text.
    """
    page = XML_HEAD.sub("", decode_html(data)).replace("\x00", "")
    article = _article(page)
    text = _restored(getattr(article, "text", None) or "")
    if sum(c.isalpha() for c in text) < MIN_LETTERS:
        raise NoArticle("No article was found in this page; save its text in a .txt file and give that.")
    title = _restored(getattr(article, "title", None) or "").strip() or None
    metas = _metas(page)
    stamp = next((s for s in _stamps(page, metas) if day_of(s)), None)
    edited = next((metas[k] for k in EDITED if metas.get(k)), None) or _json_ld(page, "dateModified")
    reason = None
    if published is None and stamp is None:
        published = _htmldate(page)
        if edited and published == day_of(edited):  # the first publication counts, never the edit
            published = None
        reason = "the page's markup (htmldate)" if published else None
    return from_text(
        text,
        id=id,
        published=published,
        published_reason=reason,
        title=title,
        source=metas.get("og:site_name") or None,
        url=url or getattr(article, "url", None) or None,
        published_at=stamp,
        edited_at=edited,
        lexicon=lexicon,
    )


def looks_like_html(head: str) -> bool:
    """Tell whether the first code points of a text are those of an HTML page."""
    start = head.lstrip("\ufeff \t\r\n")[:2000].lower()
    return start.startswith(("<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<article", "<div", "<p>"))


def _article(page: str) -> Any:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for pattern, sign in ENTITIES:
        page = pattern.sub(sign, page)
    for blank, letter in BLANKS.items():
        page = page.replace(blank, letter)
    try:
        return trafilatura.bare_extraction(
            page, include_comments=False, include_tables=False, with_metadata=True, favor_precision=True
        )
    except Exception:  # its parsers raise many kinds of error on broken pages: no article
        return None


def _restored(text: str) -> str:
    for blank, letter in BLANKS.items():
        text = text.replace(letter, blank)
    return "\n".join(line.strip(" \t") for line in text.splitlines() if line.strip())


def _metas(page: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in META.findall(page):
        pairs = {k.lower(): a or b or c for k, a, b, c in ATTRIBUTE.findall(tag)}
        key = (pairs.get("property") or pairs.get("name") or pairs.get("itemprop") or "").lower()
        if key and pairs.get("content"):
            found.setdefault(key, unescape(pairs["content"]).strip())
    return found


def _stamps(page: str, metas: dict[str, str]) -> list[str]:
    """Return the timestamps of publication that a page declares, the most trustworthy first."""
    declared = [metas[k] for k in PUBLISHED[:1] if k in metas]
    declared += [s for s in [_json_ld(page, "datePublished")] if s]
    declared += [metas[k] for k in PUBLISHED[1:] if k in metas]
    return declared + TIME.findall(page)[:1]


def _json_ld(page: str, key: str) -> str | None:
    match = re.search(JSON_LD_KEY.format(key), page)
    try:
        return str(json.loads(match.group(1))) if match else None
    except ValueError:
        return None


def _htmldate(page: str) -> date | None:
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:  # a fixed last day, or htmldate would ask the clock
        found = find_date(
            page, extensive_search=False, original_date=True, min_date="1990-01-01", max_date="2099-12-31"
        )
    except Exception:  # as with trafilatura: a page that breaks the parser has no date
        return None
    return day_of(found) if found else None
