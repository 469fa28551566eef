"""Lines the stages up: a Dispatch goes in, its Reading comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from greffier.codebook import plover
from greffier.errors import LexiconError
from greffier.french import Lexicon, default_lexicon
from greffier.intake import from_text
from greffier.intake.build import day_of
from greffier.interchange import with_ids
from greffier.reading.actors import find_cast
from greffier.reading.arrangements import find_arrangements
from greffier.reading.attribution import carrying_claim
from greffier.reading.claims import find_claims
from greffier.reading.clashes import find_clashes
from greffier.reading.confidence import sure, surest
from greffier.reading.events import find_events
from greffier.reading.frames import frames_of
from greffier.reading.insight import look
from greffier.reading.parse import parse
from greffier.reading.places import find_places
from greffier.reading.quantities import find_quantities
from greffier.reading.quotes import find_quotations
from greffier.reading.times import find_times
from greffier.records import Dispatch, Reading
from greffier.version import CODEBOOK, FAST_READER, READER


class Reader:
    """Reads dispatches with one lexicon; loads the grammar once. Instances may be reused freely."""

    def __init__(self, lexicon: Lexicon | Path | str | None = None, *, fast: bool = False) -> None:
        """Use ``lexicon``: a Lexicon, a folder that overlays ours, or None for the one that ships (LexiconError).

        ``fast`` leaves the learned reader out: frames and grammar alone, several times as quick and a little less good.
        """
        self.fast = fast
        if lexicon is None:
            self.lexicon = default_lexicon()
        else:
            self.lexicon = lexicon if isinstance(lexicon, Lexicon) else Lexicon(lexicon)
            _check_frames(self.lexicon)

    def read(self, dispatch: Dispatch) -> Reading:
        """Return the reading of a dispatch. Raises on no text; what was hard stands in ``warnings``."""
        lexicon, published = self.lexicon, dispatch.published
        doc = parse(dispatch, lexicon)
        if not self.fast:
            doc = replace(doc, insight=look(doc))
        cast = find_cast(doc, lexicon, published)
        times = find_times(doc, lexicon, published)
        places = find_places(doc, lexicon, cast)
        quotations = find_quotations(doc.text, doc.lines)
        claims = find_claims(doc, quotations, cast, lexicon)
        claims = sure(doc, claims)
        events = surest(find_events(doc, cast, places, times, claims, lexicon), self.fast)
        quantities = tuple(replace(q, claim=carrying_claim(claims, q.span)) for q in find_quantities(doc, lexicon))
        arrangements = find_arrangements(doc, cast, times, claims, events, lexicon)
        clashes = find_clashes(doc.text, claims, events, quantities, arrangements)
        warnings = (*dispatch.warnings, *clashes)
        reader = FAST_READER if self.fast else READER
        return with_ids(Reading(dispatch, claims, events, quantities, arrangements, warnings, reader, CODEBOOK))

    def pipe(self, dispatches: Iterable[Dispatch]) -> Iterator[Reading]:
        """Yield the reading of each dispatch, in order, one at a time."""
        for dispatch in dispatches:
            yield self.read(dispatch)


def read(
    text: str,
    published: date | str | None = None,
    *,
    id: str | None = None,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    published_at: str | None = None,
    edited_at: str | None = None,
    fetched_at: str | None = None,
) -> Reading:
    """Return the reading of a text.

    ``published`` is the day of publication (a date or an ISO string); without it the day is that of ``published_at``
    (an ISO timestamp), else it is inferred from the text. A ``title`` given apart becomes line 1 of the text.
    Never raises on a text: what was hard (no words, a date that cannot be) stands in ``warnings``.
    """
    day = day_of(published) if isinstance(published, str) else published
    bad = published and not day
    warnings = (f"bad-date: published {published!r} is no date (YYYY-MM-DD); it is ignored",) if bad else ()
    dispatch = from_text(
        text, id=id, published=day, title=title, source=source, url=url,
        published_at=published_at, edited_at=edited_at, fetched_at=fetched_at, warnings=warnings,
    )  # fmt: skip
    return _default_reader().read(dispatch)


@cache
def _default_reader() -> Reader:
    return Reader()


def _check_frames(lexicon: Lexicon) -> None:
    """Refuse frames whose type or modes PLOVER does not know (LexiconError)."""
    frames_of(lexicon)
    for frame in lexicon.tables("frames").get("frame", []):
        kind = plover().types.get(frame["type"])
        if kind is None:
            known = ", ".join(plover().types)
            raise LexiconError(f"The frame {frame['id']!r} has the type {frame['type']!r}; give one of {known}.")
        wrong = [mode for mode in frame.get("modes", ()) if mode not in kind.modes]
        if wrong:
            raise LexiconError(
                f"The frame {frame['id']!r} has the mode {wrong[0]!r}; give one of {', '.join(kind.modes)}."
            )
