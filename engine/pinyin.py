"""The order of Chinese names: by pinyin, with surnames read as surnames (曾 is zeng, not ceng)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SURNAMES: dict[str, str] = {
    "万": "wan",
    "不": "fou",
    "乐": "yue",
    "么": "yao",
    "乜": "nie",
    "亓": "qi",
    "仇": "qiu",
    "仉": "zhang",
    "任": "ren",
    "会": "gui",
    "佴": "nai",
    "便": "pian",
    "单": "shan",
    "卜": "bu",
    "区": "ou",
    "句": "gou",
    "召": "shao",
    "员": "yun",
    "哈": "ha",
    "嘏": "gu",
    "宁": "ning",
    "宿": "su",
    "尉": "wei",
    "居": "ju",
    "幺": "yao",
    "折": "she",
    "撒": "sa",
    "晟": "cheng",
    "曲": "qu",
    "曾": "zeng",
    "朴": "piao",
    "查": "zha",
    "柏": "bai",
    "殷": "yin",
    "洗": "xian",
    "燕": "yan",
    "盖": "ge",
    "盛": "sheng",
    "祭": "zhai",
    "种": "chong",
    "秘": "bi",
    "繁": "po",
    "缪": "miao",
    "翟": "zhai",
    "能": "nai",
    "莘": "shen",
    "葛": "ge",
    "薄": "bo",
    "藏": "zang",
    "覃": "qin",
    "角": "jue",
    "解": "xie",
    "訾": "zi",
    "车": "che",
    "过": "guo",
    "那": "na",
    "郇": "xun",
    "都": "du",
    "重": "chong",
    "阚": "kan",
    "隗": "wei",
    "黑": "he",
    "万俟": "mo qi",
    "乐正": "yue zheng",
    "亓官": "qi guan",
    "令狐": "ling hu",
    "单于": "chan yu",
    "吐谷浑": "tu yu hun",
    "壤驷": "rang si",
    "子车": "zi ju",
    "宰父": "zai fu",
    "尉迟": "yu chi",
    "皇甫": "huang fu",
    "相里": "xiang li",
    "长孙": "zhang sun",
    "闾丘": "lv qiu",
    "颛孙": "zhuan sun",
    "鲜于": "xian yu",
    "澹台": "tan tai",
}
"""Surname → its reading; those that the phrase dictionary reads otherwise, or could come to."""


@cache
def sort_key(name: str) -> str:
    """Lower-case syllables without tones, apart by blanks (ü is v), so that 李安 comes before 连城; never empty."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take most of a second, only when they are needed

    text = re.sub(r"[\s·•・‧.]+", "", unicodedata.normalize("NFKC", name).casefold())
    surname = next((text[:size] for size in (3, 2, 1) if text[:size] in SURNAMES), "")
    syllables = [SURNAMES[surname]] if surname else []
    syllables += lazy_pinyin(text[len(surname) :], style=Style.NORMAL, v_to_u=False)
    return " ".join(syllables) or name
