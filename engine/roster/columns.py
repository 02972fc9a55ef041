"""The columns of a roster: how each may be headed, what to write in it, an example; in the template's order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """A property that a roster can bring; the value is the heading in the template."""

    NAME = "姓名"
    PHONE = "手机号"
    ORGANIZATION = "单位/支部"
    HOME = "住址"
    HOME_POINT = "经纬度"
    HOME_LON = "经度"
    HOME_LAT = "纬度"
    SYSTEM = "坐标系"
    WORK = "工作地点"
    WORK_POINT = "工作经纬度"
    WORK_HOURS = "工作时间"
    FREE_HOURS = "可服务时间"
    SKILLS = "技能"
    STATION = "服务站"
    CLAIMS = "认领路段"
    TEAM = "志愿服务队"
    MAX_WEEK = "每周最多班次"
    MAX_DAY = "每日最多班次"
    LOAD = "近期班次"
    AWAY = "请假"
    MINOR = "未成年人"
    ESCORTS = "陪同人"
    TOGETHER = "同班人"
    PREFERS = "偏好"
    NOTE = "备注"


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How a column is recognised and explained."""

    column: Column
    synonyms: str
    """Other headings, apart by blanks."""
    help: str
    example: str = ""
    required: bool = False
    in_template: bool = True


