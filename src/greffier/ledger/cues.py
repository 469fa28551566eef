"""Cues of dispute: which claims deny, which lay an act to somebody, which take it on themselves."""

from __future__ import annotations

import re
from functools import cache

from greffier.ledger.account import Account
from greffier.ledger.words import folded, knowledge

FEW = 12
VERBAL = re.compile(
    r"^(?:s['’]|se |l['’]|en |n['’]|y )*(?:avoir|être|ait|aient|a|ont|est|sont|avait|avaient|eut|était|étaient)\b",
    re.IGNORECASE,
)


def denies(account: Account, claim: int) -> bool:
    """Tell whether the claim, or one that it is nested in, is a denial of its content.

    Words quoted with a cue of denial (« Nobody died », denies X) are what the speaker holds, not what it denies.
    """
    here: int | None = claim
    while here is not None:
        if account.reading.claims[here].form != "direct" and _begins(account, here, "deny"):
            return True
        here = account.reading.claims[here].parent
    return False


def assigns(account: Account, claim: int) -> bool:
    """Tell whether the claim's cue lays an act to somebody (« attribue », « impute », « accuse »)."""
    return _begins(account, claim, "assign")


def takes_on(account: Account, claim: int) -> bool:
    """Tell whether the claim's speaker takes an act on itself (« revendique »)."""
    return _begins(account, claim, "own")


def refuses_all(account: Account, claim: int) -> bool:
    """Tell whether the claim denies in few words all that was said (« ces accusations », « ce que X dément »)."""
    words = content(account, claim)
    return denies(account, claim) and len(words.split()) <= FEW and says("all_pattern", words)


def content(account: Account, claim: int) -> str:
    """Return the words of the claim's content, its stretches joined by a space."""
    return " ".join(account.quote(part) for part in account.reading.claims[claim].content)


def says(name: str, text: str) -> bool:
    """Tell whether the text has the words that a pattern of ``disputes.toml``'s claims names."""
    return bool(_pattern(name).search(text))


def _begins(account: Account, claim: int, name: str) -> bool:
    cue = account.reading.claims[claim].cue
    if cue is None:
        return False
    words = folded(account.quote(cue))
    return any(f" {start}" in f" {words}" for start in knowledge("disputes")["claims"][name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(knowledge("disputes")["claims"][name], re.IGNORECASE)
