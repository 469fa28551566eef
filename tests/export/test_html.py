"""The page: nothing from a dispatch becomes markup, nothing comes from elsewhere, spans stay whole."""

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser

from greffier.export.html import page
from greffier.export.segments import Mark, lines_of, marks_of
from greffier.messages import Say
from greffier.records import Actor, Claim, Dispatch, Event, Place, Quantity, Reading, Span

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
TEXT = f"Titre {EVIL}\nOda a vu Bran & dit : {EVIL}.\nFin"


def reading(name: str = EVIL) -> Reading:
    start = TEXT.index("Oda")
    actor = Actor(Span(start, start + 3), EVIL, "NER", "GOV")
    return Reading(
        Dispatch(name, TEXT, published=date(2025, 3, 13), title=Span(0, TEXT.index("\n")), source=EVIL),
        claims=(Claim(Span(start + 4, start + 8), (Span(start + 4, len(TEXT) - 5),), None, actor),),
        events=(
            Event((Span(start + 6, start + 8),), "CONSULT", actors=(actor,), place=Place(None, EVIL), claim=0),
            Event((Span(start + 4, start + 8),), "ACCUSE", recipients=(actor,), status="negated"),
        ),
        quantities=(Quantity(Span(start, start + 20), 3, 3, 3, None, EVIL, "killed"),),
        warnings=(f"clash-figure: {EVIL}",),
    )


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.seen


def test_nothing_from_a_dispatch_becomes_markup() -> None:
    seen = tags(page([reading(), reading("b")], Say("fr")))
    assert [tag for tag, _ in seen].count("script") == 1
    assert "img" not in [tag for tag, _ in seen]
    assert not [name for _, attributes in seen for name in attributes if name.startswith("on")]


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    html = page([reading()], Say("en"))
    assert not [a for _, a in tags(html) if a.get("src") or (a.get("href") or "#")[0] != "#"]
    assert "default-src &#x27;none&#x27;" in html or "default-src 'none'" in html
    assert html.count("'sha256-") == 2
    assert "url(" not in html and "@import" not in html


def test_the_text_is_whole_and_in_order() -> None:
    html = page([reading()], Say("en"))
    article = html[html.index("<article") : html.index("</article>")]
    paragraphs = re.findall(r"<p>(.*?)</p>", article, re.DOTALL)
    assert [unescape(re.sub(r"<[^>]*>", "", p)) for p in paragraphs] == TEXT.split("\n")


def test_a_segment_names_all_records_that_cover_it() -> None:
    html = page([reading()], Say("en"))
    vu = re.search(r'<span class="([^"]*)" data-r="([^"]*)"[^>]*>vu</span>', html)
    assert vu is not None
    assert set(vu[2].split()) == {"d0-claim-0", "d0-event-0", "d0-event-1", "d0-quantity-0"}
    assert {"c1", "u2", "trigger", "cue"} <= set(vu[1].split())


def test_every_record_stands_once_and_can_be_reached_by_keyboard() -> None:
    records = [a for _, a in tags(page([reading()], Say("en"))) if "rec" in (a.get("class") or "").split()]
    assert [r["id"] for r in records] == ["d0-claim-0", "d0-event-0", "d0-event-1", "d0-quantity-0"]
    assert all(r["tabindex"] == "0" for r in records)


def test_several_dispatches_get_a_table_of_contents() -> None:
    html = page([reading(), reading("b")], Say("fr"))
    assert html.count('<section class="dispatch"') == 2
    assert [a["href"] for tag, a in tags(html) if tag == "a"] == ["#d0", "#d1"]
    assert "<nav" not in page([reading()], Say("fr"))


def test_the_language_of_the_page_is_the_one_asked_for() -> None:
    assert "Qui dit quoi" in page([reading()], Say("fr"))
    assert "Who says what" in page([reading()], Say("en"))


def test_segments_put_together_are_the_text_again() -> None:
    marks = [Mark(Span(0, 4), "a", "x"), Mark(Span(2, 9), "b", "x"), Mark(Span(6, 7), "c", "x")]
    (first, second) = lines_of("abcde\nfghij", marks)
    assert "".join(s.text for s in first) == "abcde" and "".join(s.text for s in second) == "fghij"
    assert [(s.text, "".join(m.record for m in s.marks)) for s in first] == [("ab", "a"), ("cd", "ab"), ("e", "b")]
    assert [(s.text, "".join(m.record for m in s.marks)) for s in second] == [("f", "bc"), ("gh", "b"), ("ij", "")]
    assert len(marks_of(reading())) == 7
