"""The files: read back as they were written, and every wrong one answered with its place and what is expected."""

import gc
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.plan import Cost, Kind, PinLeftOut, Plan, Shortfall, Status, Why
from solver.problem import Need, Preference, Presence, ProblemError, Share, Team, Weights
from solver.read import plan_to_json, problem_to_json, read_plan, read_problem
from solver.shapes import MOST_BYTES

SMALL = {
    "format": "jiujin.problem/1",
    "week": "2026-W48",
    "network": {"nodes": [[113.6501, 34.7466], [113.66, 34]], "edges": [[0, 1, 120]]},
    "volunteers": [{"id": "v1", "home": 0, "at": [[480, 1080, 1]], "free": [[1080, 1260]], "tags": ["adult"]}],
    "shifts": [
        {
            "id": "s1",
            "place": "p",
            "node": 1,
            "category": "c",
            "start": 1080,
            "end": 1170,
            "min": 0,
            "desired": 1,
            "max": 1,
        }
    ],
}
PLAN = {
    "format": "jiujin.plan/1",
    "week": "2026-W48",
    "status": "OPTIMAL",
    "assignments": [["v1", "s1"]],
    "teams": [],
    "cost": {"below_minimum": 0, "needs_unmet": 0, "below_desired": 0, "inconvenience": 120},
    "bound": {"below_minimum": 0, "needs_unmet": 0, "below_desired": 0, "inconvenience": 120},
}


def faults(content, read=read_problem):
    """Every fault of this content (JSON, text or bytes) as it is printed."""
    if isinstance(content, dict):
        content = json.dumps(content)
    with pytest.raises(ProblemError) as caught:
        read(content if isinstance(content, bytes) else content.encode())
    return [str(fault) for fault in caught.value.faults]


def changed(path, value, content=SMALL):
    """A copy of the content in which the value at this path is another one."""
    copy = json.loads(json.dumps(content))
    *way, last = path
    inner = copy
    for step in way:
        inner = inner[step]
    inner[last] = value
    return copy


@pytest.fixture(scope="module")
def full(street):
    """A problem in which every key says something."""
    ann = street.person(
        "ann",
        at=(Presence(0, 60, 2),),
        max_minutes=600,
        load=3,
        prefers=(Preference(cost=-5, place="gate"), Preference(cost=2, category="help", weekday=6)),
        claims=("gate",),
        organization_claims=("market",),
        served=("gate",),
    )
    kid = street.person("kid", tags=("minor", "line:YOUTH"))
    return street.problem(
        [ann, kid],
        [
            street.shift(
                "早班", all_have=("adult",), none_have=("x",), some_have=(Need(tag="leader", count=2),), priority=3
            )
        ],
        together=(("ann", "kid"),),
        escorts={"kid": ("ann",)},
        teams=(Team(id="band", members=("ann",)),),
        team_shifts=(street.team_shift("parade"),),
        pins=(("ann", "早班"),),
        bans=(("kid", "早班"),),
        previous=(),
        shares=(Share(tag="line:YOUTH", part=350, tolerance=50),),
        weights=Weights(claim=-1),
    )


def test_a_problem_is_read_back_as_it_was_written(full):
    assert read_problem(problem_to_json(full).encode()) == full


