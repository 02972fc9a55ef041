"""How many questions a query asks of the store: one for each root field and each level of lists, however many rows."""

from __future__ import annotations

import pytest
from strawberry.utils.str_converters import to_camel_case

from schema import loaders
from schema.edges import edges_of
from schema.ids import global_id
from schema.types import BY_LABEL, NOUNS
from tests.schema.conftest import Ask, CountingStore
from tests.schema.town import NODES


@pytest.mark.parametrize(
    ("document", "questions"),
    [
        ("{roads{nodes{name kind}}}", 1),
        ("{roads{nodes{name subdistrict{name district{name}}}}}", 1),
        ("{roads{edges{cursor node{name subdistrict{name}}}}}", 1),
        ("{roads{totalCount}}", 1),
        ("{roads{totalCount nodes{name}}}", 2),
        ("{roads{nodes{segments{totalCount}}}}", 2),
        ("{roads{nodes{segments{nodes{name}}}}}", 2),
        ("{roads{nodes{segments{nodes{name start{id} end{id} stations{nodes{name}}}}}}}", 3),
        ("{roads{nodes{segmentsAggregate{count}}}}", 2),
        ("{roads{nodes{segments{totalCount} segmentsAggregate{count}}}}", 2),
        ("{roads{nodes{shiftsAggregate{number(of:START){sum} groups(by:MIN){count}}}}}", 3),
        ("{roads{nodes{shiftsAggregate{groups(by:TEAMS){node{id}}}}}}", 2),
        ("{roads{nodes{segments(first:1){totalCount nodes{name}}}}}", 3),
        ("{assignments{nodes{volunteer{name station{name}} shift{road{name} segment{name} category{name}}}}}", 1),
        ("{a:roads{nodes{name}} b:roads{nodes{name}} volunteers{nodes{name}}}", 3),
        ("{roads{...p}} fragment p on RoadConnection{nodes{...r}} fragment r on Road{subdistrict{name}}", 1),
        (
            "{plans{nodes{subdistrict{name} assignments{nodes{volunteer{name}}} shortfalls{nodes{shift{id}}}}}}",
            4,
        ),
    ],
)
async def test_a_query_asks_no_more_than(answer: Ask, counted: CountingStore, document: str, questions: int) -> None:
    await answer(document)
    assert len(counted.questions) == questions


LISTS = [(noun.MODEL.LABEL, name) for noun in NOUNS for name, edge in edges_of(noun).items()]


@pytest.mark.parametrize(("label", "name"), LISTS, ids=lambda part: str(part))
async def test_every_edge_of_every_noun_is_batched(answer: Ask, counted: CountingStore, label: str, name: str) -> None:
    """All parents of a label, asked for by id, and the edge below: one question for a list, none more for one node."""
    ids = [global_id(label, node.id) for node in NODES if label == type(node).LABEL]
    edge = edges_of(BY_LABEL[label])[name]
    inner = "{nodes{id}}" if edge.many else "{id}"
    document = f"query($ids:[ID!]!){{nodes(ids:$ids){{...on {label}{{{to_camel_case(name)}{inner}}}}}}}"
    await answer(document, ids=ids)
    assert len(counted.questions) == (0 if not ids else 2 if edge.many else 1)


async def test_lists_that_are_very_long_are_cut_by_the_store(
    answer: Ask, counted: CountingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = "{stations{nodes{id}} roads{nodes{name segments(first:1 orderBy:NAME){nodes{name}}}}}"
    together = await answer(document)
    assert len(counted.questions) == 3
    # as if more than four pages of rows stood behind: 2 roads, a page of 2 rows each, and 3 segments in all
    monkeypatch.setattr(loaders, "MIN_ROWS", 0)
    monkeypatch.setattr(loaders, "ROWS_FOR_ONE", 0)
    assert await answer(document) == together
    assert len(counted.questions) == 3 + 2
