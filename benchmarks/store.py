"""Times the store on a made-up town: loading, a page of a list, a coverage question, a week replaced."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from engine.model import Assignment, Organization, Plan, Segment, Shift, Station, Subdistrict, Volunteer
from engine.store import Edge, GraphStore, Match, Not, eq, has, is_in, open_store
from engine.store.question import Condition, Op

SURNAMES = "甲乙丙丁戊己庚辛壬癸"
SOUNDS = ("jia", "yi", "bing", "ding", "wu", "ji", "geng", "xin", "ren", "gui")


def volunteers(count: int) -> Iterator[Volunteer]:
    """So many invented people."""
    for i in range(count):
        yield Volunteer(
            id=f"v{i}",
            name=f"{SURNAMES[i % 10]}{i}",
            pinyin=f"{SOUNDS[i % 10]} {i * 7919 % count:06d}",
            phone=f"138{i:08d}",
            skills=("leader",) if i % 20 == 0 else (),
            home_lat=34.7 + i % 1000 / 10_000,
            home_lon=113.6 + i // 1000 / 10_000,
            free_hours=(1080, 1260),
            load=i % 7,
        )


def load_people(store: GraphStore, count: int) -> None:
    """Volunteers, their organizations (a tree) and stations."""
    organizations, stations = count // 100, count // 200
    with store.tx() as tx:
        tx.upsert_nodes(volunteers(count))
        tx.upsert_nodes(Organization(id=f"o{i}", name=f"单位{i}") for i in range(organizations))
        tx.upsert_nodes(Station(id=f"s{i}", name=f"站{i}", lat=34.7, lon=113.6) for i in range(stations))
        tree = [Edge(f"o{i}", f"o{(i - 1) // 8}") for i in range(1, organizations)]
        tx.upsert_edges("PART_OF", Organization, Organization, tree)
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, (Edge(f"v{i}", f"o{i // 100}") for i in range(count)))
        tx.upsert_edges("BASED_AT", Volunteer, Station, (Edge(f"v{i}", f"s{i % stations}") for i in range(count)))


def load_week(store: GraphStore, count: int, plan: str) -> None:
    """A plan with so many assignments, in place of the one before."""
    facts: dict[str, Any] = dict.fromkeys(("below_minimum", "needs_unmet", "below_desired", "inconvenience"), 0)
    facts |= {f"bound_{name}": 0 for name in facts}
    with store.tx() as tx:
        tx.delete_nodes(Assignment, *Match("", Assignment).exists("", "IN_PLAN", Plan, eq("id", plan)).condition.parts)
        tx.upsert_nodes([Plan(id=plan, week="2026-W48", number=1, created_at="2026-11-22T00:00:00+08:00", **facts)])
        tx.upsert_nodes(Assignment(id=f"{plan}-{i}", metres=i % 2000) for i in range(count))
        tx.upsert_edges("ASSIGNED", Volunteer, Assignment, (Edge(f"v{i}", f"{plan}-{i}") for i in range(count)))
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, (Edge(f"{plan}-{i}", f"h{i // 3}") for i in range(count)))
        tx.upsert_edges("IN_PLAN", Assignment, Plan, (Edge(f"{plan}-{i}", plan) for i in range(count)))


def load_demand(store: GraphStore, shifts: int) -> None:
    """Segments and a week's shifts."""
    with store.tx() as tx:
        tx.upsert_nodes([Subdistrict(id="sub", name="街道")])
        tx.upsert_nodes(
            Segment(id=f"g{i}", name=f"段{i}", metres=100, lat=34.7, lon=113.6, line=(113.6, 34.7, 113.7, 34.7))
            for i in range(1000)
        )
        tx.upsert_nodes(
            Shift(id=f"h{i}", week="2026-W48", start=i % 10_000, end=i % 10_000 + 90, min=1, desired=2, max=3)
            for i in range(shifts)
        )
        tx.upsert_edges("AT", Shift, Segment, (Edge(f"h{i}", f"g{i % 1000}") for i in range(shifts)))


