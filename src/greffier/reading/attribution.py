"""Attribution: which claim carries a piece of the text."""

from __future__ import annotations

from collections.abc import Sequence

from greffier.records import Claim, Span


def carrying_claim(claims: Sequence[Claim], span: Span) -> int | None:
    """Return the index of the innermost claim whose content holds ``span`` (code points), or None."""
    best: tuple[int, int] | None = None
    for index, claim in enumerate(claims):
        if any(piece.holds(span) for piece in claim.content):
            size = sum(piece.end - piece.start for piece in claim.content)
            if best is None or size < best[0]:
                best = (size, index)
    return best[1] if best else None
