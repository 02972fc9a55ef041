"""Every expected error: one class each, with a stable code and a sentence that the user reads.

A service raises these; entry points show ``str(error)`` (Chinese) and ``error.code``; nothing personal goes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in some input, where it stands, and what would be right."""

    message: str
    """What is wrong, in Chinese."""
    field: str = ""
    """The field or column, as the user knows it."""
    row: int | None = None
    """The row in the user's file, counted from 1 as a spreadsheet shows it."""
    expected: str = ""
    """What would be right, in Chinese."""
    value: str = ""
    """The offending text, unless it is personal."""

    def __str__(self) -> str:
        where = (f"第 {self.row} 行" if self.row is not None else "") + (f"「{self.field}」" if self.field else "")
        given = f"（现为“{self.value}”）" if self.value else ""
        return f"{where}{'：' if where else ''}{self.message}{given}" + (
            f"；应为：{self.expected}" if self.expected else ""
        )


class JiujinError(Exception):
    """An expected error; its text is the sentence that the user reads."""

    code: ClassVar[str] = "ERROR"
    sentence: ClassVar[str] = "出错了"
    english: ClassVar[str] = "Something went wrong."

    def __init__(self, message: str = "", faults: Iterable[Fault] = ()) -> None:
        self.message = message or self.sentence
        self.faults = tuple(faults)
        super().__init__(self.message)

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  · {fault}" for fault in self.faults)])


class InvalidInput(JiujinError):
    code = "INVALID_INPUT"
    sentence = "输入有误"
    english = "The input is invalid; every fault is listed."


class InvalidNode(InvalidInput):
    code = "INVALID_NODE"
    sentence = "数据不合要求"
    english = "A record breaks the rules of its kind; every fault is listed."


class NotFound(JiujinError):
    code = "NOT_FOUND"
    sentence = "没有找到"
    english = "There is no such thing."


class Conflict(JiujinError):
    code = "CONFLICT"
    sentence = "此内容已被他人改动，请刷新后再试"
    english = "It has been changed meanwhile, or exists already."


class StoreUnavailable(JiujinError):
    code = "STORE_UNAVAILABLE"
    sentence = "数据库暂时无法使用"
    english = "The store cannot be used now."


class OutOfTime(StoreUnavailable):
    code = "TIMEOUT"
    sentence = "用时太久，已经中止"
    english = "It took too long and was given up."


class UnreadableFile(InvalidInput):
    code = "UNREADABLE_FILE"
    sentence = "文件无法读取"
    english = "The file cannot be read."


class RosterFaults(InvalidInput):
    code = "ROSTER_FAULTS"
    sentence = "名册有误，没有写入任何内容"
    english = "The roster has faults; nothing was written."


class RoadFaults(InvalidInput):
    code = "ROAD_FAULTS"
    sentence = "路网有误，没有写入任何内容"
    english = "The road file has faults; nothing was written."


class DistrictFaults(InvalidInput):
    code = "DISTRICT_FAULTS"
    sentence = "区划数据有误，没有写入任何内容"
    english = "The district's files have faults; nothing was written."


class SourceChanged(Conflict):
    code = "SOURCE_CHANGED"
    sentence = "复制期间来源又有改动；请停止对它的写入，再运行一次同样的命令（只补不同之处）"
    english = "The source was written to while it was copied."


class CopyDiffers(StoreUnavailable):
    code = "COPY_DIFFERS"
    sentence = "写入的内容与来源不一致；请再运行一次同样的命令"
    english = "What was written is not equal to its source."


class Unauthenticated(JiujinError):
    code = "UNAUTHENTICATED"
    sentence = "请重新登录"
    english = "The token is missing, void or not ours; nothing more is said."


class NotPermitted(JiujinError):
    code = "FORBIDDEN"
    sentence = "您的角色不能这样做"
    english = "The role that acts may not do this."


class RuleBroken(JiujinError):
    code = "RULE_BROKEN"
    sentence = "这样安排违反排班规则"
    english = "The change breaks a rule of the plan."


class PlanPublished(JiujinError):
    code = "PLAN_PUBLISHED"
    sentence = "计划已经发布，不能再改；请另建新版本"
    english = "The plan is published and cannot be changed."


class NothingToPlan(JiujinError):
    code = "NOTHING_TO_PLAN"
    sentence = "这一周、这一范围内没有可以安排的班次"
    english = "There are no shifts in this week and area."


class ProgramMissing(StoreUnavailable):
    code = "PROGRAM_MISSING"
    sentence = "这台机器缺少所需的程序"
    english = "A program that is needed is missing on this machine."


class FontMissing(ProgramMissing):
    code = "FONT_MISSING"
    sentence = "这台机器没有中文字体，不能做 PDF；请安装，例如 Debian、Ubuntu：apt-get install fonts-noto-cjk"
    english = "No font on this machine has Chinese characters."


class DownloadFailed(StoreUnavailable):
    code = "DOWNLOAD_FAILED"
    sentence = "下载失败"
    english = "The download failed."


class ServerFailed(StoreUnavailable):
    code = "SERVER_FAILED"
    sentence = "数据库服务器没有照办"
    english = "The database server did not do as it was told."


class LoginFailed(Unauthenticated):
    code = "LOGIN_FAILED"
    sentence = "登录名或口令不对"
    english = "The name or the password is wrong."


class IdentityProviderFailed(Unauthenticated):
    code = "IDENTITY_PROVIDER_FAILED"
    sentence = "统一身份认证没有成功，请再试一次"
    english = "The log-in at the identity provider did not succeed."


class TooManyAttempts(Unauthenticated):
    code = "TOO_MANY_ATTEMPTS"
    sentence = "尝试次数太多，请稍后再试"
    english = "Too many failed attempts; wait."


ERRORS: tuple[type[JiujinError], ...] = (
    InvalidInput,
    InvalidNode,
    NotFound,
    Conflict,
    StoreUnavailable,
    OutOfTime,
    UnreadableFile,
    RosterFaults,
    RoadFaults,
    DistrictFaults,
    SourceChanged,
    CopyDiffers,
    Unauthenticated,
    NotPermitted,
    RuleBroken,
    PlanPublished,
    NothingToPlan,
    ProgramMissing,
    FontMissing,
    DownloadFailed,
    ServerFailed,
    LoginFailed,
    IdentityProviderFailed,
    TooManyAttempts,
)
