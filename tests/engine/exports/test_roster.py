"""What each role gets of a week's roster: those whom it sees, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.access import Secured, read_audits
from engine.errors import InvalidInput, NotFound
from engine.exports import record_export, roster
from engine.exports.sections import By, sections
from engine.model import Assignment, AssignmentStatus, Organization, Plan, Role, Shift, Volunteer
from engine.store import Edge, GraphStore
from tests.engine.exports.conftest import Read
from tests.schema import town
from tests.schema.two_towns import SEES, viewer

PURPOSE = "到岗前联系"
ROLES = [role for role in Role if role is not Role.SERVICE]
SERVING = {"a1": "v1", "a2": "v2", "a4": "v4", "a5": "v5"}
"""Assignment of the published plan → who serves."""


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_those_whom_it_sees_in_the_plan(read: Read, role: Role) -> None:
    seen = {SERVING[id] for id in SEES["Assignment"][role] if id in SERVING}
    assert set(read(role).people) == seen


@pytest.mark.parametrize(
    ("role", "shifts"),
    [
        (Role.ADMIN, ["s1", "s4", "s2"]),
        (Role.COORDINATOR, ["s1", "s2"]),
        (Role.OFFICER, ["s1", "s2"]),
        (Role.STATION_LEADER, ["s1", "s2"]),
        (Role.CHIEF, ["s1"]),
        (Role.VOLUNTEER, ["s1"]),
    ],
)
def test_shifts_elsewhere_are_left_out(read: Read, role: Role, shifts: list[str]) -> None:
    assert [duty.wanted.shift.id for duty in read(role).duties] == shifts


@pytest.mark.parametrize("plan", ["pd", "pw", "none"])
def test_a_plan_that_one_does_not_see_is_not_there(read: Read, plan: str) -> None:
    with pytest.raises(NotFound, match="没有这份周计划"):
        read(Role.STATION_LEADER, plan)


def test_a_road_a_station_and_a_line_are_chosen_together_or_alone(read: Read) -> None:
    def found(**chosen: str) -> list[tuple[str, list[str]]]:
        return [(duty.wanted.shift.id, [one.name for one in duty.people]) for duty in read(Role.ADMIN, **chosen).duties]

    assert found(road="willow") == [("s4", ["丁四"])]
    assert found(station="S") == [("s1", ["甲一", "戊五"]), ("s2", ["乙二"])]
    assert found(line="WORKERS") == [("s1", ["甲一", "戊五"]), ("s4", ["丁四"])]
    assert found(line="WORKERS", station="S") == [("s1", ["甲一", "戊五"])]
    assert read(Role.ADMIN, station="S", line="WORKERS").chosen == "水井服务站、职工"


@pytest.mark.parametrize("chosen", [{"road": "x"}, {"station": "x"}, {"line": "x"}])
def test_what_is_chosen_must_be_there(read: Read, chosen: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        read(Role.ADMIN, **chosen)


def test_that_somebody_belongs_to_the_party_s_line_is_told_to_those_who_see_it_alone(read: Read) -> None:
    def organizations(role: Role) -> set[str]:
        return {name for duty in read(role).duties for one in duty.people for name in one.organizations}

    assert organizations(Role.ADMIN) == {"东街机关支部", "西街工会"}
    assert organizations(Role.STATION_LEADER) == {"西街工会"}
    assert organizations(Role.OFFICER) == {"东街机关支部"}
    assert read(Role.STATION_LEADER, line="PARTY").duties == ()


@pytest.mark.parametrize("role", ROLES)
def test_phones_are_there_for_a_purpose_alone_and_for_who_may_see_them(read: Read, role: Role) -> None:
    def phones(purpose: str) -> set[str]:
        return {one.phone for duty in read(role, purpose=purpose).duties for one in duty.people}

    assert phones("") == {""}
    assert not read(role).phones
    assert read(role, purpose=PURPOSE).phones == (role is not Role.CHIEF)
    assert all(len(phone) == (0 if role is Role.CHIEF else 11) for phone in phones(PURPOSE))


def _with_a_minor(towns: GraphStore) -> None:
    with towns.tx() as tx:
        tx.upsert_nodes([Assignment(id="a3", week=town.WEEK, status=AssignmentStatus.OFFERED, metres=100)])
        tx.upsert_edges("ASSIGNED", Volunteer, Assignment, [Edge("v3", "a3")])
        tx.upsert_edges("TO_SHIFT", Assignment, Shift, [Edge("a3", "s1")])
        tx.upsert_edges("IN_PLAN", Assignment, Plan, [Edge("a3", "pub")])


def test_a_minor_s_phone_is_in_no_leader_s_export_and_his_name_is_written_down(
    towns: GraphStore, secured: Callable[..., Secured], read: Read
) -> None:
    _with_a_minor(towns)
    found = read(Role.STATION_LEADER, purpose=PURPOSE)
    (minor,) = (one for duty in found.duties for one in duty.people if one.id == "v3")
    assert (minor.name, minor.phone) == ("丙三", roster.MINOR_PHONE)
    assert {look for look in found.looks if look[1] == "v3"} == {("Volunteer.name", "v3")}
    assert "v3" not in read(Role.CHIEF, purpose=PURPOSE).people


def test_an_export_is_written_down_with_whose_data_is_in_it(towns: GraphStore, read: Read) -> None:
    who = viewer(Role.STATION_LEADER, PURPOSE)
    record_export(towns, who, read(Role.STATION_LEADER, purpose=PURPOSE, road="lantern"))
    (export,) = read_audits(towns, action="EXPORT")
    assert (export.account, export.purpose, export.fields) == (who.account, PURPOSE, ("Volunteer.phone",))
    assert export.subjects == ("lantern", "pub", "v1", "v5")
    (look,) = read_audits(towns, action="LOOK")
    assert (look.fields, look.subjects) == (("Volunteer.phone",), ("v1", "v5"))


def test_what_is_too_long_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "MOST_PEOPLE", 3)
    assert len(read(Role.STATION_LEADER).people) == 3
    with pytest.raises(InvalidInput, match="太长"):
        read(Role.ADMIN)


def test_parts_are_roads_or_stations_with_what_they_cover(secured: Callable[..., Secured], read: Read) -> None:
    def parts(by: By) -> list[tuple[str, str, list[str]]]:
        return [
            (part.name, part.kind, [duty.wanted.shift.id for duty in part.duties])
            for part in sections(secured(), read(), by)
        ]

    assert parts(By.ROAD) == [
        ("灯笼路", "主干道", ["s1"]),
        ("柳树路", "支路", ["s4"]),
        ("竹竿巷", "背街小巷", ["s2"]),
    ]
    assert parts(By.STATION) == [("水井服务站", "服务站", ["s1", "s2"]), ("磨坊服务站", "服务站", ["s4"])]


def test_a_membership_that_has_ended_is_not_named(towns: GraphStore, read: Read) -> None:
    with towns.tx() as tx:
        ended = Edge("v1", "union", {"until": "2026-11-01"})
        tx.upsert_edges("MEMBER_OF", Volunteer, Organization, [ended])
    (first,) = (one for duty in read().duties for one in duty.people if one.id == "v1")
    assert first.organizations == ("东街机关支部",)
