"""A schema made of trouble: each value depends on a seed alone, and any may be null, wrong, late or an error."""

from __future__ import annotations

import asyncio
import datetime
import random
from collections.abc import AsyncGenerator, Callable, Generator
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Annotated, Any

import strawberry
from strawberry.dataloader import DataLoader

from engine.errors import NotFound


class Later:
    """A value to await, as an attribute may hold one."""

    def __init__(self, value: Any, turns: int) -> None:
        self.value, self.turns = value, turns

    def __repr__(self) -> str:
        return "later"

    def __await__(self) -> Generator[Any, None, Any]:
        return wait(self.value, self.turns).__await__()


async def wait(value: Any, turns: int) -> Any:
    for _ in range(turns):
        await asyncio.sleep(0)
    if isinstance(value, Exception):
        raise value
    return value


@strawberry.enum
class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@strawberry.enum
class Size(Enum):
    SMALL = 1
    LARGE = (2, 3)


class Cursed:
    """Whatever is read of it is worked out of its seed: the same each time, and often not what it should be."""

    seed: int

    @classmethod
    def of(cls, seed: int) -> Any:
        made = object.__new__(cls)
        made.__dict__["seed"] = seed
        return made

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in VALUES:
            raise AttributeError(name)
        return trouble(random.Random(f"{self.seed}/{name}"), VALUES[name], name)


def trouble(chance: random.Random, value: Callable[[random.Random], Any], name: str, *, raises: bool = True) -> Any:
    """The value, or what goes wrong with it."""
    roll = chance.random() * chance.choice((1, 3, 9))
    if roll < 0.03:
        return None
    if roll < 0.05:
        return object()
    if roll < 0.07:
        return chance.choice((ValueError("as a value"), NotFound("没有")))
    if roll < 0.09 and raises:
        raise chance.choice((ValueError(f"raised by {name}"), NotFound("没有"), TypeError("twice")))
    if roll < 0.13:
        return Later(trouble(chance, value, name, raises=False), chance.randrange(3))
    return value(chance)


def several(value: Callable[[random.Random], Any]) -> Callable[[random.Random], Any]:
    def made(chance: random.Random) -> Any:
        items = [trouble(chance, value, "item", raises=False) for _ in range(chance.randrange(4))]
        roll = chance.random()
        return items if roll < 0.8 else tuple(items) if roll < 0.9 else iter(items) if roll < 0.96 else "text"

    return made


def some(*values: Any) -> Callable[[random.Random], Any]:
    return lambda chance: chance.choice(values)


def thing(chance: random.Random) -> Any:
    return chance.choice((Cat, Cat, Dog, Dog, Stone)).of(chance.randrange(10**6))


def cat(chance: random.Random) -> Any:
    return chance.choice((Cat,) * 6 + (Dog,)).of(chance.randrange(10**6))


def plain(chance: random.Random) -> Any:
    return Leafy.of(chance.randrange(10**6))


TEXT = some("a", "中", "", 5, True, Colour.RED, "b", "c")
NUMBER = some(1, 2, 3, -4, 2.0, True, "x", 2**31)
VALUES: dict[str, Callable[[random.Random], Any]] = {
    "name": TEXT,
    "maybe_name": TEXT,
    "key": some("k1", "k2", 7),
    "number": NUMBER,
    "maybe_number": NUMBER,
    "ratio": some(0.5, 1.5, 2, float("nan"), True, 0.25),
    "sure": some(True, False, True, 1, "x"),
    "colour": some(Colour.RED, Colour.BLUE, "red", "green", Colour.RED),
    "size": some(Size.SMALL, Size.LARGE, Size.SMALL, 1, 9),
    "day": some(datetime.date(2026, 11, 26), datetime.date(2026, 1, 2), "monday"),
    "words": several(TEXT),
    "maybe_words": several(TEXT),
    "grid": several(several(NUMBER)),
    "leaf": plain,
    "maybe_leaf": plain,
    "leaves": several(plain),
    "maybe_leaves": several(plain),
    "bushes": several(several(plain)),
    "friend": cat,
    "enemy": thing,
    "maybe_enemy": thing,
    "crowd": several(thing),
    "maybe_crowd": several(thing),
    "pairs": several(several(thing)),
    "either": thing,
    "eithers": several(thing),
}


@strawberry.type
class Leafy(Cursed):
    seed: strawberry.Private[int]
    name: str
    maybe_name: str | None
    key: strawberry.ID
    number: int
    maybe_number: int | None
    ratio: float
    sure: bool | None
    colour: Colour
    size: Size | None
    day: datetime.date | None
    words: list[str]
    maybe_words: list[str | None] | None
    grid: list[list[int | None] | None] | None


Lazy = strawberry.lazy("tests.schema.compiled.trouble")


def worked_out(self: Any, name: str) -> Any:
    return trouble(random.Random(f"{self.seed}/{name}/call"), VALUES[name], name)


