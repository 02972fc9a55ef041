"""How long each format of a large week's roster takes: CPU seconds, and the most memory so far."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from engine.access import CONSOLE, Secured
from engine.district import load_district
from engine.exports import Format, Roster, read_roster, week_file
from engine.planning.generate import generate_plan
from engine.store import open_store

DEMO = Path(__file__).resolve().parents[1] / "data" / "erqi"
WEEK = "2026-W48"
ROAD_SHIFTS = 20


def enlarged(roster: Roster, shifts: int, people: int) -> Roster:
    """So many shifts of so many people, twenty to a road."""
    models = [duty for duty in roster.duties if duty.people]
    duties = []
    for number in range(shifts):
        duty = models[number % len(models)]
        place = replace(duty.wanted.place, road=f"道路{number // ROAD_SHIFTS}")
        everybody = [one for model in models for one in model.people]
        some = tuple(everybody[(number * people + seat) % len(everybody)] for seat in range(people))
        duties.append(replace(duty, wanted=replace(duty.wanted, place=place), people=some))
    return replace(roster, duties=tuple(duties))


def main(shifts: int = 2000, people: int = 3) -> None:
    """Prints a line for each format."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "demo.db"))
        load_district(store, DEMO)
        reader = Secured(store, CONSOLE)
        roster = enlarged(read_roster(reader, generate_plan(store, WEEK, seconds=10).id), shifts, people)
        for form in (Format.CSV, Format.XLSX, Format.PDF):
            began = time.process_time()
            size = len(week_file(reader, roster, form))
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            sys.stdout.write(f"{form}: {time.process_time() - began:.2f} s, {size / 1e6:.1f} MB, {most} MB memory\n")
        store.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
