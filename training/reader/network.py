"""The network: the encoder's first layers, a linear head a word, and for each relation a query and a key a word."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from greffier.reading.insight import HEADS, RELATIONS, SHARE
from reader.pretrained import Pretrained

LAYERS = 8


class Layer(nn.Module):
    """One layer of the encoder (Vaswani et al. 2017, normalised after each part)."""

    def __init__(self, made: Pretrained, number: int) -> None:
        """Take the weights of a layer."""
        super().__init__()
        hidden, forward = made.hidden, made.forward
        self.heads = made.heads
        self.q, self.k, self.v, self.o = (nn.Linear(hidden, hidden) for _ in range(4))
        self.f1, self.f2 = nn.Linear(hidden, forward), nn.Linear(forward, hidden)
        self.ln1, self.ln2 = nn.LayerNorm(hidden, made.epsilon), nn.LayerNorm(hidden, made.epsilon)
        self.drop = nn.Dropout(0.1)
        parts = (("q", self.q, hidden), ("k", self.k, hidden), ("v", self.v, hidden), ("ao", self.o, hidden))
        for name, part, width in (*parts, ("fi", self.f1, hidden), ("fo", self.f2, forward)):
            part.weight.data = torch.tensor(made.matrix(f"l{number}.{name}.w", width))
            part.bias.data = torch.tensor(made.vector(f"l{number}.{name}.b"))
        for name, norm in (("aln", self.ln1), ("oln", self.ln2)):
            norm.weight.data = torch.tensor(made.vector(f"l{number}.{name}.w"))
            norm.bias.data = torch.tensor(made.vector(f"l{number}.{name}.b"))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the next states; ``mask`` is added to the attention (0, or far below)."""
        size, length, hidden = x.shape
        shape = (size, length, self.heads, hidden // self.heads)
        q, k, v = (part(x).view(shape).transpose(1, 2) for part in (self.q, self.k, self.v))
        shares = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(shape[-1]) + mask, -1)
        x = self.ln1(x + self.drop(self.o((shares @ v).transpose(1, 2).reshape(size, length, hidden))))
        states: Tensor = self.ln2(x + self.drop(self.f2(functional.gelu(self.f1(x)))))
        return states


class Network(nn.Module):
    """Pieces in; for every piece the scores of all heads, and its queries and keys, out."""

    def __init__(self, made: Pretrained, kept: list[int], layers: int = LAYERS) -> None:
        """Start from the pretrained encoder, its word table cut to the kept pieces and frozen."""
        super().__init__()
        hidden = made.hidden
        table = torch.tensor(made.matrix("emb.word", hidden)[kept])
        self.word = nn.Embedding.from_pretrained(table, freeze=True)
        self.position = nn.Embedding.from_pretrained(
            torch.tensor(made.vector("emb.pos")).view(-1, hidden), freeze=False
        )
        self.kind = nn.Parameter(torch.tensor(made.vector("emb.type")).view(-1, hidden)[0])
        self.norm = nn.LayerNorm(hidden, made.epsilon)
        self.norm.weight.data = torch.tensor(made.vector("emb.ln.w"))
        self.norm.bias.data = torch.tensor(made.vector("emb.ln.b"))
        self.stack = nn.ModuleList(Layer(made, number) for number in range(layers))
        self.drop = nn.Dropout(0.1)
        self.classes = nn.Linear(hidden, sum(HEADS))
        self.queries = nn.Linear(hidden, SHARE * len(RELATIONS))
        self.keys = nn.Linear(hidden, SHARE * len(RELATIONS))
        self.nobody = nn.Parameter(torch.zeros(len(RELATIONS), SHARE))

    def forward(self, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return (scores, queries, keys, nobody); ``mask`` is True where a piece is, False where padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.norm(self.word(pieces) + self.position(places)[None] + self.kind)
        hidden = (~mask)[:, None, None, :] * -1e9
        for layer in self.stack:
            x = layer(x, hidden)
        x = self.drop(x)
        return self.classes(x), self.queries(x), self.keys(x), self.nobody + 0

    def slow_start(self, below: int) -> None:
        """Freeze the embeddings and the first layers: they change little and cost much."""
        frozen = [self.position.weight, self.kind, *self.norm.parameters()]
        for parameter in (*frozen, *(p for layer in self.stack[:below] for p in layer.parameters())):
            parameter.requires_grad = False

    def groups(self, rate: float, head_rate: float, decay: float = 0.87) -> list[dict[str, object]]:
        """Return the parameters that learn, each layer a little slower than the one above."""
        heads = [*self.classes.parameters(), *self.queries.parameters(), *self.keys.parameters(), self.nobody]
        depth = len(self.stack)
        found = [(list(layer.parameters()), rate * decay ** (depth - 1 - i)) for i, layer in enumerate(self.stack)]
        found.append(([self.position.weight, self.kind, *self.norm.parameters()], rate * decay**depth))
        found.append((heads, head_rate))
        learning = [([p for p in group if p.requires_grad], speed) for group, speed in found]
        return [{"params": group, "lr": speed} for group, speed in learning if group]
