"""The whole demonstration, built from one seed: the same cases, to the letter, on every run."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from deploy.demo.assignment import assign
from deploy.demo.case import Answer, DemoCase, DemoReturn, Professional, Progress, Truth
from deploy.demo.data import Table, table
from deploy.demo.decisions import decide
from deploy.demo.family import Family, birth_date, invent_family, invent_professional
from deploy.demo.inbox import inbox_cases
from deploy.demo.meetings import allocate
from deploy.demo.narrative import Circumstance, circumstances, sections
from deploy.demo.payload import payload_of
from deploy.demo.return_answers import ticked
from deploy.demo.story import Said, Setting, affirmed, mentioned
from deploy.demo.timetable import LONDON, Slot, slots
from deploy.demo.unsaid import unsaid
from services.notifications.domain.age import age_text

SEED = "child-death-review-demonstration-1"
_HOLD_CHANCE = {"criminal": 0.5, "inquest": 0.45, "safety_investigation": 0.25}
_REVIEWED_UP_TO = date(2026, 2, 28)
_READY_UP_TO = date(2026, 3, 31)
_ALWAYS_REVIEWED = 6
_ALWAYS_KNOWN = ("gp", "school")


@dataclass(frozen=True)
class _Plan:
    """A slot with its scenario, before anything is told of it."""

    number: int
    name: str
    scenario: Table
    slot: Slot
    hold: str | None


@cache
def demo_cases() -> tuple[DemoCase, ...]:
    """The cases of the two years in order of death, then those still in the triage inbox."""
    plans = _plans()
    due = [(p.number, p.slot.died_at, p.scenario["stage"] == "newborn") for p in plans if _is_reviewed(p)]
    meetings = allocate(due)
    told: Counter[tuple[str, str]] = Counter()
    cases = [_case(plan, meetings.get(plan.number), told) for plan in plans]
    return (*cases, *inbox_cases(len(cases) + 1))


def _plans() -> list[_Plan]:
    rng = Random(SEED)  # noqa: S311 - chance, and no secret
    every = slots(rng)
    names = assign(rng, every)
    return [_plan(rng, n, name, slot) for n, (name, slot) in enumerate(zip(names, every, strict=True))]


def _plan(rng: Random, number: int, name: str, slot: Slot) -> _Plan:
    scenario = table("scenarios")[name]
    chance = _HOLD_CHANCE.get(scenario.get("hold", ""), 0.0)
    held = rng.random() < chance and scenario["count"] > _ALWAYS_REVIEWED
    return _Plan(number, name, scenario, slot, scenario["hold"] if held else None)


def _is_reviewed(plan: _Plan) -> bool:
    return plan.hold is None and plan.slot.died_at.date() <= _REVIEWED_UP_TO


def _case(plan: _Plan, meeting: date | None, told: Counter[tuple[str, str]]) -> DemoCase:
    rng = Random(f"{SEED}-{plan.number}")  # noqa: S311 - chance, and no secret
    family = invent_family(rng, plan.number)
    about = _circumstance(rng, plan, family)
    setting = _setting(plan.scenario, _age(about).days)
    agencies = _agencies(rng, plan.scenario)
    said = affirmed(rng, plan.scenario, agencies, setting)
    mentions = mentioned(rng, setting, said, told, rng.randrange(3, 7))
    if any((m.theme, m.assertion) == ("prematurity", "historical") for m in mentions):
        about = Circumstance(family, about.born_on, about.died_at, 35, 2450, about.age_text)
    progress = _progress(plan, meeting)
    people = [invent_professional(rng, agency, family) for agency in agencies]
    said, scenario = unsaid(plan.number + 1, said, plan.scenario)
    text = circumstances(rng, scenario, said, about, setting)
    returns = tuple(_returns(rng, plan, progress, people, said, mentions, about, setting))
    names = [each.theme for each in said]
    by_theme = {each.theme: each for each in (*said, *mentions)}
    return DemoCase(
        number=plan.number + 1,
        scenario=plan.name,
        payload=payload_of(rng, plan.scenario, plan.slot, plan.hold, about, people, text, by_theme),
        progress=progress,
        returns=returns,
        decision=decide(rng, plan.scenario, names, meeting) if meeting else None,
        truth=Truth(tuple(names), tuple((m.theme, m.assertion) for m in mentions)),
        died_at=plan.slot.died_at,
        notified_at=plan.slot.notified_at,
        in_time=plan.slot.in_time,
        meeting_on=meeting,
        hold=plan.hold,
    )


def _circumstance(rng: Random, plan: _Plan, family: Family) -> Circumstance:
    died = plan.slot.died_at
    born = birth_date(rng, plan.scenario, died.date())
    first, last = plan.scenario.get("weeks", (37, 41))
    weeks = rng.randrange(first, last + 1)
    grams = int(3400 * (weeks / 40) ** 3.2 * rng.gauss(1, 0.07)) // 10 * 10
    return Circumstance(family, born, died, weeks, grams, age_text(born, died.date()))


def _setting(scenario: Table, age_days: int) -> Setting:
    in_hospital = scenario["stage"] == "newborn" or "intensive_care" in scenario["death_at"]
    return Setting(scenario["stage"], age_days, bool(scenario.get("jar")), in_hospital)


def _age(about: Circumstance) -> timedelta:
    return about.died_at.date() - about.born_on


def _agencies(rng: Random, scenario: Table) -> list[str]:
    every = scenario["agencies"]
    kept = {*every[:2], *_ALWAYS_KNOWN} & set(every)
    others = [agency for agency in every if agency not in kept]
    kept |= set(rng.sample(others, min(len(others), rng.choice((0, 0, 1)))))
    return [agency for agency in every if agency in kept]


def _progress(plan: _Plan, meeting: date | None) -> Progress:
    if meeting:
        return Progress.REVIEWED
    if plan.hold:
        return Progress.ON_HOLD
    return Progress.READY if plan.slot.died_at.date() <= _READY_UP_TO else Progress.GATHERING


def _returns(
    rng: Random, plan: _Plan, progress: Progress, people: list[Professional],
    said: list[Said], mentions: list[Said], about: Circumstance, setting: Setting,
) -> Iterator[DemoReturn]:  # fmt: skip
    requested = _office_time(plan.slot.notified_at + timedelta(days=1 + rng.randrange(3)), rng)
    became = [_answer(rng, n, plan, progress) for n in range(len(people))]
    tellers = [n for n, answer in enumerate(became) if answer is Answer.RETURNED]
    shares = _shared_out(rng, people, tellers, said, mentions)
    for n, person in enumerate(people):
        if became[n] is Answer.NO_REPLY:
            yield DemoReturn(person, requested, Answer.NO_REPLY)
            continue
        when = _office_time(requested + timedelta(days=rng.randrange(4, 34)), rng)
        if became[n] is Answer.NIL_RETURN:
            yield DemoReturn(person, requested, Answer.NIL_RETURN, when)
            continue
        text = sections(rng, person, shares[n], about, setting)
        answers = ticked(plan.scenario, person.voice, shares[n])
        yield DemoReturn(person, requested, Answer.RETURNED, when, text, answers)


def _answer(rng: Random, position: int, plan: _Plan, progress: Progress) -> Answer:
    """The first agency has always answered by the time a case is ready; a recent case waits for most."""
    recent = plan.slot.died_at.date() > date(2026, 8, 31)
    if progress is Progress.GATHERING:
        return rng.choices((Answer.RETURNED, Answer.NO_REPLY), (3, 7) if recent else (6, 4))[0]
    if position == 0:
        return Answer.RETURNED
    return rng.choices((Answer.RETURNED, Answer.NIL_RETURN, Answer.NO_REPLY), (80, 13, 7))[0]


def _shared_out(
    rng: Random, people: list[Professional], tellers: list[int], said: list[Said], mentions: list[Said]
) -> dict[int, list[tuple[Said, int]]]:
    """Who says what: each theme is told by one or two agencies that would know, each in its own words."""
    shares: dict[int, list[tuple[Said, int]]] = {n: [] for n in tellers}
    voices = table("voices")
    if not tellers:
        return shares
    for each in (*said, *mentions):
        knowing = [n for n in tellers if each.section in voices[people[n].voice]["knows"]] or tellers[:1]
        rng.shuffle(knowing)
        for which, n in enumerate(knowing[: rng.choice((1, 2, 2)) if each.assertion == "affirmed" else 1]):
            shares[n].append((each, which))
    return shares


def _office_time(at: datetime, rng: Random) -> datetime:
    while at.weekday() > 4:
        at += timedelta(days=1)
    return datetime(at.year, at.month, at.day, rng.randrange(9, 17), rng.randrange(60), tzinfo=LONDON)