@strawberry.interface
class Thing(Cursed):
    seed: strawberry.Private[int]
    name: str
    maybe_name: str | None
    number: int
    maybe_number: int | None
    colour: Colour | None
    leaf: Leafy
    maybe_leaf: Leafy | None
    leaves: list[Leafy]
    maybe_leaves: list[Leafy | None] | None
    bushes: list[list[Leafy | None]] | None
    enemy: Annotated[Thing, Lazy]
    maybe_enemy: Annotated[Thing, Lazy] | None
    crowd: list[Annotated[Thing, Lazy]]
    maybe_crowd: list[Annotated[Thing, Lazy] | None] | None
    pairs: list[list[Annotated[Thing, Lazy]] | None] | None

    @strawberry.field
    def called(self) -> str:
        found: str = worked_out(self, "name")
        return found

    @strawberry.field
    def maybe_called(self, info: strawberry.Info, loud: bool = False, times: int = 1) -> str | None:
        info.context.calls.append((str(info.path), loud, times))
        found: str | None = worked_out(self, "maybe_name")
        return found

    @strawberry.field
    async def late(self) -> int:
        found: int = await wait(worked_out(self, "number"), self.seed % 3)
        return found

    @strawberry.field
    async def maybe_late(self, words: list[str] | None = None) -> int | None:
        found: int | None = await wait(worked_out(self, "maybe_number"), self.seed % 4)
        return found

    @strawberry.field
    async def loaded(self, info: strawberry.Info) -> Annotated[Thing, Lazy] | None:
        found: Thing | None = await info.context.things.load(self.seed % 7)
        return found

    @strawberry.field
    async def loaded_crowd(self, info: strawberry.Info) -> list[Annotated[Thing, Lazy]]:
        found = await asyncio.gather(*(info.context.things.load((self.seed + step) % 11) for step in range(3)))
        return [one for one in found if one is not None]


@strawberry.type
class Cat(Thing):
    friend: Annotated[Cat, Lazy] | None
    either: Annotated[Animal, Lazy]
    eithers: list[Annotated[Animal, Lazy] | None]

    @strawberry.field
    async def late_friend(self) -> Annotated[Cat, Lazy]:
        found: Cat = await wait(worked_out(self, "friend"), self.seed % 3)
        return found


@strawberry.type
class Dog(Thing):
    either: Annotated[Animal, Lazy] | None

    @strawberry.field
    async def late_either(self) -> Annotated[Animal, Lazy] | None:
        found: Cat | Dog | None = await wait(worked_out(self, "either"), self.seed % 2)
        return found

    @classmethod
    def is_type_of(cls, obj: Any, _info: Any) -> bool:
        return isinstance(obj, Dog) and obj.seed % 13 != 0


@strawberry.type
class Stone(Thing):
    pass


Animal = Annotated[Cat | Dog, strawberry.union("Animal")]


@dataclass
class Notes:
    """What resolvers did, in order."""

    calls: list[Any] = field(default_factory=list)
    batches: list[list[int]] = field(default_factory=list)
    things: Any = None

    def __post_init__(self) -> None:
        async def load(keys: list[int]) -> list[Any]:
            self.batches.append(keys)
            await asyncio.sleep(0)
            chances = [random.Random(f"{key}/load") for key in keys]
            return [ValueError("not loaded") if chance.random() < 0.1 else thing(chance) for chance in chances]

        self.things = DataLoader(load_fn=load, cache=False)


@strawberry.type
class Query:
    @strawberry.field
    def start(self, info: strawberry.Info) -> Thing:
        return Cat.of(info.root_value)

    @strawberry.field
    async def late_start(self, info: strawberry.Info, further: int = 1) -> Thing | None:
        found: Thing = await wait(thing(random.Random(info.root_value + further)), 2)
        return found

    @strawberry.field
    def many(self, info: strawberry.Info, first: int = 3) -> list[Thing]:
        return [thing(random.Random(f"{info.root_value}/{number}")) for number in range(first)]

    @strawberry.field
    def leaf(self, info: strawberry.Info) -> Leafy | None:
        found: Leafy = Leafy.of(info.root_value)
        return found

    @strawberry.field
    def animal(self, info: strawberry.Info) -> Animal | None:  # type: ignore[valid-type]
        return thing(random.Random(info.root_value))


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def first(self, info: strawberry.Info, further: int = 0) -> Thing | None:
        info.context.calls.append("first begins")
        await asyncio.sleep(0)
        info.context.calls.append("first ends")
        return thing(random.Random(info.root_value + further))

    @strawberry.mutation
    def second(self, info: strawberry.Info, further: int = 0) -> Thing | None:
        info.context.calls.append("second")
        if (info.root_value + further) % 3 == 0:
            raise NotFound("没有")
        return thing(random.Random(info.root_value + further))

    @strawberry.mutation
    async def strict(self, info: strawberry.Info, further: int = 0) -> int:
        found: int = await wait(trouble(random.Random(info.root_value + further), NUMBER, "strict"), 1)
        return found


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def things(self, info: strawberry.Info) -> AsyncGenerator[Thing, None]:
        for number in range(3):
            yield thing(random.Random(info.root_value + number))
