"""Teaching: the loss over all heads, batches of like length, one cycle of the learning rate."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from greffier.reading.insight import HEADS, MODES, RELATIONS, SHARE
from reader.lessons import NONE, Lesson
from reader.network import Network

NOTHING, EDGES = 0.6, (1.0, 1.0, 1.0, 2.0, 2.0)  # the weight of « no event »; edges of a content are rare
STATUS = (0.5, 2.0, 1.5, 2.0, 2.0)  # « occurred » is most of them
SAME = RELATIONS.index("same")


def batches(lessons: Sequence[Lesson], pieces: int, chance: random.Random) -> list[list[Lesson]]:
    """Return shuffled batches of lessons of like length, at most so many pieces each with their padding."""
    found: list[list[Lesson]] = []
    now: list[Lesson] = []
    for lesson in sorted(lessons, key=lambda one: len(one.pieces) + chance.random() * 20):
        if now and max(len(one.pieces) for one in (*now, lesson)) * (len(now) + 1) > pieces:
            found.append(now)
            now = []
        now.append(lesson)
    found += [now] if now else []
    chance.shuffle(found)
    return found


def tensors(batch: Sequence[Lesson], padding: int) -> tuple[Tensor, Tensor]:
    """Return the pieces of a batch, padded, and where they are."""
    longest = max(len(lesson.pieces) for lesson in batch)
    pieces = torch.full((len(batch), longest), padding)
    mask = torch.zeros(len(batch), longest, dtype=torch.bool)
    for row, lesson in enumerate(batch):
        pieces[row, : len(lesson.pieces)] = torch.tensor(lesson.pieces)
        mask[row, : len(lesson.pieces)] = True
    return pieces, mask


def loss_of(network: Network, batch: Sequence[Lesson], padding: int) -> Tensor:
    """Return the loss of a batch: of every head, and of the links as a choice among the words and nobody."""
    device = network.nobody.device
    pieces, mask = (t.to(device) for t in tensors(batch, padding))
    with torch.autocast(device.type, torch.bfloat16):
        scores, queries, keys, _ = network(pieces, mask)
    scores, queries, keys = scores.float(), queries.float(), keys.float()
    rows = torch.cat([torch.tensor(one.places) + i * pieces.shape[1] for i, one in enumerate(batch)]).to(device)
    types, parts, statuses, modes, figures = scores.reshape(-1, scores.shape[-1])[rows].split(HEADS, -1)

    def flat(name: str) -> Tensor:
        return torch.tensor([label for one in batch for label in getattr(one, name)], device=device)

    edges = torch.tensor(EDGES, device=device)
    loss = _named(types, flat("types"), NOTHING)
    loss = loss + 6 * functional.binary_cross_entropy_with_logits(parts, flat("parts").float(), pos_weight=edges)
    standing = flat("statuses")
    if (standing >= 0).any():
        weights = torch.tensor(STATUS, device=device)
        loss = loss + 0.5 * functional.cross_entropy(statuses, standing, weights, ignore_index=NONE)
    loss = loss + 0.2 * _named(figures, flat("figures"), 0.5)
    loss = loss + 0.5 * _modes(modes, batch)
    return loss + 0.35 * len(RELATIONS) * _links(network, batch, queries, keys)


def _named(scores: Tensor, wanted: Tensor, nothing: float) -> Tensor:
    """Return the loss of a choice where most words are nothing, by the number of those that are something."""
    weights = torch.ones(scores.shape[-1], device=scores.device)
    weights[0] = nothing
    count = max(int((wanted > 0).sum()), 1)
    return functional.cross_entropy(scores, wanted, weights, ignore_index=NONE, reduction="sum") / count


def _modes(scores: Tensor, batch: Sequence[Lesson]) -> Tensor:
    at, wanted, offset = [], [], 0
    for lesson in batch:
        for place, modes in lesson.modes:
            row = torch.zeros(len(MODES))
            row[modes] = 1
            at.append(offset + place)
            wanted.append(row)
        offset += len(lesson.places)
    if not at:
        return scores.sum() * 0
    told = torch.stack(wanted).to(scores.device)
    return functional.binary_cross_entropy_with_logits(scores[at], told, reduction="sum") / len(at)


def _links(network: Network, batch: Sequence[Lesson], queries: Tensor, keys: Tensor) -> Tensor:
    losses = []
    for row, lesson in enumerate(batch):
        places = torch.tensor(lesson.places, device=queries.device)
        for relation in range(len(RELATIONS)):
            links = [link for link in lesson.links if link[0] == relation]
            if not links:
                continue
            part = slice(relation * SHARE, (relation + 1) * SHARE)
            asked = queries[row][places][[word for _, word, _ in links]][:, part]
            told = torch.cat([keys[row][places][:, part], network.nobody[relation][None]])
            scores = asked @ told.T / math.sqrt(SHARE)
            wanted = torch.zeros_like(scores)
            for number, (_, word, linked) in enumerate(links):
                wanted[number, linked or [-1]] = 1 / max(len(linked), 1)
                if relation == SAME:
                    barred = torch.zeros_like(scores)
                    barred[number, word] = -1e4
                    scores = scores + barred
            losses.append(-(wanted * functional.log_softmax(scores, -1)).sum(-1))
    return torch.cat(losses).mean() if losses else queries.sum() * 0


def teach(
    network: Network,
    lessons: Sequence[Lesson],
    padding: int,
    *,
    epochs: int,
    rate: float,
    head_rate: float,
    pieces: int,
    checkpoint: Path,
    seed: int = 1,
) -> None:
    """Teach a network; what it has learned is kept in ``checkpoint`` every 200 steps and at the end."""
    chance = random.Random(seed)
    torch.manual_seed(seed)
    steps = len(batches(lessons, pieces, random.Random(0))) * epochs
    optimiser = torch.optim.AdamW(network.groups(rate, head_rate), weight_decay=0.01)
    rates = [group["lr"] for group in optimiser.param_groups]
    cycle = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rates, total_steps=max(steps + 2 * epochs + 5, 40), pct_start=0.1, cycle_momentum=False
    )
    learning = [p for p in network.parameters() if p.requires_grad]
    network.train()
    step = 0
    for epoch in range(epochs):
        for batch in batches(lessons, pieces, chance):
            loss = loss_of(network, batch, padding)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            cycle.step()
            step += 1
            if step % 50 == 0:
                print(f"  epoch {epoch + 1}, step {step} of {steps}, loss {float(loss.detach()):.2f}", flush=True)
            if step % 200 == 0:
                torch.save(network.state_dict(), checkpoint)
    torch.save(network.state_dict(), checkpoint)
    network.eval()
