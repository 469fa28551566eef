"""The encoder's windows: every word stands in exactly one, whatever the text, and none is longer than it can take."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greffier.reading.encoder import LONGEST, WINDOW, Window, session, tokenizer, windows
from greffier.reading.parse import Document, Token, line_spans
from greffier.records import Dispatch

LINE = "Le ministre malien a dit mardi que la ville tenait bon.\n"
WORD = re.compile(r"\w+|[^\w\s]")
ENDS = 2  # the pieces that open and close a window


def document(text: str) -> Document:
    """A document whose words stand where the text has them, without grammar."""
    tokens: list[Token] = []
    lines = line_spans(text)
    for number, line in enumerate(lines):
        for found in WORD.finditer(text, line.start, line.end):
            word = found[0]
            token = Token(len(tokens), *found.span(), word, word.lower(), word, "X", "dep", {}, number, 0, "dep")
            tokens.append(token)
    return Document(Dispatch("d", text), tuple(tokens), lines, (), {t.start: t for t in tokens})


def shown(doc: Document, window: Window) -> list[tuple[str, str]]:
    """The words of a window, each with its first piece."""
    pieces = [tokenizer().id_to_token(piece) for piece in window.pieces]
    return [(doc.tokens[word].text, pieces[place]) for word, place in zip(window.words, window.places, strict=True)]


def covered(doc: Document) -> list[int]:
    return [word for window in windows(doc) for word in window.words]


TEXTS = [
    LINE * 40,
    LINE.replace("\n", " ") * 200,
    "a" * 4000,
    "Une attaque a fait 1\u00a0200\u202fmorts, a dit «\u00a0l'armée\u00a0».",
    "🚀 👩‍👩‍👧 Bamako\u200b \ufeff\u2028 e\u0301té İstanbul ﬁn",
    "\ud800 est là\n\udfff",
    "\n\n  \n",
    "",
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:12]))
def test_every_word_stands_in_exactly_one_window_in_the_order_of_the_text(text: str) -> None:
    doc = document(text)
    assert covered(doc) == list(range(len(doc.tokens)))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_any_text_has_windows(text: str) -> None:
    doc = document(text)
    assert covered(doc) == list(range(len(doc.tokens)))
    for window in windows(doc):
        assert len(window.words) == len(window.places)
        assert all(0 < place < len(window.pieces) - 1 for place in window.places)


def test_a_word_is_seen_by_its_first_piece() -> None:
    doc = document("La junte de Tombouctou rejette l'accord.\nGao brûle.")
    (window,) = windows(doc)
    for word, piece in shown(doc, window):
        assert piece.strip("▁") and word.startswith(piece.strip("▁")), (word, piece)
    assert (window.pieces[0], window.pieces[-1]) == (tokenizer().token_to_id("<s>"), tokenizer().token_to_id("</s>"))


def test_short_lines_are_packed_and_no_line_is_torn_that_fits() -> None:
    doc = document(LINE * 60)
    found = windows(doc)
    assert 1 < len(found) < 60
    for window in found:
        assert len(window.pieces) <= WINDOW + ENDS
        assert LINE.startswith(doc.tokens[window.words[0]].text)
        assert doc.tokens[window.words[-1]].text == "."


def test_a_line_too_long_is_cut_before_a_word() -> None:
    doc = document(LINE.replace("\n", " ") * 200)
    found = windows(doc)
    assert len(found) > 1
    for window in found:
        assert len(window.pieces) <= LONGEST + ENDS
        assert window.places[0] == 1, "nothing of the word before is in this window"


def test_a_word_longer_than_a_window_is_cut_within_and_counted_once() -> None:
    found = windows(document("x" * 5000 + " tient"))
    assert len(found) > 2
    assert all(len(window.pieces) <= LONGEST + ENDS for window in found)
    assert [word for window in found for word in window.words] == [0, 1]


def test_spaces_that_do_not_break_are_spaces() -> None:
    plain = windows(document("Il a dit : « 300 soldats » partent"))
    fixed = windows(document("Il\u00a0a dit\u00a0: «\u202f300\u2009soldats\u00a0» partent"))
    assert plain == fixed


def test_a_line_of_a_megabyte_costs_what_its_length_costs() -> None:
    def cost(size: int) -> float:
        doc = document("incontestablement " * (size // 18))
        begun = time.process_time()
        windows(doc)
        return time.process_time() - begun

    cost(10_000)
    small = min(cost(100_000) for _ in range(3))
    assert cost(1_000_000) < 30 * small


def test_the_weights_that_ship_take_any_number_of_pieces() -> None:
    (given,) = session().get_inputs()
    assert given.name == "pieces"
    assert len(session().get_outputs()) == 4