def test_a_problem_is_read_from_a_file_with_or_without_a_byte_order_mark(full, tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(problem_to_json(full), encoding="utf-8-sig")
    assert read_problem(path) == read_problem(str(path)) == full


def test_a_plan_is_read_back_as_it_was_written():
    plan = Plan(
        week="2026-W48",
        status=Status.FEASIBLE,
        assignments=(("v1", "s1"),),
        teams=(("t1", "ts1"),),
        cost=Cost(0, 1, 2, -3),
        bound=Cost(),
        pins_left_out=(PinLeftOut(volunteer="v2", shift="s1", reason="max"),),
        shortfalls=(
            Shortfall(shift="s1", kind=Kind.NEED, tag="leader", missing=1, why=(Why("free", 12),)),
            Shortfall(shift="s1", kind=Kind.DESIRED, missing=2),
        ),
    )
    assert read_plan(plan_to_json(plan).encode()) == plan
    assert json.loads(plan_to_json(plan))["shortfalls"][1] == {
        "shift": "s1",
        "kind": "desired",
        "missing": 2,
        "why": [],
    }


def test_what_people_have_alike_is_kept_once():
    again = json.loads(json.dumps(SMALL["volunteers"][0] | {"id": "v2"}))
    one, other = read_problem(json.dumps(SMALL | {"volunteers": [*SMALL["volunteers"], again]}).encode()).volunteers
    assert one.free[0] is other.free[0]
    assert one.tags[0] is other.tags[0]


def test_what_is_left_out_takes_its_default():
    problem = read_problem(json.dumps(SMALL).encode())
    volunteer, shift = problem.volunteers[0], problem.shifts[0]
    assert (volunteer.max_week, volunteer.max_day, volunteer.max_minutes, shift.priority) == (7, 1, None, 1)
    assert (problem.previous, problem.rules.rest, problem.walk.limit_metres) == (None, 600, 2000)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("week",), 48, "week：应为文字，现为整数"),
        (("network",), [], "network：应为对象，现为列表"),
        (("network", "nodes", 1), [1], "network.nodes[1]：应为 [经度, 纬度]"),
        (("network", "nodes", 1), ["1", 2], "network.nodes[1]：应为 [经度, 纬度]"),
        (("network", "nodes", 1), [None, 2], "network.nodes[1]：应为 [经度, 纬度]"),
        (("network", "nodes", 1), [10**400, 2], "network.nodes[1]：应为 [经度, 纬度]"),
        (("network", "nodes", 1), [True, 2], "network.nodes[1]：应为 [经度, 纬度]"),
        (("network", "edges", 0), [0, 1, 1.5], "network.edges[0]：应为 [路口, 路口, 米]（整数）"),
        (("network", "edges"), None, "network.edges：应为列表，现为空值"),
        (("volunteers", 0), "v1", "volunteers[0]：应为对象，现为文字"),
        (("volunteers", 0, "home"), True, "volunteers[0].home：应为整数，现为是非值"),
        (("volunteers", 0, "home"), 0.0, "volunteers[0].home：应为整数，现为小数"),
        (("volunteers", 0, "home"), None, "volunteers[0].home：应为整数，现为空值"),
        (("volunteers", 0, "tags"), "adult", "volunteers[0].tags：应为列表，现为文字"),
        (("volunteers", 0, "tags"), ["adult", 1], "volunteers[0].tags[1]：应为文字，现为整数"),
        (("volunteers", 0, "free", 0), [1080, "1260"], "volunteers[0].free[0]：应为 [起, 止]（整数）"),
        (("volunteers", 0, "at", 0), [480, 1080], "volunteers[0].at[0]：应为 [起, 止, 路口]（整数）"),
        (("volunteers", 0, "max_minutes"), {}, "volunteers[0].max_minutes：应为整数，现为对象"),
        (("volunteers", 0, "prefers"), [{}], "volunteers[0].prefers[0].cost：缺少此项"),
        (("shifts", 0, "some_have"), [{"tag": "a"}], "shifts[0].some_have[0].count：缺少此项"),
        (("escorts",), [], "escorts：应为对象，现为列表"),
        (("escorts",), {"v1": "v2"}, "escorts.v1：应为列表，现为文字"),
        (("pins",), [["v1"]], "pins[0]：应为 [志愿者, 班次]（两段文字）"),
        (("rules",), {"minors": {"quiet": [1]}}, "rules.minors.quiet：应为 [起, 止]（整数）"),
        (("colour",), 1, "colour：没有这个键"),
        (("shifts", 0, "colour"), 1, "shifts[0].colour：没有这个键"),
        (("weights",), {"claims": -800}, "weights.claims：没有这个键"),
        (("format",), "jiujin.problem/2", "format：应为 jiujin.problem/1 格式的文件"),
    ],
)
def test_a_wrong_value_is_answered_with_its_place_and_what_is_expected(path, value, expected):
    found = faults(changed(path, value))
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_all_faults_of_form_are_told_at_once():
    wrong = changed(("volunteers", 0), {"id": 1, "free": [[1, 2], [3]]})
    wrong["shifts"][0]["max"] = "2"
    assert faults(wrong) == [
        "volunteers[0].id：应为文字，现为整数",
        "volunteers[0].free[1]：应为 [起, 止]（整数）",
        "volunteers[0].home：缺少此项",
        "shifts[0].max：应为整数，现为文字",
    ]


