"""What the schema explains of a stored plan: the town's p1, where s1 lacks one person and 乙二 serves elsewhere."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from schema.ids import global_id
from tests.schema import town
from tests.schema.conftest import Ask, CountingStore

PLAN, S1, S2 = global_id("Plan", "p1"), global_id("Shift", "s1"), global_id("Shift", "s2")
REFUSAL = "... on Refusal { code message }"


def asked(field: str, arguments: str, found: str) -> str:
    kind = {
        "whyEmpty": "WhyEmpty",
        "standIns": "StandIns",
        "whatWouldHelp": "WhatWouldHelp",
        "otherPlaces": "OtherPlaces",
        "whyHere": "WhyHere",
    }
    inner = f"... on {kind.get(field, 'BottleneckAnswer')} {{ {found} }} {REFUSAL}"
    return f"{{ {field}({arguments}) {{ {inner} }} }}"


async def test_an_empty_seat_tells_who_falls_to_which_rule_and_who_is_left(answer: Ask) -> None:
    found = "asked missing leftCount steps { reason people } stillFree { volunteer { name } instead } shift { id }"
    data: Any = await answer(asked("whyEmpty", f'plan: "{PLAN}", shift: "{S1}"', found))
    # 丙三 is a minor, and traffic is not for minors; 乙二 serves on Tuesday and could come on Monday as well
    assert data["whyEmpty"] == {
        "asked": 2,
        "missing": 1,
        "leftCount": 1,
        "steps": [{"reason": "未成年人保护", "people": 1}],
        "stillFree": [{"volunteer": {"name": "乙二"}, "instead": ["竹竿巷段 周二 18:00–19:30"]}],
        "shift": {"id": S1},
    }


async def test_what_would_fill_a_seat_is_told_for_a_skill(answer: Ask) -> None:
    found = "tag asked relaxations { rule people fills before after tag sentence }"
    data: Any = await answer(asked("whyEmpty", f'plan: "{PLAN}", shift: "{S2}", tag: "first_aid"', found))
    assert (data["whyEmpty"]["tag"], data["whyEmpty"]["asked"]) == ("first_aid", 0)
    (relaxation,) = data["whyEmpty"]["relaxations"]
    assert relaxation["sentence"] == "其中 1 人取得“急救”：可多 2 名候选人"
    assert (relaxation["rule"], relaxation["tag"], relaxation["fills"]) == ("need", "first_aid", True)


async def test_stand_ins_are_named_with_masked_phones_and_consequences(answer: Ask) -> None:
    found = "candidates { volunteers { name phone } leaves { id } metres consequence change { belowDesired } }"
    data: Any = await answer(asked("standIns", f'plan: "{PLAN}", shift: "{S1}"', found))
    (first,) = data["standIns"]["candidates"]
    assert first["volunteers"] == [{"name": "乙二", "phone": "138****8001"}]
    assert (first["leaves"], first["change"]) == (None, {"belowDesired": -2})
    assert "不离开别的班次" in first["consequence"]
    assert "“低于期望人数”少 2" in first["consequence"]
    # exact walks of somebody with a name, to several shifts, would meet at one door
    assert first["metres"] % 200 == 0
    assert all(int(metres) % 200 == 0 for metres in re.findall(r"(\d+) 米", first["consequence"]))


async def test_a_stand_in_for_someone_absent_takes_his_seat(answer: Ask) -> None:
    arguments = f'plan: "{PLAN}", shift: "{S1}", insteadOf: "{global_id("Volunteer", "v1")}"'
    data: Any = await answer(asked("standIns", arguments, "candidates { change { belowMinimum belowDesired } }"))
    # without 甲一 the shift lacks its one needed person, priority 2: 乙二 would be that person
    assert data["standIns"]["candidates"] == [{"change": {"belowMinimum": -2, "belowDesired": 0}}]
    absent = arguments.replace(global_id("Volunteer", "v1"), global_id("Volunteer", "v3"))
    data = await answer(asked("standIns", absent, "__typename"))
    assert data["standIns"]["code"] == "NOT_FOUND"


async def test_help_is_summed_by_what_is_asked_for(answer: Ask) -> None:
    found = "groups { by title people total { belowDesired } sentence best { shift { id } end { id } people tag } }"
    data: Any = await answer(asked("whatWouldHelp", f'plan: "{PLAN}", by: HOUR, first: 1', found))
    (group,) = data["whatWouldHelp"]["groups"]
    assert (group["by"], group["title"], group["total"]) == ("HOUR", "周一 7 时", {"belowDesired": 2})
    # nobody lacks only the time: 乙二 could come at once, 丙三 may not
    assert group["best"] == [{"shift": {"id": S1}, "end": {"id": S1}, "people": 0, "tag": ""}]
    whole: Any = await answer(asked("whatWouldHelp", f'plan: "{PLAN}"', found))
    assert {g["by"] for g in whole["whatWouldHelp"]["groups"]} == {"PLACE", "HOUR"}


async def test_a_shortage_without_a_proof_says_so(answer: Ask) -> None:
    found = "sentence bottleneck { wanted }"
    data: Any = await answer(asked("bottleneck", f'plan: "{PLAN}", shift: "{S1}"', found))
    assert data["bottleneck"]["bottleneck"] is None
    assert "没有找到证明" in data["bottleneck"]["sentence"]


@pytest.mark.parametrize(
    ("field", "arguments", "code"),
    [
        ("whyEmpty", f'plan: "{global_id("Plan", "none")}", shift: "{S1}"', "NOT_FOUND"),
        ("standIns", f'plan: "{PLAN}", shift: "{global_id("Shift", "none")}"', "NOT_FOUND"),
        ("bottleneck", f'plan: "{PLAN}", shift: "{PLAN}"', "INVALID_INPUT"),
        ("standIns", f'plan: "{PLAN}", shift: "{S1}", first: 0', "INVALID_INPUT"),
        ("whatWouldHelp", f'plan: "{PLAN}", first: 101', "INVALID_INPUT"),
        ("whatWouldHelp", 'plan: "nonsense"', "INVALID_INPUT"),
    ],
)
async def test_what_cannot_be_explained_is_refused_with_a_code(
    answer: Ask, field: str, arguments: str, code: str
) -> None:
    data: Any = await answer(asked(field, arguments, "__typename"))
    assert data[field]["code"] == code


async def test_no_explanation_holds_what_is_hidden(answer: Ask, counted: CountingStore) -> None:
    documents = (
        asked("whyEmpty", f'plan: "{PLAN}", shift: "{S1}"', "steps { reason } stillFree { volunteer { phone } }"),
        asked("standIns", f'plan: "{PLAN}", shift: "{S1}"', "candidates { consequence volunteers { phone } }"),
        asked("whatWouldHelp", f'plan: "{PLAN}"', "groups { sentence best { sentence } }"),
    )
    for document in documents:
        text = json.dumps(await answer(document), ensure_ascii=False)
        assert not any(secret in text for secret in (town.PHONE[:8], town.HOME, "忌口", "丙三"))


async def test_where_somebody_could_go_is_told_in_steps_and_only_of_who_is_there(answer: Ask) -> None:
    found = "places { shiftId metres sentence }"
    who = global_id("Volunteer", "v1")
    data: Any = await answer(asked("otherPlaces", f'plan: "{PLAN}", shift: "{S1}", volunteer: "{who}"', found))
    assert all(place["metres"] % 200 == 0 for place in data["otherPlaces"]["places"])
    away = global_id("Volunteer", "v3")
    data = await answer(asked("otherPlaces", f'plan: "{PLAN}", shift: "{S1}", volunteer: "{away}"', found))
    assert data["otherPlaces"]["code"] == "NOT_FOUND"


async def test_why_somebody_is_there_is_told_part_by_part(answer: Ask) -> None:
    found = "metres claim served prefers load pinned team nextPerson { volunteer { name } change { inconvenience } }"
    who = global_id("Volunteer", "v1")
    data: Any = await answer(asked("whyHere", f'plan: "{PLAN}", shift: "{S1}", volunteer: "{who}"', found))
    told = data["whyHere"]
    assert told["metres"] % 200 == 0
    assert told["metres"] > 0
    assert (told["pinned"], told["team"]) == (False, False)
    if told["nextPerson"]:
        assert told["nextPerson"]["change"]["inconvenience"] % 200 == 0
    away = global_id("Volunteer", "v3")
    data = await answer(asked("whyHere", f'plan: "{PLAN}", shift: "{S1}", volunteer: "{away}"', found))
    assert data["whyHere"]["code"] == "NOT_FOUND"
