"""How long the graph questions take on a district, and how many homes the distances to stations would give away.

``python -m benchmarks.graph_questions FOLDER [STORE]``: the store, a file of its own unless given, must be empty.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
from rich.console import Console

from engine.district import load_district
from engine.model import Junction, Segment, Station, Subdistrict, Volunteer
from engine.network import load_network
from engine.organization_chain import shortest_chain
from engine.planning.fragility import Withdrawing, fragility
from engine.planning.generate import generate_plan
from engine.planning.thin_roads import thin_roads
from engine.responsibility import who_answers
from engine.stations_in_reach import stations_in_reach
from engine.store import GraphStore, Match, open_store
from solver.distances import adjacency, reach
from solver.problem import Network

WEEK, DAY = "2026-W48", date(2026, 11, 26)
LIMIT = 2000
ROUNDED_TO = (100, 250, 500, 1000, LIMIT)
"""Metres; the last leaves only whether a station is within the limit."""

Question = Callable[[], object]


def main(console: Console, folder: Path, address: str, *, questions: int = 20, seed: int = 1) -> None:
    """Prints two Markdown tables: milliseconds by question, and homes given away by the rounding of distances."""
    store = open_store(address)
    try:
        load_district(store, folder, today=DAY)
        scopes = [row["s.id"] for row in store.query(Match("s", Subdistrict).order("s.id").select("s.id"))]
        plan = generate_plan(store, WEEK, scopes[0]).id
        console.print("| question | median ms | longest ms |\n|---|---|---|")
        for name, ask in kinds(store, plan, random.Random(seed)).items():
            times = sorted(_milliseconds(ask) for _ in range(questions))
            console.print(f"| {name} | {statistics.median(times):.1f} | {times[-1]:.1f} |")
        console.print("\n| distances rounded to | homes that fit one junction alone |\n|---|---|")
        for metres, share in given_away(store).items():
            console.print(f"| {metres} m | {share:.0%} |")
    finally:
        store.close()


def kinds(store: GraphStore, plan: str, chance: random.Random) -> dict[str, Question]:
    """Each question, about something else at each call."""
    people = [row["v.id"] for row in store.query(Match("v", Volunteer).order("v.pinyin", "v.phone").select("v.id"))]
    segments = [row["s.id"] for row in store.query(Match("s", Segment).order("s.id").select("s.id"))]
    return {
        "whoAnswers": lambda: who_answers(store, chance.choice(segments), DAY),
        "fragility of volunteers": lambda: fragility(store, plan, Withdrawing.VOLUNTEER),
        "fragility of organizations": lambda: fragility(store, plan, Withdrawing.ORGANIZATION),
        "fragility of stations": lambda: fragility(store, plan, Withdrawing.STATION),
        "shortestChain": lambda: shortest_chain(store, *chance.sample(people, 2), DAY),
        "stationsInReach": lambda: stations_in_reach(store, chance.choice(people)),
        "thinRoads": lambda: thin_roads(store, plan, 2),
    }


def given_away(store: GraphStore) -> dict[int, float]:
    """Metres of rounding → the share of homes whose distances to all stations fit no other junction."""
    network = load_network(store)
    stations = store.query(Match("s", Station).hop("NEAR", "j", Junction).order("s.id").select("s.id", "j.id"))
    homes = store.query(Match("v", Volunteer).hop("LIVES_NEAR", "j", Junction).select("v.id", "j.id"))
    streets = adjacency(Network(network.lonlat, tuple((edge.a, edge.b, edge.metres) for edge in network.edges)))
    near = reach(streets, np.array([network.numbers[row["j.id"]] for row in stations], dtype=np.int64), LIMIT)
    walks: list[list[tuple[int, int]]] = [[] for _ in network.junctions]
    for station in range(len(stations)):
        for place in range(near.ptr[station], near.ptr[station + 1]):
            walks[near.node[place]].append((station, int(near.metres[place])))
    shares = {}
    for step in ROUNDED_TO:
        told = [tuple((station, -(-metres // step)) for station, metres in walk) for walk in walks]
        alike = Counter(told)
        shares[step] = statistics.mean(alike[told[network.numbers[row["j.id"]]]] == 1 for row in homes)
    return shares


def _milliseconds(ask: Question) -> float:
    start = perf_counter()
    ask()
    return 1000 * (perf_counter() - start)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(Console(width=200), Path(sys.argv[1]), (sys.argv[2:] or [f"{made}/graph.db"])[0])