def test_faults_of_meaning_are_told_with_the_same_places():
    assert faults(changed(("volunteers", 0, "free", 0), [1260, 1080]))[0].startswith("volunteers[0].free[0]：应为")
    assert faults(changed(("volunteers", 0, "home"), 10**4000))[0].startswith("volunteers[0].home：应为")
    assert faults(changed(("network", "nodes", 0), [1e300, 0]))[0].startswith("network.nodes[0]：应为")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "第 1 行第 1 列：不是合法的 JSON"),
        ('{"format": "jiujin.problem/1",\n "week": }', "第 2 行第 10 列：不是合法的 JSON"),
        ("[]", "format：应为 jiujin.problem/1 格式的文件"),
        ("null", "format：应为 jiujin.problem/1 格式的文件"),
        ('{"week": NaN}', "NaN 不是合法的数"),
        ('{"week": -Infinity}', "-Infinity 不是合法的数"),
        ('{"a": {"pins": [], "x": 1, "pins": []}}', "同一对象里键 pins 出现多次"),
        ('{"week": ' + "9" * 5000 + "}", "整数的位数过多"),
        ("[" * 100_000, "JSON 嵌套过深"),
        (b"\xff\xfe{\x00}\x00", "文件应为 UTF-8 编码的文字"),
        ('{"week": "周"}'.encode("gb18030"), "文件应为 UTF-8 编码的文字"),
        (r'{"week": "\ud800"}', "文件应为 UTF-8 编码的文字"),
    ],
)
def test_what_is_not_json_is_answered_plainly(content, expected):
    assert faults(content) == [expected]


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "sparse.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(ProblemError, match="文件过大，上限 1024 MB"):
        read_problem(path)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_problem(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("status",), "UNKNOWN", "status：应为 OPTIMAL、FEASIBLE 之一"),
        (("status",), [], "status：应为 OPTIMAL、FEASIBLE 之一"),
        (("cost", "needs_unmet"), 1.0, "cost.needs_unmet：应为整数，现为小数"),
        (("bound",), {"below_minimum": 0, "needs_unmet": 0, "below_desired": 0}, "bound.inconvenience：缺少此项"),
        (("assignments",), [["v1", 1]], "assignments[0]：应为 [志愿者, 班次]（两段文字）"),
        (("shortfalls",), [{"shift": "s", "kind": "min", "missing": 1}], "shortfalls[0].kind：应为 minimum、"),
        (("pins_left_out",), [{"volunteer": "v1", "shift": "s1"}], "pins_left_out[0].reason：缺少此项"),
        (("format",), "jiujin.problem/1", "format：应为 jiujin.plan/1 格式的文件"),
    ],
)
def test_a_wrong_plan_is_answered_alike(path, value, expected):
    found = faults(changed(path, value, PLAN), read_plan)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_reading_leaves_the_garbage_collector_as_it_was():
    gc.disable()
    try:
        read_problem(json.dumps(SMALL).encode())
        assert not gc.isenabled()
    finally:
        gc.enable()
    with pytest.raises(ProblemError):
        read_problem(b"{}")
    assert gc.isenabled()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
PLACES = [
    *(
        (key,)
        for key in (*SMALL, "pins", "together", "escorts", "teams", "team_shifts", "shares", "weights", "rules", "walk")
    ),
    *(("volunteers", 0, key) for key in (*SMALL["volunteers"][0], "prefers", "max_minutes", "claims")),
    *(("shifts", 0, key) for key in (*SMALL["shifts"][0], "some_have", "all_have")),
]


@given(place=st.sampled_from(PLACES), value=JSON)
def test_whatever_stands_anywhere_the_answer_is_a_problem_or_a_list_of_faults(place, value):
    try:
        found = read_problem(json.dumps(changed(place, value)).encode())
    except ProblemError:
        return
    assert read_problem(problem_to_json(found).encode()) == found


@given(st.binary(max_size=40))
def test_whatever_bytes_come_the_answer_is_a_list_of_faults(raw):
    assert faults(raw)


@given(
    load=st.integers(0, 9), home=st.integers(0, 6), free=st.lists(st.tuples(st.integers(0, 99), st.integers(100, 200)))
)
def test_any_volunteer_is_read_back(street, load, home, free):
    problem = street.problem([replace(street.person("ann"), load=load, home=home, free=tuple(free))])
    assert read_problem(problem_to_json(problem).encode()) == problem
