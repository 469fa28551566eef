"""Features: what the judge sees of a mention, and of two mentions that may tell one event.

A feature is a short string; the weights of ``french/weights/judge.json`` are keyed by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from greffier.reading.insight import Insight
from greffier.reading.mentions import Mention
from greffier.reading.parse import Token
from greffier.reading.weights import bucket, degree
from greffier.records import Actor, Place, When

ROOT = 4  # letters that a verb and its noun mostly share (retirer, retrait)
ANAPHORIC = frozenset({"ce", "cet", "cette", "ces"})
AREAS = frozenset({"country", "region", "province", "area", "continent", "sea", "state", "border", "district"})
OTHER = frozenset(
    {"autre", "nouveau", "nouvel", "nouvelle", "second", "seconde", "deuxième", "premier", "première", "précédent"}
)


def of_mention(mention: Mention, line: int) -> Iterator[str]:
    """Yield the features of one mention; ``line`` is the index of its line in the dispatch."""
    evoked, head = mention.evoked, mention.evoked.head
    kind, lemma, governor = mention.type, head.lemma, head.head
    yield from (f"frame={mention.frame.id}", f"type={kind}", f"lemma={lemma}", f"{kind}+{lemma}")
    yield from (f"pos={head.pos}", f"{kind}+pos={head.pos}", f"dep={head.dep}", f"pos+dep={head.pos}{head.relation}")
    above = governor.lemma if governor is not head else "-"
    yield from (f"above={above}", f"{kind}+above={above}", f"above.pos={governor.pos}")
    left = head.left
    yield f"left={left.norm if left else '-'}"
    yield f"words={len(evoked.tokens)}"
    yield f"sure={round(mention.frame.sure, 1)}"
    yield f"needs={len(mention.frame.needs)}"
    for slot in sorted(evoked.slots.filled):
        yield f"slot={slot}"
        yield f"{kind}+slot={slot}"
    yield f"{kind}+sides={_side(mention.actors)}>{_side(mention.recipients)}"
    yield f"{kind}+sectors={_sectors(mention.actors)}>{_sectors(mention.recipients)}"
    yield from (
        f"status={mention.status}",
        f"{kind}+status={mention.status}",
        f"reason={mention.reason.partition(' «')[0]}",
    )
    yield f"claim={mention.claim is not None}"
    yield f"title={mention.in_title}"
    yield f"date={mention.date is not None}"
    yield f"place={mention.place is not None}"
    yield f"{kind}+dated={mention.date is not None}+placed={mention.place is not None}"
    yield f"line={bucket(line)}"
    yield f"determiner={_determiner(head)}"
    yield f"{kind}+determiner={_determiner(head)}+{head.morph.get('Number')}"
    yield f"tense={head.morph.get('Tense')}{head.morph.get('VerbForm')}{head.morph.get('Mood')}"
    if mention.scene.doc.insight is not None:
        yield from _seen(mention, mention.scene.doc.insight)


def _seen(mention: Mention, insight: Insight) -> Iterator[str]:
    """Yield what the learned reader makes of a trigger: an event at all, of this type, or rather of another."""
    word = mention.evoked.head.i
    typed = degree(insight.type_of(word, mention.type))
    best, chance = insight.best_type(word)
    yield f"seen={typed}"
    yield f"{mention.type}+seen={typed}"
    yield f"event={degree(insight.event(word))}"
    yield f"seen={typed}+sure={round(mention.frame.sure, 1)}"
    yield f"rather={best if best != mention.type and chance > 0.5 else '-'}"
    yield f"{mention.type}+rather={best != mention.type}+{degree(chance)}"
    yield f"seen={typed}+claim={mention.claim is not None}+{mention.status}"


def of_pair(a: Mention, b: Mention) -> Iterator[str]:
    """Yield the features of two mentions, ``a`` before ``b`` in the body (a title's mention comes last)."""
    first, second = a.evoked.head, b.evoked.head
    kinds = a.type if a.type == b.type else "|".join(sorted((a.type, b.type)))
    yield f"types={kinds}"
    facts = _pair_facts(a, b)
    yield from _crossed(a, b, kinds, facts)
    if a.scene.doc.insight is not None:
        likeness = _likeness(first, second, a.scene.doc.insight)
        same = f"{'same' if a.type == b.type else 'other'}type"
        yield from (f"seen={likeness}", f"{same}+seen={likeness}", f"{facts[0]}+seen={likeness}")


def _crossed(a: Mention, b: Mention, kinds: str, facts: Sequence[str]) -> Iterator[str]:
    """Yield the facts about a pair by themselves, with its types, and two or three together."""
    first, second = a.evoked.head, b.evoked.head
    same = f"{'same' if a.type == b.type else 'other'}type"
    for fact in facts:
        yield fact
        yield f"{same}+{fact}"
    for fact in (facts[0], facts[3], facts[5], facts[7], facts[8], facts[10]):
        yield f"{kinds}+{fact}"
    yield f"{facts[0]}+{facts[3]}+{facts[13]}"
    yield f"{facts[7]}+{facts[8]}"
    yield f"{facts[-2]}+{facts[-1]}+{facts[7]}"
    yield f"{kinds}+{facts[-2]}"
    yield f"{facts[0]}+{facts[5]}+{facts[7]}"
    yield f"pair={'|'.join(sorted((first.lemma, second.lemma)))}"
    yield f"frames={'|'.join(sorted((a.frame.id, b.frame.id)))}"


def _pair_facts(a: Mention, b: Mention) -> list[str]:
    first, second = a.evoked.head, b.evoked.head
    return [
        f"lemma={first.lemma == second.lemma}",
        f"frame={a.frame is b.frame}",
        f"pos={first.pos}{second.pos}",
        f"near={_distance(first, second)}",
        f"above={_governs(first, second)}",
        f"dates={_dates(a.date, b.date)}",
        f"places={_places(a.place, b.place)}",
        f"actors={_compare(a.actors, b.actors)}",
        f"recipients={_compare(a.recipients, b.recipients)}",
        f"crossed={_compare(a.actors, b.recipients)}{_compare(a.recipients, b.actors)}",
        f"modes={_modes(a, b)}",
        f"status={a.status == b.status}",
        f"claims={a.claim == b.claim}{a.claim is None or b.claim is None}",
        f"title={b.in_title}{a.in_title}",
        f"determiner={_determiner(second)}",
        f"other={any(c.lemma in OTHER for c in second.children)}",
        f"number={first.morph.get('Number')}{second.morph.get('Number')}",
        f"joins={a.frame.joins}{b.frame.joins}",
        f"root={first.lemma[:ROOT] == second.lemma[:ROOT]}",
        f"fillers={bool(_fillers(a) & _fillers(b))}",
    ]


def _likeness(a: Token, b: Token, insight: Insight) -> str:
    near = insight.window[a.i] == insight.window[b.i]
    return str(min(max(round(insight.same(a.i, b.i)), -6), 6)) if near else "far"


def contradict(a: Mention, b: Mention) -> bool:
    """Tell whether two mentions cannot tell one event: on days that do not meet, or attacks on two exact places."""
    if a.date and b.date and _dates(a.date, b.date) == "apart":
        return True
    one, two = a.place, b.place
    if not (a.type == b.type == "ASSAULT" and one and two and one.name and two.name):
        return False
    exact = {one.precision, two.precision}.isdisjoint(AREAS)
    return exact and one.name not in two.name and two.name not in one.name


def _fillers(mention: Mention) -> set[str]:
    """Return the lemmas of what stands around a trigger as its object or complement."""
    slots = mention.evoked.slots.filled
    return {t.lemma for name in ("obj", "de", "subj", "à", "contre", "avec") for t in slots.get(name, ())}


def _side(actors: tuple[Actor, ...]) -> str:
    return "none" if not actors else "known" if actors[0].country else "unknown"


def _sectors(actors: tuple[Actor, ...]) -> str:
    return "+".join(sorted({a.sector or "-" for a in actors})) or "none"


def _determiner(head: Token) -> str:
    found = next((c for c in head.children if c.relation == "det"), None)
    if found is None:
        return "none"
    if found.norm in ANAPHORIC:
        return "this"
    return "the" if found.morph.get("Definite") == "Def" else "a" if found.morph.get("Definite") == "Ind" else "own"


def _distance(a: Token, b: Token) -> str:
    apart = abs(a.sentence - b.sentence)
    if apart:
        return f"{bucket(apart)}s{'line' if a.line == b.line else ''}"
    return f"{bucket(abs(a.i - b.i))}w"


def _governs(a: Token, b: Token) -> str:
    if a.sentence != b.sentence:
        return "no"
    if a.head is b or b.head is a:
        return f"direct{a.dep if a.head is b else b.dep}"
    close = [t for t in (a, b) if any(x in (a, b) for x in list(t.ancestors())[:3])]
    return "close" if close else "no"


def _dates(a: When | None, b: When | None) -> str:
    if a is None or b is None:
        return "none" if a is b else "one"
    if (a.earliest, a.latest) == (b.earliest, b.latest):
        return "same"
    apart = (a.latest and b.earliest and a.latest < b.earliest) or (b.latest and a.earliest and b.latest < a.earliest)
    return "apart" if apart else "overlap"


def _places(a: Place | None, b: Place | None) -> str:
    if a is None or b is None:
        return "none" if a is b else "one"
    return "same" if a.name == b.name else "country" if a.country == b.country else "apart"


def _compare(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> str:
    if not a or not b:
        return "none" if not a and not b else "one"
    if {x.name for x in a} & {x.name for x in b}:
        return "name"
    first, second = {x.country for x in a}, {x.country for x in b}
    return "country" if first == second else "overlap" if first & second else "apart"


def _modes(a: Mention, b: Mention) -> str:
    first, second = set(a.frame.modes), set(b.frame.modes)
    if not first or not second:
        return "none" if not first and not second else "one"
    return "same" if first == second else "overlap" if first & second else "apart"
