"""What the subdistricts ask for in a week: the shift templates."""

from __future__ import annotations

from dataclasses import dataclass, field

from making.people import Person, offer
from making.places import COMMUNITIES, KIOSK, teams
from making.town import Stretch, Town

TRAFFIC, TIDINESS, CIVILITY = "文明交通劝导", "市容文明劝导", "公共文明素养提升"

AM, NOON, PM, EVENING, MORNING = (
    ("7:00", "8:30"),
    ("11:45", "13:15"),
    ("17:15", "18:45"),
    ("18:30", "20:30"),
    ("8:30", "10:30"),
)


@dataclass(frozen=True)
class Wanted:
    """One row of templates.csv."""

    name: str
    days: str
    hours: tuple[str, str]
    heads: tuple[int, int, int]
    category: str
    places: tuple[str, ...]
    priority: int = 1
    all_have: str = ""
    some_have: str = ""
    teams: tuple[str, ...] = field(default=())


def make(town: Town, claimed: set[str]) -> list[Wanted]:
    """The templates of all three subdistricts; places are claimed stretches where a road has some."""
    return [*_fuhua(_Roads(town, claimed)), *_yima(_Roads(town, claimed)), *_jianzhong(_Roads(town, claimed))]


def settle(people: list[Person], wanted: list[Wanted]) -> None:
    """Most who look after a plot where something is wanted can come there at least once a week."""
    parts = {AM: "am", NOON: "noon", PM: "pm", EVENING: "eve", MORNING: "weekend"}
    for number, person in enumerate(people):
        own = [each for each in wanted if person.row["认领路段"] in each.places and not each.teams]
        if person.area != "ym" and number % 5:
            any(offer(person, each.days, parts[each.hours]) for each in own)


class _Roads:
    """Hands out the stretches of a road in turn, claimed ones first, from the middle outwards."""

    def __init__(self, town: Town, claimed: set[str]) -> None:
        self.town, self.claimed = town, claimed
        self.given: dict[str, int] = {}

    def one(self, road: str) -> str:
        stretches = self.town.of_road(road)
        middle = (len(stretches) - 1) / 2
        order = {id(stretch): abs(index - middle) for index, stretch in enumerate(stretches)}
        stretches = sorted(stretches, key=lambda s: (s.name not in self.claimed, order[id(s)]))
        turn = self.given.get(road, 0)
        self.given[road] = turn + 1
        usable: list[Stretch] = [s for s in stretches if s.name in self.claimed] or stretches
        return usable[turn % len(usable)].name

    def each(self, area: str, *classes: str) -> tuple[str, ...]:
        names = dict.fromkeys(s.street.name for s in self.town.of_area(area) if s.street.road_class in classes)
        return tuple(self.one(name) for name in names)


def _stations(area: str) -> tuple[str, ...]:
    return tuple(f"{community}志愿服务站" for community in COMMUNITIES[area])


def _fuhua(roads: _Roads) -> list[Wanted]:
    main, secondary, branch = (lambda kind=kind: roads.each("fh", kind) for kind in ("MAIN", "SECONDARY", "BRANCH"))
    stations = _stations("fh")
    return [
        Wanted("福华街早高峰", "12345", AM, (1, 1, 2), TRAFFIC, main(), 2, "成年"),
        Wanted("福华街晚高峰", "12345", PM, (1, 1, 2), TRAFFIC, main(), 2, "成年"),
        Wanted("福华街午间市容", "135", NOON, (1, 1, 2), TIDINESS, secondary()),
        Wanted("福华街午间急救咨询", "2", NOON, (1, 1, 2), CIVILITY, stations[:3], 1, "", "急救=1"),
        Wanted("福华街午间服务站", "4", NOON, (1, 1, 2), CIVILITY, stations[:3]),
        Wanted("福华街支路晚间甲", "24", EVENING, (1, 1, 2), TIDINESS, branch()[:6]),
        Wanted("福华街支路晚间乙", "13", EVENING, (1, 1, 2), TIDINESS, branch()[6:]),
        Wanted("福华街次干道晚间", "35", EVENING, (1, 1, 2), TIDINESS, secondary()),
        Wanted("福华街服务站晚间", "12345", EVENING, (1, 1, 2), TIDINESS, stations[3:]),
        Wanted("福华街周六清洁", "6", MORNING, (1, 1, 2), TIDINESS, branch()),
        Wanted("福华街周日劝导", "7", MORNING, (1, 2, 3), TIDINESS, (*main(), *secondary()), 2, "", "带队=1"),
        Wanted("福华街周末服务站", "67", MORNING, (1, 1, 2), CIVILITY, stations),
        Wanted("福华街周六带队巡街", "6", MORNING, (1, 2, 3), TIDINESS, secondary()[:3], 1, "", "带队=1"),
    ]


