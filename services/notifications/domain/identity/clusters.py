"""Deaths that share a school, a product or an area: found in structured facts, for a person to confirm.

A prompt and nothing more: the same school is no cause. Narratives are not read.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from shared.errors import Fault, Invalid

LONGEST_REASON = 500
DECISIONS = {
    "linked": "They belong together",
    "not_linked": "They do not belong together",
    "not_settled": "It cannot be settled yet",
}
EDUCATION = "education"
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class ClusterKind:
    """What is shared. ``alike``: how alike wordings must be, of 100; 0: the same."""

    id: str
    label: str
    fewest: int
    within_days: int
    alike: int = 0


@dataclass(frozen=True)
class DeathInPlace:
    """The facts of a death that others can share: as written, "" for what is not known."""

    case_reference: str
    died_on: date
    postcode: str
    product: str
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cluster:
    """Deaths that share something. ``shared``: as the earliest of them has it written."""

    kind: ClusterKind
    shared: str
    deaths: tuple[DeathInPlace, ...]

    @property
    def cases(self) -> tuple[str, ...]:
        return tuple(sorted(each.case_reference for each in self.deaths))


@cache
def cluster_kinds() -> dict[str, ClusterKind]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        rows = tomllib.load(file)["kinds"]
    return {row["id"]: ClusterKind(**row) for row in rows}


def clusters_of(deaths: Iterable[DeathInPlace]) -> list[Cluster]:
    """Every cluster, the one with the latest death first. A smaller one within a larger is left out."""
    found = []
    in_order = sorted(deaths, key=lambda each: (each.died_on, each.case_reference))
    for kind in cluster_kinds().values():
        for shared, members in _sharing(kind, in_order):
            found += [Cluster(kind, shared, run) for run in _close_in_time(kind, members)]
    whole = {frozenset(each.cases) for each in found if each.kind.id == "postcode"}
    kept = [each for each in found if each.kind.id != "postcode_sector" or frozenset(each.cases) not in whole]
    return sorted(kept, key=lambda each: (each.deaths[-1].died_on, each.cases), reverse=True)


def decision_faults(kind: str, cases: Sequence[str], decision: str, reason: str) -> list[Fault]:
    faults = [] if kind in cluster_kinds() and len(cases) > 1 else [Fault("cases", "There is no such prompt")]
    if decision not in DECISIONS:
        faults.append(Fault("decision", "Choose whether they belong together"))
    if not reason:
        faults.append(Fault("reason", "Say how you know"))
    if len(reason) > LONGEST_REASON:
        faults.append(Fault("reason", f"Use {LONGEST_REASON} characters or fewer"))
    return faults


def check_decision(kind: str, cases: Sequence[str], decision: str, reason: str) -> None:
    """Raises Invalid naming every fault."""
    if faults := decision_faults(kind, cases, decision, reason):
        raise Invalid(faults)


def _sharing(kind: ClusterKind, deaths: Sequence[DeathInPlace]) -> list[tuple[str, list[DeathInPlace]]]:
    """Groups by what they share: first written, and those whose wording is the same or alike."""
    groups: list[tuple[str, str, list[DeathInPlace]]] = []
    for death in deaths:
        for written in _FACTS[kind.id](death):
            plain = _plain(written)
            mine = next((group for group in groups if _alike(kind, plain, group[1])), None)
            if mine is None:
                groups.append((written, plain, [death]))
            elif death not in mine[2]:
                mine[2].append(death)
    return [(written, members) for written, _, members in groups if len(members) >= kind.fewest]


def _close_in_time(kind: ClusterKind, deaths: Sequence[DeathInPlace]) -> list[tuple[DeathInPlace, ...]]:
    """The longest runs of deaths of which the last is at most ``within_days`` after the first."""
    span = timedelta(days=kind.within_days)
    runs: list[tuple[DeathInPlace, ...]] = []
    for start, first in enumerate(deaths):
        run = tuple(each for each in deaths[start:] if each.died_on - first.died_on <= span)
        if len(run) >= kind.fewest and not any(set(run) <= set(other) for other in runs):
            runs.append(run)
    return runs


def _alike(kind: ClusterKind, one: str, other: str) -> bool:
    return one == other or (kind.alike > 0 and fuzz.token_sort_ratio(one, other) >= kind.alike)


def _plain(written: str) -> str:
    return _NOT_A_WORD.sub(" ", written.lower()).strip()


def _postcode(death: DeathInPlace) -> tuple[str, ...]:
    whole = "".join(death.postcode.upper().split())
    return (f"{whole[:-3]} {whole[-3:]}",) if len(whole) >= 5 else ()


def _sector(death: DeathInPlace) -> tuple[str, ...]:
    return tuple(each[:-2] for each in _postcode(death))


_FACTS: dict[str, Callable[[DeathInPlace], tuple[str, ...]]] = {
    "setting": lambda death: death.settings,
    "product": lambda death: (death.product,) if _plain(death.product) else (),
    "postcode": _postcode,
    "postcode_sector": _sector,
}
