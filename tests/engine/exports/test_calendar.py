"""Calendars, read back by the parser: whose shifts, when, how new, and nobody else in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from engine.access import Secured
from engine.errors import NotFound
from engine.exports import person_calendar, station_calendar
from engine.model import Assignment, AssignmentStatus, Plan, Role, Shift, Volunteer
from engine.store import Edge, GraphStore, eq
from tests.schema import two_towns

TODAY = date(2026, 11, 26)
As = Callable[..., Secured]


def events(file: bytes) -> list[Any]:
    calendar = Calendar.from_ical(file)
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def test_a_volunteer_s_own_shifts_are_events_in_the_district_s_time(secured: As) -> None:
    file = person_calendar(secured(Role.VOLUNTEER), "v1", TODAY)
    (event,) = events(file)
    zone = ZoneInfo("Asia/Shanghai")
    assert event.start == datetime(2026, 11, 23, 7, 0, tzinfo=zone)
    assert event.end == datetime(2026, 11, 23, 8, 30, tzinfo=zone)
    assert event.start.utcoffset() == timedelta(hours=8)
    assert (event["summary"], event["location"]) == ("志愿服务：文明交通劝导（灯笼路甲段）", "灯笼路甲段")
    assert event["status"] == "TENTATIVE"
    calendar = Calendar.from_ical(file)
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (AssignmentStatus.OFFERED, "TENTATIVE"),
        (AssignmentStatus.ACCEPTED, "CONFIRMED"),
        (AssignmentStatus.DECLINED, "CANCELLED"),
    ],
)
def test_the_status_is_that_of_the_offer_and_a_change_makes_the_event_newer(
    towns: GraphStore, secured: As, answer: AssignmentStatus, status: str
) -> None:
    (before,) = events(person_calendar(secured(Role.VOLUNTEER), "v1", TODAY))
    with towns.tx() as tx:
        tx.update(Assignment, "a1", {"status": answer.value, "pinned": True})
    (after,) = events(person_calendar(secured(Role.VOLUNTEER), "v1", TODAY))
    assert after["status"] == status
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after["last-modified"].dt > before["last-modified"].dt
    assert after["dtstamp"].dt == after["last-modified"].dt


def test_who_was_taken_out_has_no_event(towns: GraphStore, secured: As) -> None:
    with towns.tx() as tx:
        tx.update(Assignment, "a1", {"status": AssignmentStatus.WITHDRAWN.value})
    assert events(person_calendar(secured(Role.VOLUNTEER), "v1", TODAY)) == []
    assert len(events(station_calendar(secured(Role.STATION_LEADER), "S", TODAY))) == 2


def _newer_version(towns: GraphStore) -> None:
    """A second published version in which 甲一 serves in the same shift."""
    with towns.tx() as tx:
        plan = tx.get(Plan, "pub")
        assert plan is not None
        newer = {**plan.to_props(), "id": "pub2", "number": 2, "created_at": "2026-11-21T10:00:00+08:00"}
        tx.upsert_nodes(
            [
                Plan.from_props(newer),
                Assignment(id="b1", week=two_towns.town.WEEK, status=AssignmentStatus.OFFERED, metres=1),
            ]
        )
        tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge("v1", "b1")])
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge("b1", "s1")])
        tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge("b1", "pub2")])


def test_a_newer_version_of_the_plan_replaces_the_event_and_takes_away_others(towns: GraphStore, secured: As) -> None:
    (before,) = events(person_calendar(secured(Role.VOLUNTEER), "v1", TODAY))
    _newer_version(towns)
    (after,) = events(person_calendar(secured(Role.VOLUNTEER), "v1", TODAY))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt > before["last-modified"].dt
    station = events(station_calendar(secured(Role.STATION_LEADER), "S", TODAY))
    assert [event["location"] for event in station] == ["灯笼路甲段"]


def test_the_same_graph_gives_the_same_bytes(secured: As) -> None:
    first, second = (station_calendar(secured(Role.STATION_LEADER), "S", TODAY) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.ADMIN, {"甲一", "乙二", "戊五"}),
        (Role.STATION_LEADER, {"甲一", "乙二", "戊五"}),
        (Role.OFFICER, {"甲一", "乙二"}),
        (Role.CHIEF, {"甲一", "戊五"}),
        (Role.VOLUNTEER, {"甲一"}),
    ],
)
def test_a_station_s_calendar_names_whom_its_reader_sees(secured: As, role: Role, seen: set[str]) -> None:
    file = station_calendar(secured(role, "看看"), "S", TODAY)
    told = "".join(str(event["description"]) for event in events(file))
    assert {name for name in ("甲一", "乙二", "丙三", "丁四", "戊五") if name in told} == seen
    assert not any(node.phone in told for node in two_towns.NODES if isinstance(node, Volunteer))


def test_no_minor_is_named_to_others(towns: GraphStore, secured: As) -> None:
    with towns.tx() as tx:
        tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge("v3", "a2")])
        tx.delete_edges("ASSIGNED", Volunteer, Assignment, eq("id", "v2"))
    told = station_calendar(secured(Role.STATION_LEADER), "S", TODAY).decode().replace("\r\n ", "")
    assert "未成年志愿者（已邀请）" in told
    assert "丙三" not in told
    assert "丙三" not in person_calendar(secured(Role.STATION_LEADER), "v3", TODAY).decode()


def test_drafts_and_weeks_long_past_are_in_no_calendar(secured: As) -> None:
    assert len(events(person_calendar(secured(Role.ADMIN), "v1", TODAY))) == 1
    assert len(events(person_calendar(secured(Role.ADMIN), "v1", date(2026, 12, 25)))) == 1
    assert events(person_calendar(secured(Role.ADMIN), "v1", date(2026, 12, 28))) == []


@pytest.mark.parametrize("role", [Role.CHIEF, Role.VOLUNTEER, Role.OFFICER])
def test_whom_one_does_not_see_has_no_calendar(secured: As, role: Role) -> None:
    for id in ("v4", "nobody"):
        with pytest.raises(NotFound, match="没有这名志愿者"):
            person_calendar(secured(role), id, TODAY)
