"""Readings as one self-contained page: the text with its evidence coloured, each record beside it.

The page needs no network: style and script are inside, and its content security policy forbids the rest.
Everything that comes from a dispatch is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from greffier.codebook import plover
from greffier.export.phrases import Phrases, one_line, title_of
from greffier.export.segments import Segment, lines_of, marks_of
from greffier.messages import Say
from greffier.records import Arrangement, Claim, Event, Quantity, Reading
from greffier.version import VERSION

DEEPEST = 3  # claims and events that cover the same words are told apart up to this many
FOCUSABLE = {"trigger", "cue", "figure", "arrangement"}


def page(readings: Sequence[Reading], say: Say) -> str:
    """Return the whole page, in the language of ``say``; several readings get a table of contents."""
    style, script = _asset("page.css"), _asset("page.js")
    title = title_of(readings[0]) if len(readings) == 1 else say("html.title_several", count=len(readings))
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'"
    sections = "\n".join(_Section(n, reading, say).html() for n, reading in enumerate(readings))
    return f"""<!DOCTYPE html>
<html lang="{say.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
{_contents(readings, say)}
<main>
{sections}
</main>
<footer>{escape(say("html.made", version=VERSION))}</footer>
<script>{script}</script>
</body>
</html>
"""


def _contents(readings: Sequence[Reading], say: Say) -> str:
    if len(readings) < 2:
        return ""
    entries = "\n".join(
        f'<li><a href="#d{n}">{escape(title_of(reading))}</a> '
        f'<span class="about">{escape(Phrases(say).published(reading))}</span></li>'
        for n, reading in enumerate(readings)
    )
    heading = escape(say("html.title_several", count=len(readings)))
    label = escape(say("html.contents"))
    return f'<nav id="top" aria-label="{label}"><h1>{heading}</h1>\n<ol>\n{entries}\n</ol></nav>'


class _Section:
    """Makes the part of the page that shows one reading."""

    def __init__(self, number: int, reading: Reading, say: Say) -> None:
        self.prefix, self.reading, self.say = f"d{number}", reading, say
        self.phrases = Phrases(say)

    def html(self) -> str:
        """Return the section: header, text, records."""
        dispatch = self.reading.dispatch
        name = dispatch.id if dispatch.title else None  # without a title the id is the heading
        origin = (dispatch.source, name, self.phrases.published(self.reading))
        about = " · ".join(escape(one_line(part)) for part in origin if part)
        records = "\n".join(self._records())
        text = "\n".join(self._text())
        return f"""<section class="dispatch" id="{self.prefix}">
