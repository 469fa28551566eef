"""On disk: the network as ONNX with 8-bit weights (a scale for each output), turned to float32 once, when it is loaded.

Only the weights are rounded, not what flows between the layers: with both in 8 bits four labels in ten changed, with
the weights alone 2 in 100.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from reader.network import Network

LARGE = 20_000  # numbers; smaller tensors stay as they are
OUTPUTS = ("classes", "queries", "keys", "nobody")


class OneWindow(nn.Module):
    """The network over one window without padding."""

    def __init__(self, network: Network) -> None:
        """Wrap a network."""
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor) -> tuple[Tensor, ...]:
        """Return what the network gives for pieces that are all there."""
        found: tuple[Tensor, ...] = self.network(pieces, torch.ones_like(pieces, dtype=torch.bool))
        return found


def write(network: Network, out: Path) -> None:
    """Write a network to ``out``."""
    network.eval()
    whole = out.with_suffix(".whole.onnx")
    axes = {"pieces": {1: "n"}} | {name: {1: "n"} for name in OUTPUTS[:3]}
    torch.onnx.export(
        OneWindow(network), (torch.randint(5, 1000, (1, 37)),), str(whole),
        input_names=["pieces"], output_names=list(OUTPUTS), dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    model = onnx.load(str(whole))
    whole.unlink()
    rounded(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, str(out))


def rounded(graph: Any) -> None:
    """Round the large matrices and the word table of a graph to 8 bits."""
    tensors = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    made: dict[str, str] = {}
    before: list[Any] = []
    nodes: list[Any] = []
    for node in graph.node:
        nodes.append(node)
        if node.op_type == "Gather" and tensors.get(node.input[0], np.empty(0)).size > LARGE * 50:
            nodes += _looked_up(graph, node, tensors[node.input[0]], made)
        elif node.op_type in {"MatMul", "Gemm"} and node.input[1] in tensors:
            name = node.input[1]
            if name not in made and tensors[name].ndim == 2 and tensors[name].size > LARGE:
                across = any(a.name == "transB" and a.i for a in node.attribute)
                before += _matrix(graph, name, tensors[name], 1 if across else 0)
                made[name] = f"{name}.float"
            node.input[1] = made.get(name, name)
    kept = [t for t in graph.initializer if t.name not in made]
    del graph.node[:], graph.initializer[:]
    graph.node.extend([*before, *nodes])
    graph.initializer.extend(kept)


def _eighth(weights: np.ndarray[Any, Any], axis: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    scale = np.abs(weights).max(axis=axis, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.round(weights / scale).clip(-127, 127).astype(np.int8), scale.astype(np.float32)


def _keep(graph: Any, name: str, small: np.ndarray[Any, Any], scale: np.ndarray[Any, Any]) -> None:
    graph.initializer.append(numpy_helper.from_array(small, f"{name}.int"))
    graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))


def _matrix(graph: Any, name: str, weights: np.ndarray[Any, Any], axis: int) -> list[Any]:
    small, scale = _eighth(weights, axis)
    graph.initializer.extend(
        [numpy_helper.from_array(small, f"{name}.int"), numpy_helper.from_array(scale, f"{name}.scale")]
    )
    return [
        helper.make_node("Cast", [f"{name}.int"], [f"{name}.cast"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}.cast", f"{name}.scale"], [f"{name}.float"]),
    ]


def _looked_up(graph: Any, node: Any, table: np.ndarray[Any, Any], made: dict[str, str]) -> list[Any]:
    """Keep the word table in 8 bits in memory too: only the rows that are looked up are turned to float32."""
    name, out = node.input[0], node.output[0]
    small, scale = _eighth(table, 1)
    graph.initializer.extend(
        [numpy_helper.from_array(small, f"{name}.int"), numpy_helper.from_array(scale, f"{name}.scale")]
    )
    made[name] = f"{name}.int"
    node.input[0], node.output[0] = f"{name}.int", f"{out}.int"
    return [
        helper.make_node("Cast", [f"{out}.int"], [f"{out}.cast"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name}.scale", node.input[1]], [f"{out}.scale"]),
        helper.make_node("Mul", [f"{out}.cast", f"{out}.scale"], [out]),
    ]
