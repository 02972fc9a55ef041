"""``./jiujin bench fairness``: three planners' half-years, and the tables and pictures of the document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from rich.console import Console

from benchmarks.charts import Chart, Series, write_svg
from benchmarks.fairness.district import district_weeks
from benchmarks.fairness.events import Events
from benchmarks.fairness.measure import (
    Person,
    again,
    always,
    gini,
    heaviest,
    line_parts,
    people_of,
    quantile,
    recent_gini,
)
from benchmarks.fairness.season import REMEMBERED, Served, play
from benchmarks.solver.greedy import greedy
from solver.plan import Plan
from solver.problem import Problem
from solver.solve import solve
from solver.warm import warm_up

DOCUMENT = "fairness.md"
MADE = re.compile(r"(<!-- made by `\./jiujin bench fairness` -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Season:
    """One planner's half-year with its people."""

    name: str
    served: tuple[Served, ...]
    people: dict[str, Person]


def without_load(problem: Problem) -> Plan:
    """The same solver, to whom nobody's past shifts are told."""
    return solve(replace(problem, volunteers=tuple(replace(v, load=0) for v in problem.volunteers)))


PLANNERS = (("Jiujin", solve), ("load not told", without_load), ("nearest first", greedy))


def main(console: Console, *, weeks: int, seed: int, folder: Path) -> None:
    """Plays all half-years and writes ``fairness.md``'s tables and ``fairness-*.svg`` into the folder."""
    warm_up()
    problems, seasons = district_weeks(weeks), []
    for name, planner in PLANNERS:
        served = []
        for rank, week in enumerate(play(problems, Events(seed, weeks), planner), start=1):
            served.append(week)
            console.print(f"{name} {rank}/{weeks}：{len(week.services)} 人次")
        seasons.append(Season(name, tuple(served), people_of(problems[0], served)))
    document = folder / DOCUMENT
    text = "\n".join([*over_all(seasons), "", *by_line(problems[0], seasons), ""])
    document.write_text(MADE.sub(rf"\g<1>\n{text}\n\g<2>", document.read_text(encoding="utf-8")), encoding="utf-8")
    draw(problems[0], seasons, folder)


def over_all(seasons: Sequence[Season]) -> list[str]:
    """The table of people and seats."""
    rows = [["", *(season.name for season in seasons)], ["---"] * (len(seasons) + 1)]

    def row(name: str, values: Iterable[float], form: str = "{:,.0f}") -> None:
        rows.append([name, *(form.format(value) for value in values)])

    rates = [[person.rate for person in season.people.values()] for season in seasons]
    metres = [[m for person in season.people.values() for m in person.metres] for season in seasons]
    means = [[fmean(person.metres) for person in season.people.values() if person.metres] for season in seasons]
    row("shifts served", (sum(len(week.services) for week in season.served) for season in seasons))
    row("seats empty below the minimum", (sum(week.below_minimum for week in s.served) for s in seasons))
    row("needed skills missing", (sum(week.needs for week in season.served) for season in seasons))
    row("seats empty below the desired number", (sum(week.below_desired for week in s.served) for s in seasons))
    row("Gini of shifts per person", map(gini, rates), "{:.3f}")
    for part in (10, 50, 90):
        row(f"shifts in four weeks, p{part}", (quantile(rate, part / 100) for rate in rates), "{:.1f}")
    row("most shifts anyone had in four weeks", (heaviest(season.served) for season in seasons))
    row("never asked", (fmean(p.asked == 0 for p in s.people.values()) for s in seasons), "{:.1%}")
    row("asked in nine of ten weeks", (always(season.people) for season in seasons), "{:.1%}")
    row("asked this week, asked again the next", (again(season.served) for season in seasons), "{:.1%}")
    row("metres to a shift, mean", map(fmean, metres))
    row("metres to a shift, p90", (quantile(metre, 0.9) for metre in metres))
    row("a person's mean metres, p90", (quantile(mean, 0.9) for mean in means))
    row("Gini of metres walked per person", (gini(sum(p.metres) for p in s.people.values()) for s in seasons), "{:.3f}")
    return ["| " + " | ".join(cells) + " |" for cells in rows]


def by_line(roster: Problem, seasons: Sequence[Season]) -> list[str]:
    """The table of lines: part of all assignments, shifts in four weeks, spread, walking."""
    names = [season.name for season in seasons]
    heads = ["line", "target ‰", *(f"{n}: ‰" for n in names), *(f"{n}: shifts in four weeks (Gini)" for n in names)]
    heads += [f"{n}: metres" for n in names]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    parts = [line_parts(roster, season.served) for season in seasons]
    for share in roster.shares:
        line = share.tag.removeprefix("line:")
        groups = [[p for p in season.people.values() if line in p.lines] for season in seasons]
        cells = [line, f"{share.part} ± {share.tolerance}", *(f"{part[share.tag]:.0f}" for part in parts)]
        cells += [f"{fmean(p.rate for p in group):.1f} ({gini(p.rate for p in group):.2f})" for group in groups]
        cells += [f"{fmean(m for p in group for m in p.metres):.0f}" for group in groups]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def draw(roster: Problem, seasons: Sequence[Season], folder: Path) -> None:
    """The pictures."""

    def curve(values: Iterable[float]) -> tuple[tuple[float, float], ...]:
        ordered = sorted(values)
        return tuple((100 * (rank + 0.5) / len(ordered), value) for rank, value in enumerate(ordered))

    def series(points: Iterable[Iterable[tuple[float, float]]]) -> tuple[Series, ...]:
        return tuple(Series(season.name, tuple(line)) for season, line in zip(seasons, points, strict=True))

    spread = Chart(
        title="Spread of the shifts of the last four weeks over people",
        x="week",
        y="Gini",
        series=series(enumerate(recent_gini(season.served), start=REMEMBERED) for season in seasons),
    )
    shifts = Chart(
        title="Shifts in four weeks, person by person",
        x="% of the people, the least asked first",
        y="shifts",
        series=series(curve(person.rate for person in season.people.values()) for season in seasons),
    )
    walking = Chart(
        title="Metres to a shift, a person's mean over the half-year",
        x="% of the people who served, the shortest way first",
        y="metres",
        series=series(curve(fmean(p.metres) for p in s.people.values() if p.metres) for s in seasons),
    )
    lines = Chart(
        title="The lines' parts of all assignments, and their targets (grey)",
        x="line",
        y="‰ of all assignments",
        series=series(enumerate(line_parts(roster, season.served).values()) for season in seasons),
        groups=tuple(share.tag.removeprefix("line:") for share in roster.shares),
        bands=tuple((share.part - share.tolerance, share.part + share.tolerance) for share in roster.shares),
    )
    for name, chart in (("spread", spread), ("shifts", shifts), ("walking", walking), ("lines", lines)):
        write_svg(folder / f"fairness-{name}.svg", [chart])