<header><h2>{escape(title_of(self.reading))}</h2>
<p class="about">{about}</p>
<p class="about legend">{escape(self.say("html.legend"))}</p></header>
<div class="columns">
<article class="text" lang="fr" tabindex="0" aria-label="{escape(self.say("html.text"))}">
{text}
</article>
<div class="records" aria-label="{escape(self.say("html.records"))}" role="region">
{records}
</div>
</div>
</section>"""

    def _text(self) -> Iterator[str]:
        for line in lines_of(self.reading.dispatch.text, marks_of(self.reading)):
            yield f"<p>{''.join(self._segment(segment) for segment in line)}</p>"

    def _segment(self, segment: Segment) -> str:
        words = escape(segment.text)
        if not segment.marks:
            return words
        names = dict.fromkeys(m.record for m in segment.marks if m.record != "boilerplate")
        ids = " ".join(self._id(name) for name in names)
        stop = ' tabindex="0"' if any(m.part in FOCUSABLE for m in segment.marks) else ""
        title = f' title="{escape(self.say("html.boilerplate"))}"' if "boilerplate" in _parts(segment) else ""
        return f'<span class="{self._classes(segment)}" data-r="{ids}"{stop}{title}>{words}</span>'

    def _classes(self, segment: Segment) -> str:
        parts = _parts(segment)
        claims = len({m.record for m in segment.marks if m.part == "content"})
        events = [m.record for m in segment.marks if m.part == "trigger"]
        classes = ["s", *sorted(parts)]
        if claims:
            classes.append(f"c{min(claims, DEEPEST)}")
        if events:
            first = self.reading.events[int(events[0].partition(":")[2])]
            classes += [f"u{min(len(set(events)), DEEPEST)}", f"q{_quad(first)}"]
        return " ".join(classes)

    def _id(self, name: str) -> str:
        return f"{self.prefix}-{name.replace(':', '-')}"

    def _records(self) -> Iterator[str]:
        reading = self.reading
        yield from self._group("claims", [self._claim(i, c) for i, c in enumerate(reading.claims)])
        yield from self._group("events", [self._event(i, e) for i, e in enumerate(reading.events)])
        yield from self._group("quantities", [self._quantity(i, q) for i, q in enumerate(reading.quantities)])
        stands = [self._arrangement(i, a) for i, a in enumerate(reading.arrangements)]
        yield from self._group("arrangements", stands)
        warned = [f'<li class="warning">{escape(self.phrases.warning(w))}</li>' for w in reading.warnings]
        yield from self._group("warnings", warned)

    def _group(self, name: str, items: list[str]) -> Iterator[str]:
        if items:
            heading = f"{escape(self.say(f'sheet.{name}'))} <small>{len(items)}</small>"
            yield f"<h3>{heading}</h3>\n<ol>\n" + "\n".join(items) + "\n</ol>"

    def _claim(self, index: int, claim: Claim) -> str:
        speaker = self.phrases.speaker(self.reading, index)
        full = self.phrases.actor(claim.speaker_actor) if claim.speaker_actor else speaker
        to = f" → {one_line(claim.addressee.of(self.reading.dispatch.text))}" if claim.addressee else ""
        cue = self.phrases.words(self.reading.dispatch.text, [claim.cue]) if claim.cue else ""
        about = " · ".join(part for part in (cue, self.say(f"form.{claim.form}")) if part)
        nested = "" if claim.parent is None else " nested"
        lines = [(f"<b>{escape(full + to)}</b>"), _about(about)]
        lines.append(f"<q>{escape(self.phrases.words(self.reading.dispatch.text, claim.content))}</q>")
        return self._item("claim", index, f"claim{nested}", lines)

    def _event(self, index: int, event: Event) -> str:
        word = self.phrases.source(self.reading, event.claim)
        carrier = word if event.claim is None else self.say("say.word_of", speaker=word)
        circumstances = (self.phrases.when(event.date), self.phrases.where(event), carrier)
        status = f'<span class="status {event.status}">{escape(self.phrases.status(event))}</span>'
        lines = [f"<b>{escape(self.phrases.event_type(event))}</b> {status}", escape(self.phrases.dyad(event))]
        lines.append(_about(" · ".join(part for part in circumstances if part)))
        if event.arrangement:
            lines.append(_about(self.phrases.arrangement(event.arrangement)))
        lines.append(f"<q>{escape(self.phrases.words(self.reading.dispatch.text, event.triggers))}</q>")
        return self._item("event", index, f"event q{_quad(event)}", lines)

    def _quantity(self, index: int, quantity: Quantity) -> str:
        head = f"<b>{escape(self.phrases.figure(quantity))}</b> {escape(one_line(quantity.object or ''))}"
        word = self.phrases.source(self.reading, quantity.claim)
        about = f"{self.phrases.role(quantity)} · {word}"
        return self._item("quantity", index, "quantity", [head, _about(about)])

    def _arrangement(self, index: int, record: Arrangement) -> str:
        word = self.phrases.source(self.reading, record.claim)
        lines = [f"<b>{escape(self.phrases.arrangement(record))}</b>", _about(word)]
        lines.append(f"<q>{escape(self.phrases.words(self.reading.dispatch.text, [record.span]))}</q>")
        return self._item("arrangement", index, "arrangement", lines)

    def _item(self, kind: str, index: int, classes: str, lines: list[str]) -> str:
        inside = "".join(f"<div>{line}</div>" for line in lines)
        number = f'<span class="n">{index}</span>'
        name = self._id(f"{kind}:{index}")
        return f'<li class="rec {classes}" id="{name}" tabindex="0">{number}{inside}</li>'


def _parts(segment: Segment) -> set[str]:
    return {mark.part for mark in segment.marks}


def _quad(event: Event) -> int:
    kind = plover().types.get(event.type)
    return kind.quad if kind else 0


def _about(words: str) -> str:
    return f'<span class="about">{escape(words)}</span>'


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
