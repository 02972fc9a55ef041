"""Coordinates of Chinese map services become WGS-84: a wrong system is some 570 m off in Zhengzhou.

GCJ-02 is what AMap, Tencent and Google China show, BD-09 what Baidu shows. The library's forward transforms are taken
as the definition; its inverses are up to 4.7 m off in China, so the inverse here iterates the forward one.
"""

from __future__ import annotations

import math
import re
import unicodedata
from enum import StrEnum

import coordTransform  # type: ignore[import-untyped]

from engine.errors import InvalidInput

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""
ZHENGZHOU = (34.7466, 113.6253)
"""Latitude and longitude of the city's centre: where people live as long as no network is known."""


class CoordinateSystem(StrEnum):
    """The system in which a latitude and a longitude are given."""

    WGS84 = "WGS84"
    GCJ02 = "GCJ02"
    BD09 = "BD09"

    @classmethod
    def parse(cls, text: str) -> CoordinateSystem:
        """The system that the user means, by name or by the map service he copied from. Raises ``InvalidInput``."""
        key = re.sub(r"[\s\-_()]|坐标系?统?|地图|系$", "", unicodedata.normalize("NFKC", text)).upper()
        for system, names in SPELLINGS.items():
            if key in names:
                return system
        raise InvalidInput("没有这种坐标系；应为 GCJ-02（高德、腾讯地图）、BD-09（百度地图）或 WGS-84（GPS、天地图）")


SPELLINGS: dict[CoordinateSystem, frozenset[str]] = {
    CoordinateSystem.WGS84: frozenset(
        {
            "WGS84",
            "WGS",
            "WGS1984",
            "EPSG4326",
            "4326",
            "EPSG:4326",
            "GPS",
            "GPS84",
            "84",
            "地球",
            "天地图",
            "天",
            "大地",
        }
        | {"CGCS2000", "2000国家大地", "国家2000", "北斗", "OSM", "OPENSTREETMAP", "手机GPS"}
    ),
    CoordinateSystem.GCJ02: frozenset(
        {
            "GCJ02",
            "GCJ",
            "GCJ2",
            "火星",
            "国测局",
            "国测局02",
            "高德",
            "腾讯",
            "微信",
            "谷歌中国",
            "高德腾讯",
            "高德/腾讯",
        }
        | {"AMAP", "TENCENT", "QQ", "钉钉", "企业微信"}
    ),
    CoordinateSystem.BD09: frozenset({"BD09", "BD", "BD9", "BD09LL", "百度", "百度09", "BAIDU"}),
}
"""What users write, without blanks, hyphens, 坐标 and 地图."""


def to_wgs84(lat: float, lon: float, system: CoordinateSystem) -> tuple[float, float]:
    """Latitude and longitude in WGS-84, less than a centimetre off; unchanged outside China."""
    if system is CoordinateSystem.WGS84 or coordTransform.out_of_china(lon, lat):
        return lat, lon
    x, y = lon, lat
    for _ in range(20):
        shifted_lat, shifted_lon = from_wgs84(y, x, system)
        dx, dy = shifted_lon - lon, shifted_lat - lat
        x, y = x - dx, y - dy
        if abs(dx) + abs(dy) < 1e-9:
            break
    return y, x


def from_wgs84(lat: float, lon: float, system: CoordinateSystem) -> tuple[float, float]:
    """Latitude and longitude as a map service of this system shows them; unchanged outside China."""
    if system is CoordinateSystem.WGS84 or coordTransform.out_of_china(lon, lat):
        return lat, lon
    shift = coordTransform.wgs84_to_gcj02 if system is CoordinateSystem.GCJ02 else coordTransform.wgs84_to_bd09
    x, y = shift(lon, lat)
    return float(y), float(x)


def looks_swapped(lat: float, lon: float) -> bool:
    """Latitude and longitude stand in each other's place: as given it is not in China, swapped it is."""
    return bool(coordTransform.out_of_china(lon, lat)) and not coordTransform.out_of_china(lat, lon)


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in metres (haversine)."""
    y, other_y = math.radians(lat), math.radians(other_lat)
    dy, dx = other_y - y, math.radians(other_lon - lon)
    half = math.sin(dy / 2) ** 2 + math.cos(y) * math.cos(other_y) * math.sin(dx / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, half)))
