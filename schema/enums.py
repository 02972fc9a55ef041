"""The enumerations of the domain as the schema shows them: what each is, and what each value means."""

from __future__ import annotations

from enum import StrEnum

import strawberry

from engine.coordinates import CoordinateSystem
from engine.model import (
    LINE_TERMS,
    ROAD_CLASS_TERMS,
    ROLE_TERMS,
    AssignmentStatus,
    EditKind,
    JobStatus,
    LineId,
    OrganizationKind,
    PlanStatus,
    RoadClass,
    Role,
    ShortfallKind,
    StationKind,
    WalkFrom,
)
from engine.organization_chain import Link
from engine.planning.explain import By
from engine.planning.fragility import Withdrawing
from engine.planning.respond import Answer
from engine.responsibility import Duty

MEANINGS: dict[type[StrEnum], tuple[str, dict[StrEnum, str]]] = {
    LineId: (
        "One of the five lines (条线).",
        {line: f"{line.capitalize()} ({term})." for line, term in LINE_TERMS.items()},
    ),
    CoordinateSystem: (
        "The system of latitudes and longitudes (坐标系).",
        {
            CoordinateSystem.WGS84: "Of satellites (WGS-84，天地图).",
            CoordinateSystem.GCJ02: "Of most Chinese maps (GCJ-02，高德、腾讯).",
            CoordinateSystem.BD09: "Of Baidu's map (BD-09，百度).",
        },
    ),
    RoadClass: (
        "What kind of road it is (道路等级).",
        {kind: f"A {kind.lower()} road ({term})." for kind, term in ROAD_CLASS_TERMS.items()},
    ),
    Role: (
        "What an account acts as, one role at a time (角色).",
        {role: f"{role.replace('_', ' ').capitalize()} ({term})." for role, term in ROLE_TERMS.items()},
    ),
    StationKind: (
        "Station or kiosk (服务站类型).",
        {
            StationKind.STATION: "A volunteer service station (志愿服务站).",
            StationKind.KIOSK: "A kiosk (为民城管服务亭).",
        },
    ),
    OrganizationKind: (
        "What an organization is (单位类型).",
        {
            OrganizationKind.DEPARTMENT: "A department (部门).",
            OrganizationKind.UNIT: "A unit (单位).",
            OrganizationKind.BRANCH: "A party branch (支部).",
            OrganizationKind.SOCIAL: "A social organization (社会组织).",
            OrganizationKind.SCHOOL: "A school (学校).",
        },
    ),
    PlanStatus: (
        "A plan is drafted, then published (计划状态).",
        {
            PlanStatus.DRAFT: "May still be changed (草稿).",
            PlanStatus.PUBLISHED: "Its assignments are offers (已发布).",
        },
    ),
    AssignmentStatus: (
        "The life of an assignment (派班状态).",
        {
            AssignmentStatus.DRAFT: "Not yet published (草稿).",
            AssignmentStatus.OFFERED: "The volunteer is asked (已发出).",
            AssignmentStatus.ACCEPTED: "The volunteer will come (已接受).",
            AssignmentStatus.DECLINED: "The volunteer will not come (已谢绝).",
            AssignmentStatus.WITHDRAWN: "Taken back; kept on record (已撤回).",
        },
    ),
    EditKind: (
        "What was done to a plan by hand, or answered to an offer (改动类型).",
        {
            EditKind.PIN: "Pinned (锁定).",
            EditKind.UNPIN: "Let loose (解除锁定).",
            EditKind.MOVE: "Moved to another shift (调整).",
            EditKind.REMOVE: "Taken out (撤下).",
            EditKind.ADD: "Put in (加派).",
            EditKind.UNDO: "An edit was taken back (撤销).",
            EditKind.ACCEPT: "An offer was accepted (接受).",
            EditKind.DECLINE: "An offer was declined (谢绝).",
        },
    ),
    Answer: (
        "What is answered to an offer (答复).",
        {Answer.ACCEPT: "The person will come (接受).", Answer.DECLINE: "The person will not come (谢绝)."},
    ),
    WalkFrom: (
        "Where a walk starts (出发地).",
        {WalkFrom.HOME: "At home (住处).", WalkFrom.WORK: "At the workplace (工作地点)."},
    ),
    ShortfallKind: (
        "What is missing (缺口类型).",
        {
            ShortfallKind.MINIMUM: "People to the minimum (低于最少人数).",
            ShortfallKind.NEED: "A needed skill (缺必备人员).",
            ShortfallKind.DESIRED: "People to the desired number (低于期望人数).",
            ShortfallKind.TEAM: "A team (缺队伍).",
        },
    ),
    By: (
        "What the worth of more people is summed by (汇总方式).",
        {
            By.LINE: "By line (按条线).",
            By.PLACE: "By place (按地点).",
            By.HOUR: "By hour of the week (按时段).",
            By.SKILL: "By skill (按技能).",
        },
    ),
    Duty: (
        "How somebody answers for a spot (职责).",
        {
            Duty.CHIEF: "Chief of the road or segment, of a level from 1 to 4 (路长).",
            Duty.RESPONDER: "One of the nine responders (九员).",
            Duty.STEWARD: "Steward of the segment (督导员).",
            Duty.CLAIM: "Has claimed the segment (认领).",
        },
    ),
    Link: (
        "How a chain gets to an organization (链上关系).",
        {
            Link.MEMBER: "The first volunteer is a member of it (本人所属).",
            Link.PARENT: "The one before is part of it (上级).",
            Link.PART: "It is part of the one before (下级).",
            Link.SHARED: "Both have a member in common (有共同成员).",
        },
    ),
    Withdrawing: (
        "Who or what withdraws from a plan (退出者).",
        {
            Withdrawing.VOLUNTEER: "A volunteer (志愿者).",
            Withdrawing.ORGANIZATION: "An organization with all its parts (单位及其下级).",
            Withdrawing.STATION: "A station that closes (服务站).",
        },
    ),
    JobStatus: (
        "The life of a planning job (任务状态).",
        {
            JobStatus.RUNNING: "Waits or is being solved (进行中).",
            JobStatus.DONE: "Ended with a plan (已完成).",
            JobStatus.STOPPED: "Stopped; its best plan is kept (已停止).",
            JobStatus.FAILED: "Ended without a plan (失败).",
            JobStatus.INTERRUPTED: "The server ended first (已中断).",
        },
    ),
}


NAMES: dict[type[StrEnum], str] = {By: "HelpBy", LineId: "LineName", Link: "ChainLink"}
"""Where the schema needs a longer name than the code."""


def _describe(kind: type[StrEnum], sentence: str, values: dict[StrEnum, str]) -> None:
    """The enumeration is a GraphQL type whose values say what they mean."""
    strawberry.enum(kind, name=NAMES.get(kind), description=sentence)
    for value in kind.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[kind(value.value)]


for _kind, (_sentence, _values) in MEANINGS.items():
    _describe(_kind, _sentence, _values)

__all__ = [
    "Answer",
    "AssignmentStatus",
    "By",
    "CoordinateSystem",
    "Duty",
    "EditKind",
    "JobStatus",
    "LineId",
    "Link",
    "OrganizationKind",
    "PlanStatus",
    "RoadClass",
    "Role",
    "ShortfallKind",
    "StationKind",
    "WalkFrom",
    "Withdrawing",
]
