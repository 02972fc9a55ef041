"""Coordinates of map services come back as WGS-84 within a metre, and mistakes of order are seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.coordinates import CoordinateSystem, from_wgs84, looks_swapped, metres_between, to_wgs84
from engine.errors import InvalidInput

ERQI = (34.74, 113.65)
SHIFTED = [CoordinateSystem.GCJ02, CoordinateSystem.BD09]
latitudes, longitudes = st.floats(18.0, 53.4), st.floats(73.8, 134.9)


@pytest.mark.parametrize("system", SHIFTED)
@given(lat=latitudes, lon=longitudes)
def test_there_and_back_in_china_is_less_than_a_metre_off(system: CoordinateSystem, lat: float, lon: float) -> None:
    assert metres_between(lat, lon, *to_wgs84(*from_wgs84(lat, lon, system), system)) < 1


@pytest.mark.parametrize("system", SHIFTED)
@given(lat=st.floats(35, 70), lon=st.floats(-20, 60))
def test_outside_china_nothing_is_shifted(system: CoordinateSystem, lat: float, lon: float) -> None:
    assert to_wgs84(lat, lon, system) == from_wgs84(lat, lon, system) == (lat, lon)


def test_wgs84_stays_as_it_is() -> None:
    assert to_wgs84(*ERQI, CoordinateSystem.WGS84) == ERQI


def test_a_point_of_gcj02_taken_for_wgs84_is_more_than_five_hundred_metres_off() -> None:
    assert 500 < metres_between(*ERQI, *from_wgs84(*ERQI, CoordinateSystem.GCJ02)) < 600


@pytest.mark.parametrize(
    ("wgs84", "gcj02", "bd09"),
    [  # computed with coordTransform 0.2.1, an independent implementation, rounded to a centimetre
        ((34.7466, 113.6253), (34.7454173, 113.6313466), (34.7517222, 113.6377475)),
        ((39.9042, 116.4074), (39.9056033, 116.4136423), (39.9118653, 116.4200463)),
        ((22.5431, 114.0579), (22.5403828, 114.0630140), (22.5460416, 114.0695640)),
    ],
)
def test_places_of_known_coordinates_are_shifted_as_map_services_do(
    wgs84: tuple[float, float], gcj02: tuple[float, float], bd09: tuple[float, float]
) -> None:
    assert from_wgs84(*wgs84, CoordinateSystem.GCJ02) == pytest.approx(gcj02, abs=1e-7)
    assert from_wgs84(*wgs84, CoordinateSystem.BD09) == pytest.approx(bd09, abs=1e-7)


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("GCJ-02", "GCJ02"),
        ("gcj02", "GCJ02"),
        ("火星坐标系", "GCJ02"),
        ("高德", "GCJ02"),
        ("高德地图", "GCJ02"),
        ("腾讯地图", "GCJ02"),
        ("ＢＤ－０９", "BD09"),
        ("百度", "BD09"),
        ("百度坐标", "BD09"),
        ("WGS-84", "WGS84"),
        ("wgs 84", "WGS84"),
        ("GPS", "WGS84"),
        ("天地图", "WGS84"),
    ],
)
def test_people_s_spellings_are_understood(text: str, system: str) -> None:
    assert CoordinateSystem.parse(text) == CoordinateSystem(system)


@pytest.mark.parametrize("text", ["", "北京54", "地图", "GCJ-03"])
def test_an_unknown_system_is_refused_with_the_right_ones(text: str) -> None:
    with pytest.raises(InvalidInput, match="GCJ-02"):
        CoordinateSystem.parse(text)


def test_latitude_and_longitude_in_each_other_s_place_are_seen() -> None:
    assert looks_swapped(lat=113.65, lon=34.74)
    assert not looks_swapped(lat=34.74, lon=113.65)
    assert not looks_swapped(lat=48.9, lon=2.3)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    # 2 pi x 6371.0088 km / 360 = 111.195 km
    assert metres_between(34, 113, 35, 113) == pytest.approx(111_195, abs=1)
