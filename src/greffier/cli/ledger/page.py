"""The brief as a page of text: new events, new conflicts, changed arrangements."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from greffier.cli.ledger.cells import cells
from greffier.export.phrases import one_line
from greffier.ledger.brief import Brief
from greffier.messages import Say

WIDTH, MOST = 100, 40


def page(brief: Brief, say: Say) -> str:
    """Return the page; of each part at most MOST entries, and how many more there are."""
    since = brief.since[:16].replace("T", " ")
    parts = [say("brief.title", since=since), say("brief.dispatches", count=brief.dispatches), ""]
    parts += _part("occurrences", _occurrences(brief, say), len(brief.occurrences), say)
    parts += _part("conflicts", _conflicts(brief, say), len(brief.conflicts), say)
    parts += _part("arrangements", _arrangements(brief, say), len(brief.arrangements), say)
    return "\n".join(parts).rstrip()


def _part(name: str, entries: Iterator[str], count: int, say: Say) -> list[str]:
    heading = f"{say(f'brief.{name}')} ({count})"
    shown = [entry for _, entry in zip(range(MOST), entries, strict=False)]
    more = [say("brief.more", count=count - len(shown))] if count > len(shown) else []
    return [heading, "-" * len(heading), *(shown or [say("brief.none")]), *more, ""]


def _entry(first: str, *rest: str) -> str:
    lines = [fill(one_line(first), WIDTH, initial_indent="• ", subsequent_indent="  ")]
    lines += [fill(one_line(line), WIDTH, initial_indent="  ", subsequent_indent="    ") for line in rest if line]
    return "\n".join(lines)


def _occurrences(brief: Brief, say: Say) -> Iterator[str]:
    for row in brief.occurrences:
        what, who, when, status, told, name = cells(row, say)
        yield _entry(f"{who}: {what}", f"{when.replace(chr(10), ' · ')} · {status} · {told} · {name}")


def _conflicts(brief: Brief, say: Say) -> Iterator[str]:
    for row in brief.conflicts:
        kind, about, sides, name = cells(row, say)
        yield _entry(f"{kind}: {about} · {name}", *sides.split("\n"))


def _arrangements(brief: Brief, say: Say) -> Iterator[str]:
    for changed in brief.arrangements:
        kind, parties, named, now, _, name = cells(changed.arrangement, say)
        states = [
            f"{state.date or say('table.undated')}: {say(f'transition.{state.transition}')}" for state in changed.states
        ]
        yield _entry(f"{kind} · {named or parties} ({parties}): {now} · {name}", "; ".join(states))
