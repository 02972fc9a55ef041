"""The draft becomes part of the graph: nodes and edges as the files have them, and no stale edge left."""

from __future__ import annotations

from collections import defaultdict

from engine.district.draft import Draft, EdgeKind
from engine.store import Match, Transaction, eq, is_in


def write_draft(tx: Transaction, draft: Draft) -> int:
    """The graph holds the draft; how many nodes and edges were new, changed or taken away.

    Of the nodes that the files name, the edges that the files own are exactly those of the files. Nodes that the files
    name no more stay: plans may speak of them.
    """
    changed = sum(tx.upsert_nodes(nodes.values()) for nodes in draft.nodes.values())
    for kind in draft.edges:
        changed += _cut_stale(tx, draft, kind)
        changed += tx.upsert_edges(*kind, list(draft.edges_of(kind)))
    return changed


def _cut_stale(tx: Transaction, draft: Draft, kind: EdgeKind) -> int:
    edge, source, target = kind
    rows = tx.query(Match("a", source).hop(edge, "b", target).select("a.id", "b.id"))
    stale: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        pair = str(row["a.id"]), str(row["b.id"])
        if pair[0] in draft.nodes[source] and pair not in draft.edges[kind]:
            stale[pair[0]].append(pair[1])
    return sum(tx.delete_edges(edge, source, target, eq("id", one), is_in("id", many)) for one, many in stale.items())
