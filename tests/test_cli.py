"""Commands as people call them, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.planning.seats import read_plan
from engine.store import open_store

ROOT = Path(__file__).resolve().parents[1]


def jiujin(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs ``jiujin`` from another folder, on a store there."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "JIUJIN_STORE": str(folder / "cli.db"),
        "COLUMNS": "120",
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False
    )


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds the demo district."""
    folder = tmp_path_factory.mktemp("cli")
    ended = jiujin(folder, "import", "district", str(ROOT / "data" / "erqi"))
    assert ended.returncode == 0, ended.stderr
    assert "志愿者" in ended.stdout
    return folder


def test_the_demo_ends_well_with_the_proved_plan(tmp_path: Path) -> None:
    ended = jiujin(tmp_path, "demo", "--no-serve")
    assert ended.returncode == 0, ended.stderr
    assert "福华街街道" in ended.stdout
    assert "已证明最优" in ended.stdout
    assert "全区" in ended.stdout
    for told in ("demo-admin", "demo-social-work", "路长", "口令都是：demo-"):
        assert told in ended.stdout


def test_a_plan_is_printed_stored_shown_again_and_drawn(district: Path) -> None:
    ended = jiujin(district, "plan", "2026-W48", "--subdistrict", "福华街")
    assert ended.returncode == 0, ended.stderr
    assert "已证明最优" in ended.stdout
    plan = ended.stdout.rsplit("：", 1)[1].strip()
    shown = jiujin(district, "show", plan)
    assert shown.stdout.strip() == ended.stdout.rsplit("已存为草稿", 1)[0].strip()
    drawn = jiujin(district, "plot", plan, "-o", "drawn")
    assert drawn.returncode == 0, drawn.stderr
    names = ("hours", "lines", "load", "map", "walks")
    assert sorted(path.name for path in (district / "drawn").iterdir()) == [f"{name}.svg" for name in names]
    again = jiujin(district, "plot", "2026-W48", "--subdistrict", "福华街", "-o", "again")
    assert again.returncode == 0, again.stderr
    for name in names:
        svg = (district / "drawn" / f"{name}.svg").read_text(encoding="utf-8")
        assert svg.startswith("<svg")
        assert svg == (district / "again" / f"{name}.svg").read_text(encoding="utf-8")


def test_cases_of_a_stored_plan_stand_side_by_side(district: Path) -> None:
    plan = jiujin(district, "plan", "2026-W49", "--subdistrict", "福华街").stdout.rsplit("：", 1)[1].strip()
    ended = jiujin(district, "what-if", plan, "--more", "PARTY=3")
    assert ended.returncode == 0, ended.stderr
    assert "现状" in ended.stdout
    assert "多 3 名 PARTY" in ended.stdout
    none = jiujin(district, "what-if", "plan:none")
    assert "没有这份周计划" in none.stderr
    assert "Traceback" not in none.stderr


def test_a_plan_is_repaired_and_those_to_be_told_are_listed(district: Path) -> None:
    ended = jiujin(district, "plan", "2026-W47", "--subdistrict", "福华街")
    plan = ended.stdout.rsplit("：", 1)[1].strip()
    nobody = jiujin(district, "repair", plan)
    assert nobody.returncode == 0, nobody.stderr
    assert "没有人需要变动" in nobody.stdout
    store = open_store(str(district / "cli.db"))
    first = read_plan(store, plan).seats[0]
    store.close()
    ended = jiujin(district, "repair", plan, "--withdraw", f"{first.volunteer}@{first.shift}")
    assert ended.returncode == 0, ended.stderr
    assert "须通知" in ended.stdout
    assert "不再去" in ended.stdout
    assert "已存为草稿" in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (["plan", "2026-W99"], "INVALID_INPUT", "2026-W48"),
        (["plan", "2026-W48", "--subdistrict", "无此街道"], "NOT_FOUND", "福华街街道"),
        (["show", "plan:none"], "NOT_FOUND", "周计划"),
        (["repair", "plan:none"], "NOT_FOUND", "周计划"),
        (["repair", "plan:none", "--withdraw", "nobody"], "INVALID_INPUT", "没有这个人"),
        (["import", "roster", "missing.xlsx", "--line", "PARTY"], "UNREADABLE_FILE", ""),
        (["import", "district", "nowhere"], "DISTRICT_FAULTS", ""),
    ],
)
def test_an_error_is_one_chinese_sentence_with_its_code(
    district: Path, arguments: list[str], code: str, hint: str
) -> None:
    ended = jiujin(district, *arguments)
    assert ended.returncode == 2
    assert code in ended.stderr
    assert hint in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_demo_does_not_mix_with_another_district(tmp_path: Path) -> None:
    from engine.model import District
    from engine.store import open_store

    store = open_store(str(tmp_path / "cli.db"))
    with store.tx() as tx:
        tx.upsert_nodes([District(id="district:real", name="真实区")])
    store.close()
    ended = jiujin(tmp_path, "demo", "--no-serve")
    assert ended.returncode == 2
    assert "CONFLICT" in ended.stderr
    assert "真实区" in ended.stderr