COLUMNS: tuple[ColumnRule, ...] = (
    ColumnRule(
        Column.NAME,
        "名字 志愿者姓名 志愿者 人员姓名 成员姓名 党员姓名 队员姓名",
        "真实姓名。同一手机号、同一姓名视为同一个人。",
        example="【示例】张示例",
        required=True,
    ),
    ColumnRule(
        Column.PHONE,
        "手机 手机号码 电话 电话号码 联系电话 联系方式 联系手机 移动电话 手机电话",
        "11 位手机号。未成年人可填监护人的手机号。",
        example="10000000000",
        required=True,
    ),
    ColumnRule(
        Column.ORGANIZATION,
        "单位 支部 所在单位 所在支部 党支部 所属支部 所属单位 所在党支部 所属党支部 工作单位 "
        "单位名称 支部名称 组织 所在组织 所属组织 学校 所在学校 社会组织 组织名称 部门",
        "本条线内已登记的单位或支部全称；同名时写“上级/本级”。同一人属几个单位时各写一行。",
        required=True,
    ),
    ColumnRule(
        Column.HOME,
        "家庭住址 家庭地址 地址 居住地址 现住址 现居住地 居住地 家庭住所 常住地址 住所 居住地点",
        "写到路名或社区名。没有经纬度时，按其中已知的路、社区、服务站估计位置，门牌号不能定位。住址与经纬度至少填一项。",
        example="福华街12号院",
    ),
    ColumnRule(
        Column.HOME_POINT,
        "坐标 住址经纬度 家庭经纬度 住址坐标 位置坐标 经纬度坐标 居住地经纬度 家庭住址经纬度",
        "“经度,纬度”，经度在前。填了就须说明坐标系。",
        example="113.6501,34.7466",
    ),
    ColumnRule(
        Column.HOME_LON,
        "住址经度 东经 lon lng longitude",
        "住址的经度，约 113。",
        in_template=False,
    ),
    ColumnRule(
        Column.HOME_LAT,
        "住址纬度 北纬 lat latitude",
        "住址的纬度，约 34。",
        in_template=False,
    ),
    ColumnRule(
        Column.SYSTEM,
        "坐标系统 坐标类型 坐标来源 地图 地图来源 经纬度坐标系",
        "经纬度取自哪里：高德、腾讯地图为 GCJ-02，百度地图为 BD-09，GPS、天地图为 WGS-84。写错会差五百多米。",
        example="GCJ-02",
    ),
    ColumnRule(
        Column.WORK,
        "工作地址 单位地址 上班地点 上班地址 办公地点 办公地址 工作单位地址 学校地址",
        "写法同住址。",
    ),
    ColumnRule(
        Column.WORK_POINT,
        "工作坐标 工作地点经纬度 单位经纬度 单位坐标",
        "写法同经纬度。",
    ),
    ColumnRule(
        Column.WORK_HOURS,
        "上班时间 工作时段 上班时段 上学时间",
        "写法同可服务时间。工作时间内不排班，会从可服务时间中扣除。",
        example="周一至周五 9:00-17:30",
    ),
    ColumnRule(
        Column.FREE_HOURS,
        "服务时间 可服务时段 服务时段 可参加时间 空闲时间 可用时间 志愿服务时间 可参与时间 可值班时间 可排班时间",
        "先写哪几天，再写几点到几点（24 小时制），各组之间用分号。",
        example="周一至周五 18:30-20:30；周六 8:00-12:00",
        required=True,
    ),
    ColumnRule(
        Column.SKILLS,
        "特长 技能特长 专长 服务技能 专业技能 能力",
        "带队、急救、外语、手语、驾驶、心理等，用顿号分开。",
        example="带队、急救",
    ),
    ColumnRule(
        Column.STATION,
        "志愿服务站 所属服务站 所在服务站 站点 服务站点 所属站点 文明使者志愿服务站",
        "已登记的服务站名称；不填则取离住址最近的服务站。",
    ),
    ColumnRule(
        Column.CLAIMS,
        "责任田 认领 认领区域 责任路段 包干路段 责任区 责任片区",
        "路段名称或编号，用顿号分开；只有一段的路可以只写路名。",
    ),
    ColumnRule(
        Column.TEAM,
        "服务队 队伍 所属队伍 志愿队 所在服务队 小分队",
        "已登记的志愿服务队名称。",
    ),
    ColumnRule(
        Column.MAX_WEEK,
        "每周班次 每周次数 周最多班次 每周最多次数 每周上限",
        "整数，不填为 2。",
        example="2",
    ),
    ColumnRule(
        Column.MAX_DAY,
        "每日班次 每天最多班次 日最多班次 每日最多次数 每天班次",
        "整数，不填为 1。",
        example="1",
    ),
    ColumnRule(
        Column.LOAD,
        "近期服务班次 近期已服务班次 近四周班次 已服务班次",
        "最近四周服务了几班，整数。",
    ),
    ColumnRule(
        Column.AWAY,
        "请假日期 不能服务日期 外出日期 请假时间 休假",
        "日期，或“起至止”，须写年份，用顿号分开。",
        example="2026-11-25、2026-12-01至2026-12-05",
    ),
    ColumnRule(
        Column.MINOR,
        "是否未成年 未成年 是否未成年人",
        "是或否，不填为否。",
        example="否",
    ),
    ColumnRule(
        Column.ESCORTS,
        "陪同人手机 陪同人手机号 监护人 监护人手机 监护人手机号 监护人电话 陪同成人",
        "只有未成年人填：陪同的成年志愿者的手机号，用顿号分开。不填则任何成年志愿者都可以陪同。",
    ),
    ColumnRule(
        Column.TOGETHER,
        "同班人手机 同班人手机号 搭档 同伴 结对人",
        "希望总在同一班的志愿者的手机号；一个号有两人共用时写“姓名 手机号”。",
    ),
    ColumnRule(
        Column.PREFERS,
        "意愿 服务偏好 偏好内容 服务意愿",
        "“名称 米数”：负数表示愿意（相当于少走多少米），正数表示不愿意；名称为活动类别、路段或服务站。",
        example="文明交通劝导 -100",
    ),
    ColumnRule(
        Column.NOTE,
        "说明 其他 备注说明 其它",
        "任意文字。",
    ),
)

IGNORED: frozenset[str] = frozenset({"序号", "编号", "序", "行号", "原行号", "原因", "no", "no.", "id"})
"""Headings that are left out without a word; those of the file of rejected rows among them."""

EXAMPLE_MARK = "【示例】"
"""A row whose name begins with it is an example and is not imported."""

RULES: dict[Column, ColumnRule] = {rule.column: rule for rule in COLUMNS}
REQUIRED: tuple[Column, ...] = tuple(rule.column for rule in COLUMNS if rule.required)
