"""Which kind of death happens when: rare kinds early enough to have been reviewed, road deaths evenly."""

from collections.abc import Callable
from random import Random

from deploy.demo.data import table
from deploy.demo.timetable import HALF_YEARS, Slot

_ROAD_DEATHS_A_HALF_YEAR = 3
_EARLY = (2025, 9)


def assign(rng: Random, slots: list[Slot]) -> list[str]:
    """The scenario's name for each slot, in the slots' order."""
    left = {name: row["count"] for name, row in table("scenarios").items()}
    chosen: dict[int, str] = {}

    def place(name: str, count: int, fits: Callable[[Slot], bool]) -> None:
        free = [n for n, slot in enumerate(slots) if n not in chosen and fits(slot)]
        for n in rng.sample(free, count):
            chosen[n] = name
            left[name] -= 1

    place("found_later", 2, lambda slot: slot.died_between is not None)
    place("abroad", 1, lambda slot: slot.aware_at is not None)
    _place_road_deaths(rng, left, place)
    summer = lambda slot: slot.died_at.month in (5, 6, 7, 8) and _is_early(slot)  # noqa: E731
    place("teen_drowning", table("scenarios")["teen_drowning"]["count"], summer)
    for name, row in table("scenarios").items():
        place(name, min(left[name], row.get("early", 0)), _is_early)
    rest = [name for name, count in left.items() for _ in range(count)]
    rng.shuffle(rest)
    return [chosen[n] if n in chosen else rest.pop() for n in range(len(slots))]


def _place_road_deaths(
    rng: Random, left: dict[str, int], place: Callable[[str, int, Callable[[Slot], bool]], None]
) -> None:
    scenarios = table("scenarios")
    road = [name for name in scenarios if "road_traffic_collision" in scenarios[name].get("events", ())]
    every = [name for name in road for _ in range(left[name])]
    rng.shuffle(every)
    for index in range(len(HALF_YEARS)):
        for name in every[index::4][:_ROAD_DEATHS_A_HALF_YEAR]:
            place(name, 1, lambda slot, half=index: slot.half_year == half)  # type: ignore[misc]


def _is_early(slot: Slot) -> bool:
    return (slot.died_at.year, slot.died_at.month) < _EARLY
