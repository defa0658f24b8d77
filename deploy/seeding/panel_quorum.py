"""Interests, independent ratings and quorum rules of the panel's own, on the demonstration's next meeting."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from deploy.demo.case import DemoCase
from deploy.personas import PERSONAS
from deploy.seeding.panels import PanelDesk
from deploy.seeding.people import CHAIR, MANAGER
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.actions.quorum.keep_units_of_member import keep_units_of_member
from services.panel.actions.quorum.make_quorum_rules import make_quorum_rules
from services.panel.actions.quorum.record_found_interests import record_found_interests
from services.panel.actions.ratings.ask_for_ratings import ask_for_ratings
from services.panel.actions.ratings.open_ratings import open_ratings
from services.panel.actions.ratings.rate_case import rate_case
from services.panel.domain.analysis.analysis import AnalysisForm, ContributoryFactor
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.quorum.found_interests import Ground
from services.panel.domain.quorum.quorum import QUORUM_RULES, QuorumRules
from services.panel.domain.ratings.rating import AddedFactor, FactorRating, Rating
from services.panel.queries.analyses import newest_analysis
from services.panel.queries.cases import case_for_change
from services.panel.queries.found_interests import TooNear
from services.panel.queries.meetings import visible_meetings
from services.panel.queries.quorum_rules import known_rules
from shared.people import SYSTEM, Person
from shared.storage import Transaction

DRAFT = AnalysisForm(
    factors=(
        ContributoryFactor("B", "The family had moved between areas", 2, "yes", "Invented"),
        ContributoryFactor("D", "Advice was given in one language only", 1, "not_known", "Invented"),
    )
)
RATERS = ("panel-chair", "designated-doctor", "member-acute", "member-police", "member-social-care")
CATEGORIES = ("10", "10", "8", "9", "10")
GRADES = ((2, 1), (2, 2), (1, 2), (2, 0), (2, 1))
ADDED = AddedFactor("C", "The flat was cold and damp", 2, "yes")
UNIT = "Sample Royal Infirmary, neonatal unit"


def show_quorum(desk: PanelDesk, cases: Iterable[DemoCase], now: datetime) -> None:
    """Once: a second rule set, an interest declared and one found, ratings opened and ratings half-way."""
    with desk.database.transaction(person=MANAGER, at=now) as tx:
        if len(known_rules(tx)) > len(QUORUM_RULES):
            return
        make_quorum_rules(tx, rules=_own_rules(now))
        keep_units_of_member(tx, person_id="member-acute", written=UNIT)
        coming = _coming(tx)
        listed = [item.case_reference for item in coming.agenda] if coming else []
        if len(listed) >= 4:
            _ratings(desk, tx, listed[0], len(RATERS), now)
            open_ratings(
                desk.by(tx, CHAIR, now), case_reference=listed[0], because="The others rate on the day"
            )
            _ratings(desk, tx, listed[1], 3, now)
            _interests(desk, tx, listed[2:], now)


def _own_rules(now: datetime) -> QuorumRules:
    return QuorumRules(
        id="",
        name="Neonatal panel: 4 members with a hospital clinician",
        version=0,
        starts_on=london_day(now),
        source="Invented terms of reference of the demonstration, section 4",
        minimum_people=4,
        minimum_organisations=3,
        roles=("hospital_clinician",),
        alternatives=("chair_or_designated_doctor",),
    )


def _coming(tx: Transaction) -> PanelMeeting | None:
    published = MeetingStatus.AGENDA_PUBLISHED
    return next(
        (one for one in visible_meetings(tx) if one.status is published and len(one.agenda) >= 4), None
    )


def _ratings(desk: PanelDesk, tx: Transaction, case: str, how_many: int, now: datetime) -> None:
    """A draft, the question to every member, and the answers of the first ``how_many``."""
    review = case_for_change(tx, case).review_version + 1
    if newest_analysis(tx, case, review) is None:
        save_analysis(tx, case_reference=case, form=DRAFT, version=0)
    saved = newest_analysis(tx, case, review)
    factors = len([one for one in saved.form.factors if one.domain and one.factor]) if saved else 0
    ask_for_ratings(tx, case_reference=case)
    for number, person in enumerate(RATERS[:how_many]):
        rating = _rating(number, factors)
        rate_case(_by(desk, tx, PERSONAS[person], now), case_reference=case, number=1, rating=rating)


def _rating(number: int, factors: int) -> Rating:
    grades = (GRADES[number] * factors)[:factors]
    return Rating(
        category=CATEGORIES[number],
        modifiability="modifiable" if number != 3 else "inadequate_information",
        factors=tuple(FactorRating(grade, "not_known" if grade == 0 else "yes") for grade in grades),
        added=(ADDED,) if number == 4 else (),
        comment="The move between areas is what matters most for other children." if number == 0 else "",
    )


def _interests(desk: PanelDesk, tx: Transaction, listed: Sequence[str], now: datetime) -> None:
    nurse, clinician = PERSONAS["member-community"], PERSONAS["member-acute"]
    reason = "My team visited this family at home"
    declare_interest(_by(desk, tx, nurse, now), case_reference=listed[0], reason=reason)
    near = TooNear(clinician.id, clinician.name, listed[1], Ground.TREATING_UNIT, declared=False)
    record_found_interests(_by(desk, tx, SYSTEM, now), [near])


def _by(desk: PanelDesk, tx: Transaction, person: Person, at: datetime) -> Transaction:
    tx.session.flush()
    return desk.by(tx, person, at)
