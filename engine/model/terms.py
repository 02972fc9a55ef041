"""The enumerations of the domain; each value is what the store keeps."""

from __future__ import annotations

from enum import StrEnum


class LineId(StrEnum):
    """The five lines (条线) of volunteers."""

    PARTY = "PARTY"
    WORKERS = "WORKERS"
    YOUTH = "YOUTH"
    WOMEN = "WOMEN"
    SOCIAL_WORK = "SOCIAL_WORK"


LINE_TERMS: dict[LineId, str] = {
    LineId.PARTY: "党员",
    LineId.WORKERS: "职工",
    LineId.YOUTH: "青少年",
    LineId.WOMEN: "巾帼",
    LineId.SOCIAL_WORK: "社工",
}


class OrganizationKind(StrEnum):
    """What an organization (单位) is."""

    DEPARTMENT = "DEPARTMENT"
    UNIT = "UNIT"
    BRANCH = "BRANCH"
    SOCIAL = "SOCIAL"
    SCHOOL = "SCHOOL"


class RoadClass(StrEnum):
    """Main 主干, secondary 次干, branch 支路, lane 背街小巷."""

    MAIN = "MAIN"
    SECONDARY = "SECONDARY"
    BRANCH = "BRANCH"
    LANE = "LANE"


ROAD_CLASS_TERMS: dict[RoadClass, str] = {
    RoadClass.MAIN: "主干道",
    RoadClass.SECONDARY: "次干道",
    RoadClass.BRANCH: "支路",
    RoadClass.LANE: "背街小巷",
}


class StationKind(StrEnum):
    """A volunteer service station (志愿服务站) or a kiosk (为民城管服务亭)."""

    STATION = "STATION"
    KIOSK = "KIOSK"


class PlanStatus(StrEnum):
    """A plan is drafted, then published; never changed afterwards."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"


class AssignmentStatus(StrEnum):
    """A published assignment is an offer that the volunteer accepts or declines."""

    DRAFT = "DRAFT"
    OFFERED = "OFFERED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


STANDING = (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)
"""Of a published plan: what people were told of and have not declined."""


class EditKind(StrEnum):
    """What somebody did to a plan version by hand, or answered to an offer of it."""

    PIN = "PIN"
    UNPIN = "UNPIN"
    MOVE = "MOVE"
    REMOVE = "REMOVE"
    ADD = "ADD"
    UNDO = "UNDO"
    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"


class WalkFrom(StrEnum):
    """Where a volunteer is when the shift starts."""

    HOME = "HOME"
    WORK = "WORK"


class ShortfallKind(StrEnum):
    """Below the minimum, a needed skill missing, below the desired headcount, or no team."""

    MINIMUM = "MINIMUM"
    NEED = "NEED"
    DESIRED = "DESIRED"
    TEAM = "TEAM"


class JobStatus(StrEnum):
    """The life of one planning job."""

    RUNNING = "RUNNING"
    DONE = "DONE"
    STOPPED = "STOPPED"
    FAILED = "FAILED"
    INTERRUPTED = "INTERRUPTED"


class Role(StrEnum):
    """What an account acts as, one role at a time."""

    ADMIN = "ADMIN"
    COORDINATOR = "COORDINATOR"
    OFFICER = "OFFICER"
    STATION_LEADER = "STATION_LEADER"
    CHIEF = "CHIEF"
    VOLUNTEER = "VOLUNTEER"
    SERVICE = "SERVICE"


ROLE_TERMS: dict[Role, str] = {
    Role.ADMIN: "管理员",
    Role.COORDINATOR: "统筹员",
    Role.OFFICER: "部门专员",
    Role.STATION_LEADER: "站长",
    Role.CHIEF: "路长",
    Role.VOLUNTEER: "志愿者",
    Role.SERVICE: "服务程序",
}
