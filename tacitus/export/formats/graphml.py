"""Events as GraphML: a directed graph with parallel edges, one an event and pair of parties.

Source: GraphML Primer, graphml.graphdrawing.org; read by networkx, igraph, yEd, Gephi, Cytoscape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.edges import (
    ALONE,
    CANNOT,
    EDGE_TYPES,
    NODE_TYPES,
    Attribute,
    Edge,
    Node,
    edges_of,
)
from tacitus.export.formats.losses import LossCounter
from tacitus.export.formats.texts import xml

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
)


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`."""
    losses = LossCounter("graphml", CANNOT)
    losses.left_out(ALONE, 0)
    nodes: set[str] = set()
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(_HEAD + "".join(_keys()) + '<graph id="events" edgedefault="directed">\n')
        for row in losses.seen(rows):
            edges = list(edges_of(row))
            for edge in edges:
                for node in (edge.source, edge.target):
                    if node.key not in nodes:  # the format takes nodes and edges in any order
                        nodes.add(node.key)
                        stream.write(_node(node))
                stream.write(_edge(edge))
            if edges:
                losses.see(row)
            else:
                losses.left_out(ALONE)
        stream.write("</graph>\n</graphml>\n")
    return losses.report()


def _keys() -> Iterable[str]:
    for kind, types in (("node", NODE_TYPES), ("edge", EDGE_TYPES)):
        for name, value in types.items():
            yield (
                f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{value}"/>\n'
            )


def _node(node: Node) -> str:
    return f'<node id="{xml(node.key)}">{_data("node", node.attributes)}</node>\n'


def _edge(edge: Edge) -> str:
    ends = f'source="{xml(edge.source.key)}" target="{xml(edge.target.key)}"'
    return f'<edge id="{xml(edge.key)}" {ends}>{_data("edge", edge.attributes)}</edge>\n'


def _data(kind: str, attributes: Mapping[str, Attribute]) -> str:
    return "".join(
        f'<data key="{kind}_{name}">{xml(value)}</data>'
        for name, value in attributes.items()
        if value is not None
    )