def test_a_template_is_written_and_read_back_without_people(district: Path) -> None:
    assert jiujin(district, "import", "roster", "--template", "empty.xlsx").returncode == 0
    ended = jiujin(district, "import", "roster", "empty.xlsx", "--line", "PARTY")
    assert "Traceback" not in ended.stderr
    assert "示例" in ended.stdout + ended.stderr or "没有" in ended.stdout + ended.stderr


PROBLEM = {
    "format": "jiujin.problem/1",
    "week": "2026-W48",
    "network": {"nodes": [[113.65, 34.74], [113.652, 34.74]], "edges": [[0, 1, 183]]},
    "volunteers": [{"id": "v1", "tags": ["adult"], "home": 0, "free": [[405, 540]]}],
    "shifts": [
        {
            "id": "s1",
            "place": "p1",
            "node": 1,
            "category": "c",
            "start": 420,
            "end": 510,
            "min": 1,
            "desired": 1,
            "max": 2,
        }
    ],
}


def test_a_problem_file_is_solved_and_the_plan_judged(tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_text(json.dumps(PROBLEM))
    solved = jiujin(tmp_path, "solve", "problem.json", "-o", "plan.json")
    assert solved.returncode == 0, solved.stderr
    assert "OPTIMAL" in solved.stdout
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert plan["cost"]["inconvenience"] == 183
    assert jiujin(tmp_path, "check", "problem.json", "plan.json").returncode == 0
    plan["assignments"] = []
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    judged = jiujin(tmp_path, "check", "problem.json", "plan.json")
    assert judged.returncode == 1
    assert "s1" in judged.stderr


def test_a_malformed_problem_is_one_report_without_a_traceback(tmp_path: Path) -> None:
    broken = PROBLEM | {"week": 7, "shifts": [{"id": "s1"}], "surprise": 1}
    (tmp_path / "problem.json").write_text(json.dumps(broken))
    ended = jiujin(tmp_path, "solve", "problem.json", "-o", "plan.json")
    assert ended.returncode == 2
    for part in ("week", "shifts[0]", "surprise"):
        assert part in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "plan.json").exists()


def test_what_ifs_are_one_row_each(tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_text(json.dumps(PROBLEM))
    ended = jiujin(
        tmp_path, "what-if", "problem.json", "--close", "p1", "--walk", "100", "--more", "v1=1", "--demand", "p1=+1"
    )
    assert ended.returncode == 0, ended.stderr
    rows = {
        line.split("  ")[0].strip(): line.split() for line in ended.stdout.splitlines() if "米" in line and "人" in line
    }
    assert set(rows) >= {"现状", "关闭 p1", "步行至多 100 米", "多 1 名 v1", "p1 每班 +1 人"}
    for wrong, said in ((["--close", "p9"], "p9"), (["--more", "v1"], "v1"), (["--walk", "-1"], "-1")):
        ended = jiujin(tmp_path, "what-if", "problem.json", *wrong)
        assert ended.returncode == 2
        assert said in ended.stderr
        assert "Traceback" not in ended.stderr
