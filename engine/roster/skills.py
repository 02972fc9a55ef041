"""Skills by their Chinese names: each becomes the tag that plans ask for."""

from __future__ import annotations

from engine.roster.cell import fold

SKILLS: dict[str, tuple[str, ...]] = {
    "leader": ("带队", "领队", "组长", "队长", "带班", "班长", "负责人"),
    "first_aid": (
        "急救",
        "红十字救护员",
        "救护员",
        "急救员",
        "救护",
        "初级救护员",
        "应急救护",
        "急救证",
        "心肺复苏",
        "AED",
    ),
    "medical": ("医疗", "医护", "医生", "护士", "医务"),
    "foreign_language": ("外语", "英语", "日语", "俄语", "韩语", "翻译"),
    "sign_language": ("手语",),
    "driving": ("驾驶", "开车", "司机", "驾照"),
    "psychology": ("心理", "心理咨询", "心理咨询师", "心理疏导"),
    "law": ("法律", "律师", "法律咨询", "普法"),
    "photography": ("摄影", "摄像", "照相"),
    "computer": ("电脑", "计算机", "手机维修", "电脑维修"),
    "repair": ("维修", "水电维修", "水电工", "电工"),
    "barber": ("理发", "义剪"),
    "mediation": ("调解", "矛盾调解", "人民调解员"),
    "traffic": ("交通引导", "交通疏导", "交通指挥"),
}
"""Tag → the names that mean it; the first is the one that the template shows."""

_TAG_OF = {fold(name): tag for tag, names in SKILLS.items() for name in (tag, *names)}
_NONE = {fold(word) for word in ("无", "没有", "暂无", "/", "-", "否")}


def skill_tags(names: list[str]) -> tuple[tuple[str, ...], int]:
    """The tags, sorted and single, and how many names were unknown (each stays as its own text)."""
    said = [name for name in names if fold(name) not in _NONE and fold(name)]
    tags = sorted({_TAG_OF.get(fold(name), name) for name in said})
    return tuple(tags), sum(fold(name) not in _TAG_OF for name in said)
