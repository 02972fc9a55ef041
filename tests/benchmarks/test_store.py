"""The bench of the stores, on a tiny town: a row for everything that is asked, and the same answers on every store."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.store.bench import main, measure
from benchmarks.store.measure import fingerprint, percentile, replace_plan
from benchmarks.store.questions import QUESTIONS, hours_by_month
from benchmarks.store.table import HEAVIEST, agree, markdown, notes, printed
from benchmarks.store.town import WEEKS, Sizes, Town, plan_id
from engine.errors import InvalidInput
from engine.planning.view import view_plan
from engine.store import GraphStore, open_store

SIZES = Sizes(volunteers=250, segments=50, shifts=100, assignments=200)
TOWN = Town(SIZES)


def quiet() -> Console:
    return Console(file=StringIO(), width=300)


def test_every_store_gives_every_question_the_same_answers(stores: list[GraphStore]) -> None:
    named = {f"store {number}": store for number, store in enumerate(stores)}
    measured = measure(quiet(), named, TOWN, times=3, warm=1)
    assert [one.store for one in measured] == list(named)
    assert all(agree(measured, question.name) for question in QUESTIONS)
    for one in measured:
        assert set(one.questions) == {question.name for question in QUESTIONS}
        assert sum(one.load.values()) > 0
        assert len(one.scans) >= HEAVIEST
    console = Console(file=StringIO(), record=True, width=300)
    console.print(printed("题目", measured))
    told = console.export_text()
    lines = markdown("题目", measured).splitlines()
    for question in QUESTIONS:
        assert question.name in told
        (line,) = [line for line in lines if line.startswith(f"| {question.name} |")]
        assert line.endswith("| 是 |")
    assert sum("≤" in note for note in notes(measured)) == 3


def test_the_town_has_the_size_that_was_asked_for_and_a_replaced_plan_is_the_same_plan(store: GraphStore) -> None:
    for _, parcel in TOWN.parcels():
        with store.tx() as tx:
            parcel.write(tx)
    counts = store.counts()
    assert [counts[label] for label in ("Volunteer", "Segment", "Shift", "Assignment")] == [250, 50, 100, 200]
    before = view_plan(store, plan_id(WEEKS[3], 2))
    assert replace_plan(store, TOWN, WEEKS[3], 2) > 0
    assert store.counts() == counts
    after = view_plan(store, plan_id(WEEKS[3], 2))
    assert [shift.people for shift in after.shifts] == [shift.people for shift in before.shifts]


def test_the_table_is_printed_and_written(tmp_path: Path) -> None:
    printed_text = StringIO()
    main(
        Console(file=printed_text, width=300),
        SIZES,
        addresses=[],
        neo4j=False,
        heap="1g",
        page_cache="512m",
        times=1,
        file=tmp_path / "table.md",
    )
    assert "部门嵌套" in printed_text.getvalue()
    assert "| 替换一份周计划 |" in (tmp_path / "table.md").read_text(encoding="utf-8")


def test_a_store_with_something_in_it_is_refused(tmp_path: Path) -> None:
    address = str(tmp_path / "used.db")
    used = open_store(address)
    with used.tx() as tx:
        TOWN.organizations().write(tx)
    used.close()
    with pytest.raises(InvalidInput, match="已有数据"):
        main(quiet(), SIZES, addresses=[address], neo4j=True, heap="1g", page_cache="512m", times=1, file=None)


def test_all_that_is_wrong_with_the_sizes_is_said_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        Sizes(volunteers=1, segments=1, shifts=1, assignments=1)
    assert [fault.field for fault in caught.value.faults][:4] == [
        "--volunteers",
        "--segments",
        "--shifts",
        "--assignments",
    ]


def test_hours_belong_to_the_month_of_the_day() -> None:
    # 2026-W40 runs from Monday, 28 September to Sunday, 4 October: its Thursday is the first of October.
    rows = [
        {"s.week": "2026-W40", "s.start": 2 * 1440, "s.end": 2 * 1440 + 90, "people": 4},
        {"s.week": "2026-W40", "s.start": 3 * 1440, "s.end": 3 * 1440 + 30, "people": 3},
    ]
    assert hours_by_month(rows) == {"2026-09": 6.0, "2026-10": 1.5}


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile(range(1, 201), 99) == 198
    assert percentile([7.0], 99) == 7.0


def test_a_fingerprint_minds_rows_and_not_their_order() -> None:
    assert fingerprint([[{"a": 1}, {"a": 2}]]) == fingerprint([[{"a": 2}, {"a": 1}]])
    assert fingerprint([[{"a": 1}]]) != fingerprint([[{"a": 2}]])
    assert fingerprint([[{"a": 1}], []]) != fingerprint([[], [{"a": 1}]])
