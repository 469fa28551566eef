"""``greffier events``, ``claims``, ``occurrences``, ``timeline``, ``actors``, ``conflicts`` …: what can be listed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

import typer

from greffier.cli.ledger.options import Ask, day, listing
from greffier.cli.options import HELP


class ConflictKind(StrEnum):
    """What dispatches can contradict each other in."""

    quantity = "quantity"
    status = "status"
    responsibility = "responsibility"
    date = "date"
    claim = "claim"


class ArrangementKind(StrEnum):
    """What can stand between states."""

    agreement = "agreement"
    deployment = "deployment"
    membership = "membership"
    office = "office"
    sanctions = "sanctions"
    relations = "relations"
    ceasefire = "ceasefire"


Query = Annotated[str, typer.Argument(metavar="WORDS", help=HELP("help.search_query"))]
Exact = Annotated[bool, typer.Option("--exact", help=HELP("help.search_exact"))]
Meaning = Annotated[bool, typer.Option("--meaning", help=HELP("help.search_meaning"))]
Several = Annotated[bool, typer.Option("--several", help=HELP("help.occurrences_several"))]
Kind = Annotated[ConflictKind | None, typer.Option("--kind", help=HELP("help.conflicts_kind"))]
Standing = Annotated[ArrangementKind | None, typer.Option("--kind", help=HELP("help.arrangements_kind"))]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=HELP("help.arrangements_on"))]
Party = Annotated[str | None, typer.Option("--party", metavar="CODE", help=HELP("help.arrangements_party"))]


@listing("events")
def events(ask: Ask) -> Iterable[Any]:
    """List events, the latest first."""
    from greffier.ledger import queries

    return queries.events(ask.connection, ask.wanted, ask.limit)


@listing("claims")
def claims(ask: Ask) -> Iterable[Any]:
    """List who said what."""
    from greffier.ledger import queries

    return queries.claims(ask.connection, ask.wanted, ask.limit)


@listing("occurrences")
def occurrences(ask: Ask, several: Several = False) -> Iterable[Any]:
    """List what happened, however many dispatches tell it."""
    from greffier.ledger import lists

    return lists.occurrences(ask.connection, ask.wanted, ask.limit, several=several)


@listing("occurrences")
def timeline(ask: Ask, several: Several = False) -> Iterable[Any]:
    """List what happened, in the order in which it happened."""
    from greffier.ledger import lists

    return lists.occurrences(ask.connection, ask.wanted, ask.limit, oldest=True, several=several)


@listing("actors")
def actors(ask: Ask) -> Iterable[Any]:
    """List who is named."""
    from greffier.ledger import who

    return who.actors(ask.connection, ask.wanted, ask.limit)


@listing("conflicts")
def conflicts(ask: Ask, kind: Kind = None) -> Iterable[Any]:
    """List where dispatches contradict each other."""
    from greffier.ledger import lists

    return lists.conflicts(ask.connection, ask.wanted, ask.limit, kind.value if kind else None)


@listing("arrangements")
def arrangements(ask: Ask, on: On = None, party: Party = None, kind: Standing = None) -> Iterable[Any]:
    """List what stands between states over time."""
    from greffier.ledger import lists

    asked, chosen = day(on, ask.say, "--on"), kind.value if kind else None
    return lists.arrangements(ask.connection, ask.wanted, ask.limit, day=asked, party=party, kind=chosen)


@listing("hits")
def search(ask: Ask, query: Query, exact: Exact = False, meaning: Meaning = False) -> Iterable[Any]:
    """Find dispatches by words, or by meaning."""
    from greffier.ledger import lists

    if meaning:
        from greffier.ledger import meaning as by_meaning

        return by_meaning.hits(ask.ledger, query, ask.wanted, ask.limit)
    return lists.hits(ask.connection, query, ask.wanted, ask.limit, exact=exact)
