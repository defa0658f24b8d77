"""What is watched for signals, the signals, and what people did about them.

A restricted case is in none of it, not even as a number: what is found is read by many.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import exists, func, select

from services.theming.domain.signals.false_alarms import FalseAlarms
from services.theming.domain.signals.series import NotifiedDeath, themes_to_quote
from services.theming.domain.signals.signal import Evidence, Signal, SignalStatus
from services.theming.domain.signals.standing import Standing
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.restrictions import cases_open_to_all
from services.theming.tables import (
    case_facts,
    case_text,
    false_alarms,
    signal,
    signal_evidence,
    signal_extract,
    signal_look,
    signal_step,
    theme_mention,
)
from shared.errors import NotFound
from shared.people import SYSTEM, Permission, check
from shared.storage import Transaction

_FALSE_ALARMS = TypeAdapter(FalseAlarms)
_EVIDENCE = TypeAdapter(Evidence)
_STANDING = TypeAdapter(list[Standing])
_NOTIFIED = case_facts.c.notified_on.is_not(None) & cases_open_to_all(case_facts.c.case_reference)
LONGEST_ID = 100


def deaths_held(tx: Transaction) -> int:
    """How many notifications are watched."""
    return tx.session.scalar(select(func.count()).select_from(case_facts).where(_NOTIFIED)) or 0


def deaths_to_watch(tx: Transaction) -> list[NotifiedDeath]:
    """Every notification as it was told: themes are those that the notification's own text affirms.

    Texts are the office's, and an analyst is shown none: who counts for analysts is the system.
    What later texts add is left out, and what people have rejected since is not: old cases, of which more is
    known, would look more numerous than new ones, or fewer.
    """
    facts = select(case_facts.c.case_reference, case_facts.c.notified_on, case_facts.c.events)
    told = _told(tx)
    return [
        NotifiedDeath(
            case,
            on,
            frozenset(events),
            frozenset(theme for theme, _ in told.get(case, ())),
            tuple((theme, text) for theme, text in told.get(case, ()) if text),
        )
        for case, on, events in tx.session.execute(facts.where(_NOTIFIED))
    ]


def deaths_for_office(tx: Transaction) -> list[NotifiedDeath]:
    """``deaths_to_watch`` for those who may see cases."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return deaths_to_watch(tx)


def facts_of_deaths(tx: Transaction) -> dict[str, Any]:
    """What an extract counts of each notification that is watched, by case."""
    check(tx.person, Permission.VIEW_STATISTICS)
    columns = [case_facts.c[name] for name in ("case_reference", "age_band", "sex", "area", "place_of_death")]
    return {row.case_reference: row for row in tx.session.execute(select(*columns).where(_NOTIFIED))}


def last_look(tx: Transaction, *, ended: bool = False) -> Any:
    """The last time everything was looked at, or None; ``ended``: the last that came to its end."""
    found = select(signal_look).order_by(signal_look.c.number.desc()).limit(1)
    if ended:
        found = found.where(signal_look.c.ended_at.is_not(None))
    return tx.session.execute(found).one_or_none()


def standing(tx: Transaction) -> list[Standing]:
    """What each series came to when all were last looked at, for those who may see cases."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return standing_kept(last_look(tx, ended=True))


def standing_kept(look: Any) -> list[Standing]:
    return _STANDING.validate_python(look.standing) if look else []


def signals(tx: Transaction) -> list[Signal]:
    """Every signal, those that are open first, then the latest."""
    check(tx.person, Permission.VIEW_STATISTICS)
    order = (signal.c.status == SignalStatus.CLOSED, signal.c.raised_on.desc(), signal.c.id)
    return list(tx.session.scalars(select(Signal).order_by(*order)))


def signal_of(tx: Transaction, number: str, *, to_change: bool = False) -> Signal:
    """Raises NotFound; ``to_change`` locks it."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = None
    if number.isprintable() and len(number) <= LONGEST_ID:
        asked = select(Signal).where(signal.c.id == number)
        found = tx.session.scalar(asked.with_for_update() if to_change else asked)
    if found is None:
        raise NotFound("There is no such signal.")
    return found


def raised_before(tx: Transaction, series: str) -> list[date]:
    """The days on which signals of a series were raised."""
    return list(tx.session.scalars(select(signal.c.raised_on).where(signal.c.series == series)))


def evidence_of(tx: Transaction, number: str) -> tuple[Evidence, list[str]]:
    """Why a signal was raised, and its cases: without those that have been restricted since."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    kept = select(signal_evidence).where(signal_evidence.c.signal_id == number)
    row = tx.session.execute(kept).one()
    mine = case_facts.c.case_reference.in_(row.cases) & _NOTIFIED
    cases = sorted(tx.session.scalars(select(case_facts.c.case_reference).where(mine)))
    return replace(_EVIDENCE.validate_python(row.evidence), in_window=len(cases)), cases


def methods_of(tx: Transaction) -> dict[str, list[str]]:
    """Which methods spoke, by signal."""
    check(tx.person, Permission.VIEW_STATISTICS)
    found = select(signal_evidence.c.signal_id, signal_evidence.c.evidence["methods"])
    return {row[0]: row[1] for row in tx.session.execute(found)}


def usual_when_raised(tx: Transaction) -> dict[str, float]:
    """The usual number a year of a signal's series when it was raised, by signal."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    usual = signal_evidence.c.evidence["a_year"].as_float()
    return {row[0]: row[1] for row in tx.session.execute(select(signal_evidence.c.signal_id, usual))}


