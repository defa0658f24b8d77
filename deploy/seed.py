"""Fill an installation with the demonstration: two years of invented cases, through the real actions.

Everything happens at its own time and by the person whose task it is. What has been done is left as it is,
so that a seed that broke off goes on where it stopped, and a second one does nothing.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from deploy.seeding.progress import Progress, Say, expected
from shared.people import SYSTEM
from shared.storage import Database
from shared.storage.kernel_tables import audit_entry

if TYPE_CHECKING:
    from deploy.demo import DemoCase
    from deploy.host import Installation

Done = Callable[[int], None]
_DONE = "seed_demonstration"
_FEW = 50  # cases for which a second process is not worth its start


def seed(place: "Installation", say: Say, cases: "Sequence[DemoCase] | None" = None) -> None:
    """Fill ``place`` unless it has been filled. Needs all three services, migrated, and no workers running.

    ``cases``: some of the demonstration's instead of all of them, for tests.
    """
    theming = place.databases["theming"]
    if _is_seeded(theming):
        return
    if not place.settings.demo:
        raise LookupError("Invented cases belong into a demonstration: set CDOP_DEMO=true")
    _fill(place, say, cases)
    with theming.transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
        tx.audit(_DONE)


def _fill(place: "Installation", say: Say, chosen: "Sequence[DemoCase] | None") -> None:
    # Here and not above: the cases take seconds to build, and a seeded installation never needs them.
    from deploy.demo import demo_cases
    from deploy.seeding import (
        closing,
        confirming,
        following,
        made_reports,
        packs,
        releases,
        safeguards,
        signals,
        themes,
    )

    cases = demo_cases() if chosen is None else chosen
    say(f"Seeding {len(cases)} invented cases (once; {expected(len(cases))})")
    progress = Progress(say)
    with following.beside(place.settings) if len(cases) > _FEW else nullcontext():
        references = _gather(place, cases, progress.counting("Notified, asked and answered", len(cases)))
        progress.begin("The panel catches up")
        following.until_the_panel_knows(place)
        _review(place, references, cases, progress)
        closing.close_what_was_reviewed(place.databases["notifications"], references, cases)
        safeguards.keep_safe(place.databases["notifications"], references, cases)
        progress.begin("The themes catch up")
    following.catch_up(place)
    days = [case.meeting_on for case in cases if case.meeting_on]
    # The last meeting's themes wait for a person.
    done = progress.counting("Cases with themes decided", sum(day != max(days) for day in days))
    themes.decide_themes(place.databases["theming"], references, cases, done)
    progress.begin("Texts to confirm and learning packs")
    confirming.show_confirming(place, references, cases)
    signals.show_signals(place.databases["theming"], datetime.now(UTC))
    packs.show_packs(place.databases["theming"], place.settings.panel_name, datetime.now(UTC))
    releases.show_releases(place.databases["theming"], place.settings.panel_name, datetime.now(UTC))
    made_reports.show_reports(place.databases["theming"], place.settings.panel_name, datetime.now(UTC))
    safeguards.show_unusual_reading(place, references, cases)
    progress.end()


def _gather(place: "Installation", cases: "Sequence[DemoCase]", done: Done) -> dict[int, str]:
    from deploy.seeding.gathering import Office, gather_all
    from deploy.seeding.projection import OfficeDesk, add_documents

    key = place.settings.secret_key.get_secret_value()
    office = Office(
        place.databases["notifications"], place.settings.panel_code, key, place.settings.redaction_keys
    )
    references = gather_all(office, cases, done)
    desk = OfficeDesk(office.database, place.settings, references)
    add_documents(desk, cases, datetime.now(UTC))
    return references


def _review(
    place: "Installation", references: dict[int, str], cases: "Sequence[DemoCase]", progress: Progress
) -> None:
    from deploy.seeding import (
        panel_bundles,
        panel_cases,
        panel_learning,
        panel_meetings,
        panel_minutes,
        panel_quorum,
        panels,
        reports,
    )

    desk = panels.PanelDesk(place.databases["panel"], references)
    panels.seat_members(desk)
    panels.make_ready(desk, cases)
    meetings = len({case.meeting_on for case in cases if case.meeting_on})
    panels.hold_past_meetings(desk, cases, progress.counting("Panel meetings held", meetings))
    progress.begin("Panel's records kept")
    reports.report_on_actions(desk, datetime.now(UTC))
    key = place.settings.secret_key.get_secret_value()
    panel_learning.show_learning(desk, cases, datetime.now(UTC), key, place.settings.public_url)
    panels.plan_coming_meetings(desk, cases, datetime.now(UTC))
    panel_meetings.show_meetings(desk, cases, datetime.now(UTC))
    panel_cases.show_decisions(desk, cases, datetime.now(UTC))
    panel_quorum.show_quorum(desk, cases, datetime.now(UTC))
    panel_bundles.show_bundles(desk, cases, datetime.now(UTC))
    panel_minutes.show_minutes(desk, cases, datetime.now(UTC))


def _is_seeded(database: Database) -> bool:
    with database.session() as session:
        return (
            session.scalar(select(audit_entry.c.id).where(audit_entry.c.action == _DONE).limit(1)) is not None
        )
