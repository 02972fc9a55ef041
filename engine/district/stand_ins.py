"""Stand-ins for rows with faults, so that the rosters can be checked too and one fault is not told twice.

They live in a transaction that is rolled back.
"""

from __future__ import annotations

from engine.district.draft import Draft
from engine.district.names import Names
from engine.model import Category, Line, LineId, Node, Organization, Segment, Station, Team


def add_stand_ins(draft: Draft, names: Names) -> None:
    """Everything that the files name, and that a roster may refer to, is in the draft."""
    for term, kind in (
        ("单位", Organization),
        ("服务站", Station),
        ("路段", Segment),
        ("志愿服务队", Team),
        ("活动类别", Category),
    ):
        for name, id in names.of(term).items():
            if id not in draft.nodes[kind] and not id.endswith(":"):
                draft.add(_stand_in(kind, id, name))
    for line in LineId:
        draft.add(draft.nodes[Line].get(line) or Line(id=line, name=line))
    placed = {organization for organization, _ in draft.edges["IN_LINE", Organization, Line]}
    for id in draft.nodes[Organization].keys() - placed:
        draft.link(("IN_LINE", Organization, Line), id, LineId)
    _forget_loose_ends(draft)


def _stand_in(kind: type[Node], id: str, name: str) -> Node:
    if kind is Station:
        return Station(id=id, name=name, lat=0.0, lon=0.0)
    if kind is Segment:
        return Segment(id=id, name=name, metres=1, lat=0.0, lon=0.0, line=(0.0, 0.0, 0.0, 0.0))
    if kind is Team:
        return Team(id=id, name=name)
    return Category(id=id, name=name) if kind is Category else Organization(id=id, name=name)


def _forget_loose_ends(draft: Draft) -> None:
    """Edges of nodes that are not there are not written."""
    for (edge, source, target), pairs in draft.edges.items():
        kept = {
            ends: properties
            for ends, properties in pairs.items()
            if ends[0] in draft.nodes[source] and ends[1] in draft.nodes[target]
        }
        draft.edges[edge, source, target] = kept
