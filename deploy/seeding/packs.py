"""Learning packs of the demonstration: two that are released, and a new edition of the last being written."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from deploy.personas import PERSONAS
from deploy.seeding.people import MANAGER
from services.theming.actions.packs.build_pack import build_pack
from services.theming.actions.packs.put_pack_forward import put_pack_forward
from services.theming.actions.packs.release_pack import release_pack
from services.theming.actions.packs.write_section import write_section
from services.theming.domain.london_days import london_day
from services.theming.domain.packs.contents import PackContents, PackTheme
from services.theming.domain.packs.plain_words import plain_label
from services.theming.domain.packs.sections import LEARNED, SEEN, THEME, TO_DO
from services.theming.queries.packs import gathered, packs
from shared.people import Person
from shared.periods import Period, period_of
from shared.storage import Database, Transaction

OFFICE = PERSONAS["cdop-administrator"]
WEEKS_TO_WRITE = timedelta(weeks=3)
DAYS_TO_READ = timedelta(days=2)
_INQUESTS = frozenset({"inflicted_injury", "youth_violence_exploitation", "suicide_self_harm"})
_SAW = "What several reviews of this quarter have in common: "
_DO = (
    "- Ask what the plan is for the night, the holiday or the illness that was not planned for\n"
    "- Tell families one name and one telephone number\n"
    "- Look at every plan once a year, with the family"
)
_NOTHING_NEW = "Reviews with this theme told again what earlier packs have told."
_TOLD_ONCE = "Reviews with this theme agreed on one thing. It stands below, under “What was agreed”."
_TOLD_OFTEN = "Reviews with this theme agreed on several things. They stand below, under “What was agreed”."
_LEARNED = (
    "Plans help when they are looked at again, and when everybody who cares for the child has them. Families "
    "ask for one name and one telephone number. What was agreed on each theme stands in its part of the pack."
)
_LEFT_OUT = "Proceedings are open. It is told once they have ended"


def show_packs(database: Database, panel_name: str, now: datetime) -> None:
    """Once: nothing happens where there is a pack already."""
    with database.transaction(person=MANAGER, at=now) as tx:
        if packs(tx):
            return
        last = _over(london_day(now - DAYS_TO_READ))
        before = _over(last.starts_on)
        for quarter in (before, last):
            _release(database, tx, quarter, panel_name, now)
        build_pack(_by(database, tx, OFFICE, now), quarter=last.name)


def _over(day: date) -> Period:
    """The last quarter that was over on a day."""
    return period_of(period_of(day, "Q").starts_on - timedelta(days=1), "Q")


def _release(database: Database, tx: Transaction, quarter: Period, panel_name: str, now: datetime) -> None:
    """Written three weeks after the quarter's end and released two days later; sooner if that is to come."""
    due = datetime.combine(quarter.ends_on, time(10, 30), UTC) + WEEKS_TO_WRITE
    written = min(due, now - DAYS_TO_READ)
    by = _by(database, tx, MANAGER, written)
    made = build_pack(by, quarter=quarter.name)
    contents = gathered(by, made.id, made.gathered)
    for section, text in _page(contents):
        write_section(by, pack_id=made.id, section=section, text=text, version=0)
    for theme in contents.themes:
        write_section(
            by,
            pack_id=made.id,
            section=f"{THEME}{theme.id}",
            text=_told(theme),
            version=0,
            left_out=theme.id in _INQUESTS,
            why_left_out=_LEFT_OUT,
        )
    put_pack_forward(by, pack_id=made.id, panel_name=panel_name)
    release_pack(_by(database, tx, OFFICE, written + DAYS_TO_READ), pack_id=made.id, round=made.round)


def _page(contents: PackContents) -> Sequence[tuple[str, str]]:
    shown = [plain_label(each.label) for each in contents.themes if each.id not in _INQUESTS]
    labels = [each[:1].lower() + each[1:] for each in shown]
    seen = _SAW + ("; ".join(labels[:4]) if labels else "plans that nobody had looked at") + "."
    return ((SEEN, seen), (LEARNED, _LEARNED), (TO_DO, _DO))


def _told(theme: PackTheme) -> str:
    """In words of its own: the lines that are taken over stand below it, each once."""
    printed = [each for each in theme.learning if each.place == theme.id and not each.held_back]
    if len(printed) > 1:
        return _TOLD_OFTEN
    return _TOLD_ONCE if printed else _NOTHING_NEW


def _by(database: Database, tx: Transaction, person: Person, at: datetime) -> Transaction:
    return database.joined(tx.session, person=person, at=at)