def _yima(roads: _Roads) -> list[Wanted]:
    stations = _stations("ym")
    names = [name for name, _ in teams()]
    marches = [
        Wanted(
            f"{road}周末队伍",
            "6" if turn % 2 == 0 else "7",
            MORNING,
            (1, 1, 40),
            TRAFFIC,
            (roads.one(road),),
            2,
            "",
            "",
            (names[turn], names[(turn + 2) % len(names)]),
        )
        for turn, (_, road) in enumerate(teams())
    ]
    busy = ("一马路", "大同路", "陇海路", "钱塘路")
    return [
        *marches,
        Wanted("一马路早高峰", "12345", AM, (1, 1, 2), TRAFFIC, roads.each("ym", "MAIN", "SECONDARY"), 2, "成年"),
        Wanted("一马路晚高峰", "12345", PM, (1, 1, 2), TRAFFIC, tuple(roads.one(road) for road in busy), 2, "成年"),
        Wanted("一马路午间市容", "12345", NOON, (1, 1, 2), TIDINESS, tuple(roads.one(road) for road in busy)),
        Wanted("一马路晚间市容", "1234", EVENING, (1, 1, 2), TIDINESS, roads.each("ym", "MAIN", "SECONDARY")),
        Wanted("一马路小巷晚间", "24", EVENING, (1, 1, 2), TIDINESS, roads.each("ym", "LANE")),
        Wanted("一马路小巷周末", "67", MORNING, (1, 1, 2), TIDINESS, roads.each("ym", "LANE")),
        Wanted("一马路服务站晚间", "12345", EVENING, (1, 1, 2), CIVILITY, stations[:3]),
        Wanted("一马路服务站周末", "67", MORNING, (1, 1, 3), CIVILITY, stations),
    ]


def _jianzhong(roads: _Roads) -> list[Wanted]:
    stations = _stations("jz")
    rush = ("建中街", "长虹路", "铁英街", "星光路", "云锦街")
    return [
        Wanted("建中街早高峰", "12345", AM, (1, 1, 2), TRAFFIC, tuple(map(roads.one, rush)), 2, "成年"),
        Wanted("建中街晚高峰", "12345", PM, (1, 1, 2), TRAFFIC, tuple(map(roads.one, rush[:4])), 2, "成年"),
        Wanted("服务亭午间急救", "12345", NOON, (1, 1, 2), CIVILITY, (KIOSK,), 3, "", "急救=1"),
        Wanted("服务亭晚间", "1234567", EVENING, (1, 2, 3), CIVILITY, (KIOSK,)),
        Wanted("建中街午间市容", "135", NOON, (1, 1, 2), TIDINESS, tuple(map(roads.one, rush[2:]))),
        Wanted("建中街支路晚间", "135", EVENING, (1, 1, 2), TIDINESS, roads.each("jz", "BRANCH")),
        Wanted("建中街干道晚间", "24", EVENING, (1, 1, 2), TIDINESS, roads.each("jz", "MAIN", "SECONDARY")),
        Wanted("建中街服务站晚间", "25", EVENING, (1, 1, 3), CIVILITY, stations),
        Wanted("建中街周六清洁", "6", MORNING, (1, 1, 2), TIDINESS, roads.each("jz", "MAIN", "SECONDARY", "BRANCH", "LANE")),
        Wanted("建中街周日清洁", "7", MORNING, (1, 1, 2), TIDINESS, roads.each("jz", "BRANCH", "LANE")),
        Wanted("建中街服务站周末", "67", MORNING, (1, 3, 6), CIVILITY, stations),
    ]
