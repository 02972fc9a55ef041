"""district.toml: the district with its rules, the lines with their departments, the categories, the themes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from engine.district.draft import Draft
from engine.district.faults import FileFault, in_file
from engine.district.names import Names
from engine.errors import Fault, InvalidNode
from engine.model import Category, District, Line, LineId, Node, Organization, OrganizationKind, Theme

FILE = "district.toml"
N = TypeVar("N", bound=Node)

RULES = ("metres_per_minute", "limit_metres", "rest", "gap", "minors_quiet")
KEYS: Mapping[str, tuple[str, ...]] = {
    "": ("id", "name", "demo", "rules", "lines", "categories", "themes"),
    "rules": RULES,
    "lines": ("id", "name", "departments", "part", "tolerance"),
    "categories": ("id", "name", "placeholder", "minors"),
    "themes": ("month", "name", "favours"),
    "favours": ("category", "desired", "priority"),
}
"""What may stand in each table."""


def read_settings(folder: Path, draft: Draft, names: Names, faults: list[FileFault]) -> None:
    """The draft holds the district, its lines, departments, categories and themes."""
    settings = _load(folder / FILE, faults)
    if settings is None:
        return
    reading = _Reading(draft, names, faults)
    reading.keys("", settings, "")
    reading.district(settings)
    for place, line in reading.tables(settings, "lines"):
        reading.line(place, line)
    for place, category in reading.tables(settings, "categories"):
        reading.category(place, category)
    for place, theme in reading.tables(settings, "themes"):
        reading.theme(place, theme)


def _load(path: Path, faults: list[FileFault]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        faults.append(FileFault("缺少这个文件", file=FILE, whole_file=True))
    except UnicodeDecodeError:
        faults.append(FileFault("不是 UTF-8 文本", file=FILE, whole_file=True))
    except tomllib.TOMLDecodeError as error:
        row = re.search(r"line (\d+)", str(error))
        number = int(row[1]) if row else None
        faults.append(FileFault(f"不是完整的 TOML：{error}", row=number, file=FILE, whole_file=True))
    return None


class _Reading:
    """One pass over the file; every fault names the key at which it stands, such as ``lines[2].part``."""

    def __init__(self, draft: Draft, names: Names, faults: list[FileFault]) -> None:
        self.draft, self.names, self.faults = draft, names, faults

    def complain(self, place: str, message: str, expected: str = "", value: object = "") -> None:
        self.faults.append(FileFault(message, place, None, expected, str(value)[:40], FILE))

    def keys(self, table: str, entries: Mapping[str, Any], place: str) -> None:
        for key in entries.keys() - set(KEYS[table]):
            self.complain(f"{place}{key}", "不认识这一项", "、".join(KEYS[table]))

    def tables(self, entries: Mapping[str, Any], key: str, above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
        """The tables of a list, each with its place, their keys checked."""
        found = entries.get(key, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.complain(f"{above}{key}", "写法不对", f"[[{key}]] 逐项列出")
            return
        for number, entry in enumerate(found, start=1):
            place = f"{above}{key}[{number}]."
            self.keys(key, entry, place)
            yield place, entry

    def build(self, kind: type[N], place: str, /, **properties: Any) -> N | None:
        """The node, added to the draft; the model says what is wrong with it."""
        given = {name: value for name, value in properties.items() if value is not None}
        needed = [entry.name for entry in fields(kind) if entry.default is MISSING and entry.name not in given]
        for name in needed:
            self.complain(f"{place}{name}", "没有填")
        if needed:
            return None
        try:
            node = kind(**given)
        except InvalidNode as error:
            self.faults += [
                in_file(FILE, Fault(fault.message, f"{place}{fault.field}", None, fault.expected, fault.value))
                for fault in error.faults
            ]
            return None
        self.draft.add(node)
        return node

    def _id(self, prefix: str, entry: Mapping[str, Any], key: str, place: str) -> str:
        """The id made from this key, which must not be blank."""
        text = str(entry.get(key, "")).strip()
        if not text and key == "id":
            self.complain(f"{place}id", "没有填")
        return f"{prefix}:{text}"

    def district(self, settings: Mapping[str, Any]) -> None:
        rules = settings.get("rules", {})
        if not isinstance(rules, dict):
            self.complain("rules", "写法不对", "[rules]")
            rules = {}
        self.keys("rules", rules, "rules.")
        quiet = self._quiet(rules["minors_quiet"]) if "minors_quiet" in rules else None
        numbers = {name: rules.get(name) for name in RULES if name != "minors_quiet"}
        id = self._id("district", settings, "id", "")
        own = {"id": id, "name": settings.get("name"), "demo": settings.get("demo")}
        if self.build(District, "", **own, minors_quiet=quiet, **numbers):
            self.names.add("区", id, id)

    def _quiet(self, value: Any) -> tuple[int, ...] | None:
        texts = value if isinstance(value, list) else []
        clocks = [re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(text)) for text in texts]
        minutes = tuple(int(clock[1]) * 60 + int(clock[2]) for clock in clocks if clock)
        if len(minutes) == len(texts) == 2:
            return minutes
        self.complain("rules.minors_quiet", "写法不对", '["21:00", "07:00"]', value)
        return None

    def line(self, place: str, entry: Mapping[str, Any]) -> None:
        id = str(entry.get("id", ""))
        if id not in LineId.__members__:
            self.complain(f"{place}id", "没有这个条线", "、".join(LineId), id)
            return
        if not self.names.add("条线", id, id):
            self.complain(f"{place}id", "这个条线已经有了", value=id)
        self.build(Line, place, id=id, name=entry.get("name"), part=entry.get("part"), tolerance=entry.get("tolerance"))
        departments = entry.get("departments", [])
        if not isinstance(departments, list) or not departments:
            self.complain(f"{place}departments", "没有牵头部门", '例如 ["某部门"]')
            return
        for name in departments:
            self._department(f"{place}departments", name, id)

    def _department(self, place: str, name: Any, line: str) -> None:
        id = f"organization:{name}"
        if not self.names.add("单位", str(name), id):
            self.complain(place, "这个单位已经有了", value=name)
        elif self.build(Organization, place, id=id, name=name, kind=OrganizationKind.DEPARTMENT):
            self.draft.link(("IN_LINE", Organization, Line), id, [line])

    def category(self, place: str, entry: Mapping[str, Any]) -> None:
        id, name = self._id("category", entry, "id", place), entry.get("name")
        if id in self.names.of("活动类别").values() or not self.names.add("活动类别", str(name), id):
            self.complain(place.rstrip("."), "编号或名称重复", value=name)
        self.build(Category, place, id=id, name=name, placeholder=entry.get("placeholder"), minors=entry.get("minors"))

    def theme(self, place: str, entry: Mapping[str, Any]) -> None:
        id = self._id("theme", entry, "month", place)
        if not self.names.add("主题", id, id):
            self.complain(f"{place}month", "这个月已有主题", value=entry.get("month"))
        self.build(Theme, place, id=id, name=entry.get("name"), month=entry.get("month"))
        known = self.names.of("活动类别")
        for inner, favour in self.tables(entry, "favours", place):
            raised = {key: favour.get(key, 0) for key in ("desired", "priority")}
            for key, value in raised.items():
                if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 20:
                    self.complain(f"{inner}{key}", "写法不对", "0 至 20 的整数", value)
            category = str(favour.get("category", ""))
            if category not in known:
                self.complain(f"{inner}category", "没有这个活动类别", "、".join(known), category)
                continue
            self.draft.link(("FAVOURS", Theme, Category), id, [known[category]], **raised)
