"""The sheet: one reading as people like to look at it in a terminal, from 60 columns up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from greffier.codebook import plover
from greffier.export.phrases import ARROW, Phrases, one_line, title_of
from greffier.messages import Say
from greffier.records import Actor, Claim, Event, Quantity, Reading

WIDE = 110
QUAD_STYLES = {1: "bold green", 2: "bold cyan", 3: "bold yellow", 4: "bold red"}
STATUS_STYLES = {
    "occurred": "green",
    "ongoing": "cyan",
    "planned": "blue",
    "hypothetical": "magenta",
    "negated": "red",
}
NAME, ABOUT, QUIET, QUOTE, HEADING = "bold", "dim", "dim", "italic", "bold reverse"


def show(reading: Reading, console: Console, say: Say) -> None:
    """Print the sheet of one reading."""
    console.print(Sheet(reading, say).render(console.width))


class Sheet:
    """Makes the parts of one reading's sheet."""

    def __init__(self, reading: Reading, say: Say) -> None:
        """Take what to show and the language to show it in."""
        self.reading, self.say, self.phrases = reading, say, Phrases(say)
        self.text = reading.dispatch.text

    def render(self, width: int) -> RenderableType:
        """Return the whole sheet for a terminal of ``width`` columns."""
        reading = self.reading
        parts: list[RenderableType] = [*self._header()]
        parts += self._section("claims", reading.claims, self._claims)
        parts += self._section("events", reading.events, self._event_table if width >= WIDE else self._event_list)
        parts += self._section("quantities", reading.quantities, self._quantities)
        parts += self._section("arrangements", reading.arrangements, self._arrangements)
        parts += self._section("warnings", reading.warnings, self._warnings)
        if len(parts) == len(list(self._header())):
            parts.append(Padding(Text(self.say("sheet.none"), QUIET), (1, 0, 0, 0)))
        return Group(*parts, Text())

    def _header(self) -> Iterator[RenderableType]:
        dispatch = self.reading.dispatch
        yield Rule(characters="━", style="dim")
        yield Text(title_of(self.reading), style="bold")
        origin = (dispatch.source, dispatch.id if dispatch.title else None, dispatch.url)
        if any(origin):
            yield Text(one_line(" · ".join(part for part in origin if part)), style=QUIET)
        yield Text(self.phrases.published(self.reading), style=QUIET)

    def _section(
        self, name: str, records: Sequence[object], body: Callable[[], RenderableType]
    ) -> list[RenderableType]:
        if not records:
            return []
        heading = Text.assemble((f" {self.say(f'sheet.{name}')} ", HEADING), (f" {len(records)}", QUIET))
        return [Padding(heading, (1, 0, 0, 0)), body()]

    def _claims(self) -> RenderableType:
        claims = self.reading.claims
        nested: dict[int | None, list[int]] = {}
        for index, claim in enumerate(claims):
            nested.setdefault(claim.parent, []).append(index)
        shown: list[RenderableType] = []
        waiting = [(index, 0) for index in reversed(nested.get(None, []))]
        while waiting:
            index, depth = waiting.pop()
            shown.append(Padding(self._claim(index, claims[index]), (1 if depth == 0 else 0, 0, 0, 3 * depth)))
            waiting += [(inner, depth + 1) for inner in reversed(nested.get(index, []))]
        return Group(*shown)

    def _claim(self, index: int, claim: Claim) -> RenderableType:
        head = Text(overflow="fold")
        if claim.speaker_actor:
            head.append_text(self._actor(claim.speaker_actor))
        else:
            head.append(self.phrases.speaker(self.reading, index), NAME)
        if claim.addressee:
            head.append(ARROW + one_line(claim.addressee.of(self.text)))
        about = [self.phrases.words(self.text, [claim.cue])] if claim.cue else []
        head.append("  " + " · ".join([*about, self.say(f"form.{claim.form}")]), QUIET)
        body = Text(self.phrases.words(self.text, claim.content), style=QUOTE, overflow="fold")
        return _numbered(index, Group(head, body), "└ " if claim.parent is not None else "")

    def _actor(self, actor: Actor) -> Text:
        name = one_line(actor.name)
        about = self.phrases.actor(actor)[len(name) :]
        return Text.assemble((name, NAME), (about, ABOUT), overflow="fold")

    def _dyad(self, event: Event) -> Text:
        sides = [self._side(event.actors)]
        if event.recipients:
            sides.append(self._side(event.recipients))
        return Text(ARROW, style="bold").join(sides)

    def _side(self, actors: Sequence[Actor]) -> Text:
        if not actors:
            return Text(self.say("say.nobody"), style=QUIET)
        return Text(", ").join([self._actor(actor) for actor in actors])

    def _type(self, event: Event) -> Text:
        quad = plover().types[event.type].quad if event.type in plover().types else 0
        word, *modes = self.phrases.event_type(event).split(" · ")
        text = Text(word, style=QUAD_STYLES.get(quad, "bold"))
        return text.append("".join(f" · {mode}" for mode in modes), "not bold")

    def _status(self, event: Event) -> Text:
        return Text(self.phrases.status(event), style=STATUS_STYLES[event.status])

    def _circumstances(self, event: Event) -> list[str]:
        return [part for part in (self.phrases.when(event.date), self.phrases.where(event)) if part]

    def _word(self, event: Event) -> str:
        if event.claim is None:
            return self.say("say.outlet")
        return f"{self.phrases.speaker(self.reading, event.claim)} [{event.claim}]"

    def _event_list(self) -> RenderableType:
        shown: list[RenderableType] = []
        for index, event in enumerate(self.reading.events):
            head = Text("  ").join([self._type(event), self._status(event)])
            lines = [head, self._dyad(event)]
            word = self._word(event)
            carrier = word if event.claim is None else self.say("say.word_of", speaker=word)
            circumstances = [*self._circumstances(event), carrier]
            lines.append(Text(" · ".join(circumstances), style=QUIET, overflow="fold"))
            if event.arrangement:
                lines.append(Text(self.phrases.arrangement(event.arrangement), style=QUIET))
            lines.append(Text(self.phrases.words(self.text, event.triggers), style=QUOTE, overflow="fold"))
            shown.append(Padding(_numbered(index, Group(*lines)), (1, 0, 0, 0)))
        return Group(*shown)

    def _event_table(self) -> RenderableType:
        table = Table(box=SIMPLE_HEAD, expand=True, padding=(0, 1), header_style=QUIET, show_lines=False)
        table.add_column("", justify="right", style=QUIET, no_wrap=True)
        for heading, ratio in (("what", 4), ("who", 7), ("when", 4), ("happened", 3), ("word", 4)):
            table.add_column(self.say(f"sheet.{heading}"), ratio=ratio, overflow="fold")
        for index, event in enumerate(self.reading.events):
            words = Text(self.phrases.words(self.text, event.triggers), style=QUOTE)
            table.add_row(
                str(index),
                self._type(event).append("\n").append_text(words),
                self._who(event),
                "\n".join(self._circumstances(event)),
                self._status(event),
                Text(self._word(event), style=QUIET),
            )
            table.add_row()
        return table

    def _who(self, event: Event) -> Text:
        who = self._dyad(event)
        if event.arrangement:
            who.append("\n" + self.phrases.arrangement(event.arrangement), QUIET)
        return who

    def _quantities(self) -> RenderableType:
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        table.add_column(justify="right", style=QUIET, no_wrap=True)
        for style in (NAME, "", QUIET, QUIET):
            table.add_column(style=style, overflow="fold")
        for index, quantity in enumerate(self.reading.quantities):
            table.add_row(f"{index:>2}", *self._quantity(quantity))
        return Padding(table, (1, 0, 0, 0))

    def _quantity(self, quantity: Quantity) -> list[str]:
        source = self.phrases.source(self.reading, quantity.claim)
        what = one_line(quantity.object or "")
        return [self.phrases.figure(quantity), what, self.phrases.role(quantity), source]

    def _arrangements(self) -> RenderableType:
        shown: list[RenderableType] = []
        for index, record in enumerate(self.reading.arrangements):
            about = [self.phrases.when(record.date), self.phrases.source(self.reading, record.claim)]
            lines = (
                Text(self.phrases.arrangement(record), style=NAME, overflow="fold"),
                Text(" · ".join(part for part in about if part), style=QUIET, overflow="fold"),
                Text(self.phrases.words(self.text, [record.span]), style=QUOTE, overflow="fold"),
            )
            shown.append(Padding(_numbered(index, Group(*lines)), (1, 0, 0, 0)))
        return Group(*shown)

    def _warnings(self) -> RenderableType:
        shown = (Text(one_line(self.phrases.warning(w)), overflow="fold") for w in self.reading.warnings)
        return Padding(Group(*(_marked("⚠ ", line, "yellow") for line in shown)), (1, 0, 0, 0))


def _numbered(index: int, body: RenderableType, mark: str = "") -> RenderableType:
    return _marked(f"{mark}{index:>2} ", body, QUIET)


def _marked(mark: str, body: RenderableType, style: str) -> RenderableType:
    grid = Table.grid()
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=style), body)
    return grid
