"""Neo4j's errors as the store's own: what cannot be helped now is ``StoreUnavailable``, with the reason in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    TransactionError,
    TransientError,
    UnsupportedServerProduct,
)

from engine.errors import OutOfTime, StoreUnavailable

OLDEST = (5, 26)
"""The oldest server that knows all that the statements are written in."""

OLD = f"版本太旧：需要 Neo4j {OLDEST[0]}.{OLDEST[1]} 或更新"
REFUSED = "拒绝登录：用户名或密码不对（JIUJIN_NEO4J_USER、JIUJIN_NEO4J_PASSWORD）"
UNREACHABLE = "连不上：请检查地址和端口，以及 Neo4j 是否正在运行"
LOST = "在写入的时候断开了：刚才的改动没有保存，请稍后再试"
CLOSED = "已经关闭"
BUSY = "正忙于另一次写入，刚才的改动没有保存，请稍后再试"
UNFINISHED = (
    "在保存的时候断开了：刚才的改动有没有保存不能确定。请等数据库恢复后重新读取；没有保存就再做一次，"
    "导入、复制和恢复可以直接再做一次，不会重复"
)
TOO_LONG = "用时太久，已经中止"
NOT_BUILT = "还没有建好（尚未执行结构升级）"

REASONS: tuple[tuple[str, str], ...] = (
    (r"ClientError\.Security\.Unauthorized", REFUSED),
    (r"ClientError\.Security\.AuthenticationRateLimit", "拒绝登录：密码错了太多次，请稍后再试"),
    (r"ClientError\.Security\.CredentialsExpired", "拒绝登录：初始密码要先更改"),
    (r"ClientError\.Security\.Forbidden", "不许这样做：请检查这个用户的权限"),
    (r"ClientError\.Transaction\.TransactionTimedOut", TOO_LONG),
    (r"ClientError\.Transaction\.(Terminated|LockClientStopped)", "中止了这次读写，刚才的改动没有保存"),
    (r"ClientError\.Database\.DatabaseNotFound", "里没有可用的库"),
    (r"ForbiddenOnReadOnlyDatabase|General\.WriteOnReadOnly|ReadOnly", "只能读，不能写"),
    (r"General\.(MemoryPoolOutOfMemory|OutOfMemory|StackOverFlow|TransactionOutOfMemory)", "内存不足，改动没有保存"),
    (r"DatabaseUnavailable", "正在启动或维护，请稍后再试"),
    (r"TransientError", BUSY),
    (r"DatabaseError", "内部出错，刚才的改动没有保存，请看 Neo4j 的日志"),
)
"""What an error's code holds, and what is then said; the first that fits."""


def unavailable(reason: str) -> StoreUnavailable:
    """The error that says so."""
    return StoreUnavailable(f"数据库{reason}")


@contextmanager
def translated(lost: str = UNREACHABLE) -> Iterator[None]:
    """An error of the server or the way to it inside the block leaves it as ``StoreUnavailable``; ``lost`` is what it
    means here that the server cannot be reached."""
    try:
        yield
    except (DriverError, Neo4jError) as error:
        reason = reason_of(error, lost)
        if reason is None:
            raise
        if reason == TOO_LONG:
            raise OutOfTime("数据库" + reason) from error
        raise unavailable(reason) from error


def reason_of(error: DriverError | Neo4jError, lost: str = UNREACHABLE) -> str | None:
    """What to say of an error; ``None`` when it is a fault of this program."""
    match error:
        case Neo4jError():
            return next((reason for code, reason in REASONS if re.search(code, error.code or "")), None)
        case IncompleteCommit():
            return UNFINISHED
        case UnsupportedServerProduct():
            return OLD
        case ConfigurationError():
            return "连不上：加密方式或证书不对"
        case TransactionError():
            return "的这次写入已经失败，改动没有保存"
        case _:
            return lost


def check_version(agent: str) -> None:
    """The server is new enough. Raises ``StoreUnavailable``; ``agent`` is what it calls itself (``Neo4j/5.26.0``)."""
    numbers = re.search(r"(\d+)\.(\d+)", agent)
    if numbers is None or (int(numbers[1]), int(numbers[2])) < OLDEST:
        shown = f"（现为 {numbers[0]}）" if numbers else ""
        raise unavailable(OLD + shown)


def is_of_another(error: DriverError | Neo4jError) -> bool:
    """Whether it says that another one's write went on for too long."""
    return isinstance(error, Neo4jError) and "LockAcquisitionTimeout" in (error.code or "")


def may_try_again(error: DriverError | Neo4jError) -> bool:
    """Whether the same thing may go well a little later, when nothing of it was done."""
    return isinstance(error, TransientError) or error.is_retryable()
