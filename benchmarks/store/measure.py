"""Times: a town loaded, its questions asked, a week's plan replaced; with a fingerprint of each question's answers."""

from __future__ import annotations

import gc
import hashlib
import json
import math
import random
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from time import perf_counter
from typing import Any

from benchmarks.store.questions import Question, Subject
from benchmarks.store.town import SUBDISTRICTS, WEEKS, Town, plan_id
from engine.model import Assignment, Plan, Shortfall
from engine.store import Exists, GraphStore, eq, where


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one question took, in milliseconds, and what its answers were."""

    median: float
    p99: float
    rows: float
    """The mean number of rows of an answer."""
    fingerprint: str


def load(store: GraphStore, town: Town) -> Mapping[str, float]:
    """The town is in the store; the seconds that each part took. One transaction a parcel, as imports and planning do:
    no more than a parcel is in memory."""
    seconds: Counter[str] = Counter()
    for part, parcel in town.parcels():
        began = perf_counter()
        with store.tx() as tx:
            parcel.write(tx)
        seconds[part] += perf_counter() - began
    return seconds


def replace_plan(store: GraphStore, town: Town, week: str, subdistrict: int) -> float:
    """The week's plan of the subdistrict is written anew in one transaction; the seconds that it took."""
    parcel = town.plan(week, subdistrict)
    of_the_plan = Exists("", "IN_PLAN", Plan.LABEL, where(eq("id", plan_id(week, subdistrict))))
    began = perf_counter()
    with store.tx() as tx:
        tx.delete_nodes(Assignment, of_the_plan)
        tx.delete_nodes(Shortfall, of_the_plan)
        parcel.write(tx)
    return perf_counter() - began


def replacements(store: GraphStore, town: Town, times: int) -> list[float]:
    """The seconds of so many replacements, each of another plan as far as there are any."""
    plans = [(week, subdistrict) for week in WEEKS for subdistrict in range(SUBDISTRICTS)]
    return [replace_plan(store, town, *plans[i * 7 % len(plans)]) for i in range(times)]


def timed(store: GraphStore, town: Town, question: Question, *, times: int, warm: int) -> Timing:
    """The question asked so often, each time of another subject; the first ``warm`` askings are not counted."""
    taken, answers = [], []
    gc.collect()
    for subject in subjects(town, question, warm + times):
        began = perf_counter()
        answer = question.ask(store, subject)
        taken.append((perf_counter() - began) * 1000)
        answers.append(answer)
    counted = taken[warm:]
    rows = statistics.mean(len(answer) if isinstance(answer, Sequence | Mapping) else 1 for answer in answers)
    return Timing(statistics.median(counted), percentile(counted, 99), rows, fingerprint(answers))


def subjects(town: Town, question: Question, count: int) -> Iterator[Subject]:
    """What the question is asked about: the same for every store."""
    return (Subject(town, random.Random(f"{question.name}{i}")) for i in range(count))


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def fingerprint(answers: Sequence[Any]) -> str:
    """The same for answers with the same rows, in whatever order: an order that is not asked for is not defined."""
    digest = hashlib.sha256()
    for answer in answers:
        rows = answer if isinstance(answer, list) else [answer]
        digest.update("\n".join(sorted(_text(row) for row in rows)).encode() + b"\0")
    return digest.hexdigest()[:12]


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
