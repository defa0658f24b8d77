"""Fill an installation with the demonstration: two years of invented cases, through the real actions.

Everything happens at its own time and by the person whose task it is. What has been done is left as it is,
so that a seed that broke off goes on where it stopped, and a second one does nothing.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from shared.people import SYSTEM
from shared.storage import Database
from shared.storage.kernel_tables import audit_entry

if TYPE_CHECKING:
    from deploy.host import Installation

Say = Callable[[str], None]
_DONE = "seed_demonstration"


def seed(place: "Installation", say: Say) -> None:
    """Fill ``place`` unless it has been filled. Needs all three services, migrated, and no workers running."""
    theming = place.databases["theming"]
    if _is_seeded(theming):
        return
    if not place.settings.demo:
        raise LookupError("Invented cases belong into a demonstration: set CDOP_DEMO=true")
    _fill(place, say)
    with theming.transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
        tx.audit(_DONE)


def _fill(place: "Installation", say: Say) -> None:
    # Here and not above: the cases take seconds to build, and a seeded installation never needs them.
    from deploy.demo import demo_cases
    from deploy.seeding import following, panels, themes
    from deploy.seeding.gathering import Office, gather_all

    cases = demo_cases()
    say(f"Seeding {len(cases)} invented cases (once; about a minute)")
    office = Office(
        place.databases["notifications"],
        place.settings.panel_code,
        place.settings.secret_key.get_secret_value(),
    )
    references = gather_all(office, cases, _progress(say, "Notified, asked and answered", len(cases)))
    say("  The other services catch up")
    following.catch_up(place)
    desk = panels.PanelDesk(place.databases["panel"], references)
    panels.seat_members(desk)
    panels.hold_and_make_ready(desk, cases)
    panels.hold_past_meetings(desk, cases, _progress(say, "Panel meetings held"))
    panels.plan_coming_meetings(desk, cases, datetime.now(UTC))
    following.catch_up(place)
    themes.decide_themes(
        place.databases["theming"], references, cases, _progress(say, "Cases with themes decided")
    )


def _progress(say: Say, what: str, total: int = 0, every: int = 100) -> Callable[[int], None]:
    def done(count: int) -> None:
        if count % every < 15 or count == total:
            say(f"  {what}: {count}" + (f" of {total}" if total else ""))

    return done


def _is_seeded(database: Database) -> bool:
    with database.session() as session:
        return (
            session.scalar(select(audit_entry.c.id).where(audit_entry.c.action == _DONE).limit(1)) is not None
        )
