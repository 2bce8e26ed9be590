"""Events as a dynamic GEXF graph: each edge is there on the days of its event.

Source: GEXF 1.2 (gexf.net), which Gephi and networkx read: nodes come before edges; `start` and
`end` are days, both included. An edge without a day is there always.
"""

from __future__ import annotations

import shutil
import tempfile
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
    '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    '<meta><creator>tacitus</creator></meta>\n<graph mode="dynamic" defaultedgetype="directed" '
    'timeformat="date" idtype="string">\n'
)
_NODE_TYPES = {name: kind for name, kind in NODE_TYPES.items() if name != "label"}


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`."""
    losses = LossCounter("gexf", CANNOT)
    losses.left_out(ALONE, 0)
    losses.changed("has no date: its edge is there at all times", 0)
    nodes: dict[str, Node] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as edges:
        for row in losses.seen(rows):
            own = list(edges_of(row))
            for edge in own:
                nodes.setdefault(edge.source.key, edge.source)
                nodes.setdefault(edge.target.key, edge.target)
                edges.write(_edge(edge))
            if not own:
                losses.left_out(ALONE)
                continue
            losses.see(row)
            if row["date_start"] is None:
                losses.changed("has no date: its edge is there at all times")
        edges.seek(0)
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.write(_HEAD + _attributes("node", _NODE_TYPES) + _attributes("edge", EDGE_TYPES))
            stream.write("<nodes>\n")
            stream.writelines(map(_node, nodes.values()))
            stream.write("</nodes>\n<edges>\n")
            shutil.copyfileobj(edges, stream)
            stream.write("</edges>\n</graph>\n</gexf>\n")
    return losses.report()


def _attributes(kind: str, types: Mapping[str, str]) -> str:
    found = "".join(
        f'<attribute id="{kind}_{name}" title="{name}" type="{value}"/>\n'
        for name, value in types.items()
    )
    return f'<attributes class="{kind}" mode="static">\n{found}</attributes>\n'


def _node(node: Node) -> str:
    values = _values("node", {name: node.attributes[name] for name in _NODE_TYPES})
    return f'<node id="{xml(node.key)}" label="{xml(node.attributes["label"])}">{values}</node>\n'


def _edge(edge: Edge) -> str:
    days = f' start="{edge.first}" end="{edge.last}"' if edge.first and edge.last else ""
    return (
        f'<edge id="{xml(edge.key)}" source="{xml(edge.source.key)}" '
        f'target="{xml(edge.target.key)}" label="{xml(edge.attributes["event_type"])}"{days}>'
        f"{_values('edge', edge.attributes)}</edge>\n"
    )


def _values(kind: str, attributes: Mapping[str, Attribute]) -> str:
    found = "".join(
        f'<attvalue for="{kind}_{name}" value="{xml(value)}"/>'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<attvalues>{found}</attvalues>" if found else ""
