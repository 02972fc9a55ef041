"""Coordinates of Chinese map services become WGS-84: a wrong system is some 570 m off in Zhengzhou.

GCJ-02 is what AMap, Tencent and Google China show, BD-09 what Baidu shows. Their forward formulas are widely published
(GCJ-02 on the Krasovsky ellipsoid, BD-09 on top of it) and are written out here: the one library that is kept up
cannot be installed on newer Pythons without a compiler. The inverse iterates the forward formula (fixed point).
"""

from __future__ import annotations

import math
import re
import unicodedata
from enum import StrEnum

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
    if system is CoordinateSystem.WGS84 or not in_china(lat, lon):
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
    if system is CoordinateSystem.WGS84 or not in_china(lat, lon):
        return lat, lon
    shifted = _gcj02(lat, lon)
    return shifted if system is CoordinateSystem.GCJ02 else _bd09(*shifted)


def in_china(lat: float, lon: float) -> bool:
    """Inside the box in which map services shift coordinates."""
    return 73.66 < lon < 135.05 and 3.86 < lat < 53.55


KRASOVSKY_AXIS = 6_378_245.0
"""Semi-major axis in metres."""
KRASOVSKY_ECCENTRICITY = 0.00669342162296594323
"""Squared."""


def _gcj02(lat: float, lon: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    root, short = math.sqrt(abs(x)), 20 * _wave(6 * x) + 20 * _wave(2 * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (short + 20 * _wave(y) + 40 * _wave(y / 3) + 160 * _wave(y / 12) + 320 * _wave(y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (short + 20 * _wave(x) + 40 * _wave(x / 3) + 150 * _wave(x / 12) + 300 * _wave(x / 30)) * 2 / 3
    flat = 1 - KRASOVSKY_ECCENTRICITY * math.sin(math.radians(lat)) ** 2
    meridian = KRASOVSKY_AXIS * (1 - KRASOVSKY_ECCENTRICITY) / flat**1.5
    parallel = KRASOVSKY_AXIS / math.sqrt(flat) * math.cos(math.radians(lat))
    return lat + math.degrees(north / meridian), lon + math.degrees(east / parallel)


def _bd09(lat: float, lon: float) -> tuple[float, float]:
    turns = math.pi * 3000 / 180
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * turns)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * turns)
    return radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065


def _wave(half_turns: float) -> float:
    return math.sin(half_turns * math.pi)


def looks_swapped(lat: float, lon: float) -> bool:
    """Latitude and longitude stand in each other's place: as given it is not in China, swapped it is."""
    return not in_china(lat, lon) and in_china(lon, lat)


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in metres (haversine)."""
    y, other_y = math.radians(lat), math.radians(other_lat)
    dy, dx = other_y - y, math.radians(other_lon - lon)
    half = math.sin(dy / 2) ** 2 + math.cos(y) * math.cos(other_y) * math.sin(dx / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, half)))