def steps_of(tx: Transaction, number: str) -> Sequence[Any]:
    """What people did about a signal, and whom they told, oldest first."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = signal_step.c.signal_id == number
    return tx.session.execute(select(signal_step).where(mine).order_by(signal_step.c.number)).all()


def signals_for_pack(tx: Transaction, first: date, last: date) -> list[tuple[Signal, Evidence, list[str]]]:
    """Those raised in these days and not found to be chance, with their cases."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = signal.c.raised_on.between(first, last) & signal.c.outcome.not_in(("chance", "recording"))
    found = tx.session.scalars(select(Signal).where(mine).order_by(signal.c.raised_on.desc(), signal.c.id))
    return [(each, *evidence_of(tx, each.id)) for each in found]


def chances_known(tx: Transaction, version: str) -> dict[tuple[float, float], FalseAlarms]:
    """What chance does, by notifications a year and swing of the season, as far as it is worked out."""
    check(tx.person, Permission.VIEW_STATISTICS)
    done = (false_alarms.c.settings == version) & false_alarms.c.worked_out.is_not(None)
    rows = tx.session.scalars(select(false_alarms.c.worked_out).where(done))
    found = [_FALSE_ALARMS.validate_python(row) for row in rows]
    return {(each.a_year, each.swing): each for each in found}


def chances_begun(tx: Transaction, version: str, *, since: datetime) -> set[tuple[float, float]]:
    """Those that are worked out, or were begun after this instant."""
    row = false_alarms.c
    begun = row.worked_out.is_not(None) | (row.begun_at > since)
    found = select(row.a_year, row.swing).where(row.settings == version, begun)
    return {(each.a_year, each.swing) for each in tx.session.execute(found)}


def newest_extract(tx: Transaction, series: str, *, by_anybody: bool = False) -> Any:
    """The newest extract of a series, or None.

    ``by_anybody``: whoever opened an extract first made it once. Where a series rests on texts these may say
    0 where children died: they stay on record for who was told so, and nobody is shown them any more.
    """
    check(tx.person, Permission.VIEW_STATISTICS)
    mine = select(signal_extract).where(signal_extract.c.series == series)
    if not by_anybody:
        mine = mine.where(signal_extract.c.made_by == SYSTEM.id)
    newest = mine.order_by(signal_extract.c.last_day.desc(), signal_extract.c.number.desc())
    return tx.session.execute(newest.limit(1)).one_or_none()


def notifications_are_unread(tx: Transaction) -> bool:
    """Whether the text of a notification waits to be read with the codebook in use, for the system."""
    by = case_text.c.themed_by
    waits = by.is_(None) | ~by.endswith(f"+codebook-{codebook_in_use(tx).version}", autoescape=True)
    held = case_text.c.set_aside_because.is_(None) & (case_text.c.kind == "notification")
    return tx.session.scalar(select(exists().where(held, waits))) is True


def _told(tx: Transaction) -> dict[str, list[tuple[str, str]]]:
    """Themes that notifications affirm, by case, with the sentence where its words matter, else ""."""
    at, length = theme_mention.c.sentence_start, theme_mention.c.sentence_end - theme_mention.c.sentence_start
    theme = theme_mention.c.theme
    found = (
        select(theme_mention.c.case_reference, theme, func.substr(case_text.c.text, at + 1, length))
        .join(case_text, case_text.c.id == theme_mention.c.text_id)
        .where(case_text.c.kind == "notification", theme_mention.c.assertion == "affirmed")
    )
    quoted = set(themes_to_quote())
    told: dict[str, list[tuple[str, str]]] = {}
    for case, theme_id, sentence in tx.session.execute(found):
        told.setdefault(case, []).append((theme_id, sentence if theme_id in quoted else ""))
    return told


def extracts_made(tx: Transaction) -> tuple[dict[str, date], dict[str, date]]:
    """The last day of the newest extract of each series: of those the system made, and of all there are."""
    check(tx.person, Permission.VIEW_STATISTICS)
    made = signal_extract.c
    of_system = func.max(made.last_day).filter(made.made_by == SYSTEM.id)
    rows = tx.session.execute(
        select(made.series, of_system, func.max(made.last_day)).group_by(made.series)
    ).all()
    return {row[0]: row[1] for row in rows if row[1]}, {row[0]: row[2] for row in rows}


def extract_is_due(last_day: date | None, today: date, anew_after: int) -> bool:
    return last_day is None or today - last_day > timedelta(days=anew_after)