PEOPLE = Match("v", Volunteer)
QUESTIONS: dict[str, Match] = {
    "名单一页（按拼音）": PEOPLE.order("v.pinyin", "v.id").limit(20),
    "名单中间一页": PEOPLE.order("v.pinyin", "v.id").after(["ren 050000", "v1"]).limit(20),
    "按姓名找人": PEOPLE.where(Condition("v.name", Op.CONTAINS, "99")).order("v.pinyin", "v.id").limit(20),
    "按手机号找人": PEOPLE.where(eq("v.phone", "13800000500")),
    "一个站的人": PEOPLE.exists("v", "BASED_AT", Station, eq("id", "s7")).order("v.pinyin", "v.id").limit(20),
    "不属于某单位的人": PEOPLE.lacks("v", "MEMBER_OF", Organization, eq("id", "o3"))
    .order("v.pinyin", "v.id")
    .limit(20),
    "一页人和单位、服务站": PEOPLE.hop("MEMBER_OF", "o", Organization)
    .hop("BASED_AT", "s", Station, source="v", optional=True)
    .order("v.pinyin", "v.id")
    .limit(20),
    "一个单位及下属的人数": PEOPLE.hop("MEMBER_OF", "u", Organization)
    .hop("PART_OF", "o", Organization, eq("o.id", "o2"), depth=(0, 6))
    .count(),
    "各站人数": Match("s", Station).hop("BASED_AT", "v", Volunteer, reverse=True).select("s.id").count("n", "v"),
    "一个人的班": Match("v", Volunteer)
    .where(eq("v.id", "v77"))
    .hop("ASSIGNED", "a", Assignment)
    .hop("TO_SHIFT", "h", Shift, eq("h.week", "2026-W48"))
    .order("h.start", "h.id"),
    "一批班次的人": Match("h", Shift)
    .where(is_in("h.id", [f"h{i}" for i in range(100)]))
    .hop("TO_SHIFT", "a", Assignment, reverse=True)
    .hop("ASSIGNED", "v", Volunteer, reverse=True)
    .select("h.id", "a", "v.name"),
    "全周派班": Match("p", Plan)
    .where(eq("p.id", "p1"))
    .hop("IN_PLAN", "a", Assignment, reverse=True)
    .hop("TO_SHIFT", "h", Shift)
    .select("a.id", "h.id"),
    "没人来的班次": Match("h", Shift)
    .where(eq("h.week", "2026-W48"))
    .lacks("h", "TO_SHIFT", Assignment, reverse=True)
    .order("h.start", "h.id")
    .limit(20),
    "没有带队技能的人数": PEOPLE.where(Not(has("v.skills", "leader"))).count(),
}


def timed(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """The least seconds of so many runs, and what came out."""
    best, result = float("inf"), None
    for _ in range(times):
        start = perf_counter()
        result = work()
        best = min(best, perf_counter() - start)
    return best, result


def small_writes(store: GraphStore, times: int = 100) -> None:
    """So many transactions that each change one node."""
    for number in range(times):
        with store.tx() as tx:
            tx.update(Volunteer, "v1", {"load": number % 7})


def main(count: int = 100_000, address: str = "") -> None:
    """Prints how long the store takes with so many volunteers and assignments: an empty one at the address, else a new
    SQLite file."""
    table = Table("做什么", "用时", "结果", title=f"数据库：{count:,} 名志愿者，{count:,} 个派班")
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(address or f"sqlite://{Path(folder) / 'graph.db'}")
        steps: list[tuple[str, Callable[[], Any]]] = [
            ("写入志愿者、单位、服务站", lambda: load_people(store, count)),
            ("再写一遍（不变）", lambda: load_people(store, count)),
            ("写入班次", lambda: load_demand(store, count // 3 + 1)),
            ("写入一周派班", lambda: load_week(store, count, "p1")),
            ("替换一周派班", lambda: load_week(store, count, "p1")),
            ("改一个人，一百次", lambda: small_writes(store)),
            ("点数", store.counts),
        ]
        for name, work in steps:
            table.add_row(name, f"{timed(work)[0]:.2f} s", "")
        for name, question in QUESTIONS.items():
            seconds, rows = timed(lambda question=question: store.query(question), 3)
            table.add_row(name, f"{seconds * 1000:.1f} ms", f"{len(rows)} 行")
        store.close()
    Console().print(table)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:])
