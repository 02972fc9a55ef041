"""What was moved, kind by kind, with checksums that can be compared by eye."""

from __future__ import annotations

from rich.table import Table

from engine.model import EDGES, NODES
from engine.moving import Tally


def moved_table(tally: Tally) -> Table:
    """A row for each label and edge type of which there is anything."""
    terms = {node.LABEL: node.TERM for node in NODES} | {edge.name: edge.term for edge in EDGES}
    table = Table("内容", "名称", "行数", "校验和", box=None)
    table.columns[2].justify = "right"
    for name, checksum in tally.checksums().items():
        table.add_row(terms[name], name, f"{tally.counts[name]:,}", checksum[:16])
    return table
