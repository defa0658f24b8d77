"""Who restricts a case and who opens it all the same: with a reason, for a time, told at once, recorded."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.restrictions.lift_restriction import lift_restriction
from services.notifications.actions.restrictions.restrict_case import restrict_case
from services.notifications.queries import notifications as queries
from services.notifications.tables.notification import child_identity, notification
from shared.errors import Conflict, Invalid, NotFound, NotPermitted
from shared.messages.tables import message
from shared.people import Person, Role
from shared.restrictions.actions.acknowledge_break_glass import acknowledge_break_glass
from shared.restrictions.actions.break_the_glass import break_the_glass
from shared.restrictions.actions.end_break_glass import end_break_glass
from shared.restrictions.queries import glass_told_of
from shared.restrictions.rules import BrokenGlass
from shared.storage import Database
from shared.storage.kernel_tables import audit_entry
from tests.integration.notifications.conftest import MANAGER, a_payload

ADMINISTRATOR = Person("cdop-administrator", "Ash Sampleford", frozenset({Role.CDOP_ADMINISTRATOR}))
OTHER_MANAGER = Person("second-manager", "Kit Mockridge", frozenset({Role.CDR_MANAGER}))
GUARDIAN = Person("caldicott-guardian", "Dr Jean Standin", frozenset({Role.CALDICOTT_GUARDIAN}))
MEMBER = Person("panel-member", "Sam Demoson", frozenset({Role.PANEL_MEMBER}))
CHAIR = Person("panel-chair", "Robin Exemplar", frozenset({Role.PANEL_CHAIR}))
REASON = "The coroner asks for it today, and nobody named can be reached."
NOBODY = "LLR-2026-9999"


class Desk:
    """Two cases, one restricted by the manager to herself and the chair; who acts, and when, is said."""

    def __init__(self, database: Database, web: Any, headers: dict[str, str], now: datetime) -> None:
        self.database, self.now = database, now
        sent = [a_payload(), a_payload(child__nhs_number="9990000026", child__family_name="Elsewhere")]
        made = [web.post("/notifications/api/notifications", json=each, headers=headers) for each in sent]
        self.case, self.other = (each.json()["case_reference"] for each in made)
        for reference in (self.case, self.other):
            self.act(MANAGER, accept_notification, reference=reference)
        people = {CHAIR.id: CHAIR.name}
        self.act(MANAGER, restrict_case, case=self.case, kind="staff_family", reason="Known.", people=people)

    def act(self, person: Person, action: Any, after: float = 0, **given: Any) -> Any:
        at = self.now + timedelta(minutes=after)
        with self.database.transaction(person=person, at=at) as tx:
            return action(tx, **given)

    def glass(self, person: Person = ADMINISTRATOR, after: float = 0, **given: Any) -> BrokenGlass:
        asked = {"reference": self.case, "reason": REASON, "minutes": "30", "most": 60}
        told = {"told": ("guardian@board.example",), "link": "https://cdop.example/break-glass"}
        return self.act(person, break_the_glass, after, **asked | told | given)

    def sees(self, person: Person, after: float = 0) -> bool:
        try:
            return bool(self.act(person, queries.notification_of, after, reference=self.case))
        except NotFound:
            return False

    def rows(self, statement: Any) -> list[Any]:
        with self.database.engine.connect() as connection:
            return list(connection.execute(statement).all())


@pytest.fixture
def desk(database: Database, web: Any, token_of: Any, now: datetime) -> Iterator[Desk]:
    partner = Person("partner-system", "A partner's system", frozenset({Role.NOTIFIER}))
    return Desk(database, web, token_of(partner), now)


def test_only_those_named_see_it_and_nobody_else_counts_it(desk: Desk) -> None:
    assert [desk.sees(one) for one in (MANAGER, ADMINISTRATOR, OTHER_MANAGER)] == [True, False, False]
    for person, number in ((MANAGER, 2), (ADMINISTRATOR, 1)):
        assert len(desk.act(person, queries.gathering_cases)) == number
        assert len(desk.act(person, queries.search, wanted="LLR")) == number


def _counts(tx: Any) -> list[int]:
    alias = notification.alias("n")
    joined = notification.outerjoin(
        child_identity, child_identity.c.case_reference == notification.c.case_reference
    )
    first = select(notification.c.case_reference).cte("first")
    statements = (
        select(func.count()).select_from(notification),
        select(func.count(alias.c.case_reference)),
        select(func.count()).select_from(joined),
        select(func.count()).select_from(first),
        select(func.count()).select_from(select(child_identity.c.sex).subquery()),
        select(select(func.count(notification.c.status)).scalar_subquery()),
        select(func.count()).select_from(
            select(notification.c.case_reference)
            .union_all(select(child_identity.c.case_reference))
            .subquery()
        ),
        select(func.count(child_identity.c.sex)).where(
            select(notification.c.status)
            .where(notification.c.case_reference == child_identity.c.case_reference)
            .exists()
        ),
    )
    return [tx.session.scalar(each) for each in statements]


def test_every_form_of_a_read_is_narrowed(desk: Desk) -> None:
    """Joins, aliases, subqueries, unions and existence: however a read is written."""
    assert desk.act(MANAGER, _counts) == [2, 2, 2, 2, 2, 2, 4, 2]
    assert desk.act(ADMINISTRATOR, _counts) == [1, 1, 1, 1, 1, 1, 2, 1]


def test_what_is_closed_is_not_changed_either(desk: Desk) -> None:
    def all_withdrawn(tx: Any) -> int:
        return tx.session.execute(notification.update().values(transferred_to="x")).rowcount

    assert desk.act(ADMINISTRATOR, all_withdrawn) == 1


def test_the_glass_opens_the_case_for_its_time_and_no_longer(desk: Desk) -> None:
    desk.glass()
    assert desk.sees(ADMINISTRATOR)
    assert desk.sees(ADMINISTRATOR, after=29.9)
    assert not desk.sees(ADMINISTRATOR, after=30)
    assert not desk.sees(OTHER_MANAGER)


def test_it_can_be_ended_and_by_nobody_else(desk: Desk) -> None:
    glass = desk.glass()
    with pytest.raises(NotFound):
        desk.act(OTHER_MANAGER, end_break_glass, glass_id=glass.id)
    desk.act(ADMINISTRATOR, end_break_glass, after=5, glass_id=glass.id)
    assert not desk.sees(ADMINISTRATOR, after=5)


def test_it_is_not_extended_but_asked_for_anew(desk: Desk) -> None:
    desk.glass()
    with pytest.raises(Invalid, match="open to you already"):
        desk.glass(after=10)
    desk.glass(after=31)
    assert desk.sees(ADMINISTRATOR, after=32)
    assert len(desk.rows(select(message.c.message_id).where(message.c.kind == "glass_broken"))) == 2


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"reason": "", "minutes": "61", "reference": ""}, ["reference", "reason", "minutes"]),
        ({"reason": "urgent"}, ["reason"]),
        ({"reason": "She lives at LE1 5WW with her mother"}, ["reason"]),
        ({"minutes": "0"}, ["minutes"]),
        ({"minutes": "²"}, ["minutes"]),
    ],
)
def test_the_faults_are_the_same_whether_or_not_there_is_a_case(
    desk: Desk, given: dict[str, str], fields: list[str]
) -> None:
    for reference in (desk.case, NOBODY):
        with pytest.raises(Invalid) as refused:
            desk.glass(**{"reference": reference, **given})
        assert [fault.field for fault in refused.value.faults] == fields


def test_a_question_about_no_case_is_recorded_and_told_too(desk: Desk) -> None:
    assert not desk.glass(reference=NOBODY).opened
    told = desk.act(GUARDIAN, glass_told_of)
    assert [(each.case_reference, each.opened) for each in told] == [(NOBODY, False)]
    assert desk.rows(select(message.c.recipient).where(message.c.kind == "glass_broken")) == [
        ("guardian@board.example",)
    ]


def test_nobody_breaks_it_where_nobody_would_be_told_or_without_the_right(desk: Desk) -> None:
    with pytest.raises(Conflict):
        desk.glass(told=())
    with pytest.raises(NotPermitted):
        desk.glass(MEMBER)
    with pytest.raises(Invalid, match="open it as any other"):
        desk.glass(reference=desk.other)


def test_every_read_under_it_is_recorded_as_such(desk: Desk) -> None:
    glass = desk.glass()
    desk.act(ADMINISTRATOR, lambda tx: tx.audit("view_case", case=desk.case, reading=True))
    desk.act(ADMINISTRATOR, lambda tx: tx.audit("view_case", case=desk.other, reading=True))
    desk.act(MANAGER, lambda tx: tx.audit("view_case", case=desk.case, reading=True))
    kept = desk.rows(select(audit_entry.c.detail).where(audit_entry.c.action == "view_case"))
    assert [row.detail for row in kept] == [{"break_glass": glass.id, "because": REASON}, {}, {}]


def test_the_second_person_acknowledges_and_never_her_own(desk: Desk) -> None:
    glass = desk.glass()
    own = desk.glass(GUARDIAN)
    assert {each.id for each in desk.act(GUARDIAN, glass_told_of)} == {glass.id}
    assert {each.id for each in desk.act(MANAGER, glass_told_of)} == {glass.id, own.id}
    assert desk.act(OTHER_MANAGER, glass_told_of) == []
    for person, one in ((GUARDIAN, own), (OTHER_MANAGER, glass), (ADMINISTRATOR, glass)):
        with pytest.raises(NotFound):
            desk.act(person, acknowledge_break_glass, glass_id=one.id)
    desk.act(GUARDIAN, acknowledge_break_glass, glass_id=glass.id)
    with pytest.raises(Conflict):
        desk.act(MANAGER, acknowledge_break_glass, glass_id=glass.id)


def test_who_broke_the_glass_decides_nothing_about_who_may_see(desk: Desk) -> None:
    desk.glass()
    again = {"case": desk.case, "kind": "other", "reason": "Mine.", "people": {"x": "X"}}
    with pytest.raises(NotPermitted):
        desk.act(ADMINISTRATOR, restrict_case, **again)
    with pytest.raises(NotPermitted):
        desk.act(ADMINISTRATOR, lift_restriction, case=desk.case, because="I want to.")
    with pytest.raises(NotFound):
        desk.act(OTHER_MANAGER, lift_restriction, case=desk.case, because="I want to.")
    desk.act(MANAGER, lift_restriction, case=desk.case, because="No longer needed.")
    assert desk.sees(OTHER_MANAGER)


@pytest.mark.parametrize(
    "attempt",
    [
        "DELETE FROM case_restriction",
        "TRUNCATE break_glass",
        "UPDATE break_glass SET until = until + interval '1 day'",
        "UPDATE case_restriction SET people = '[]'",
        "UPDATE break_glass SET acknowledged_by = person_id, acknowledged_at = now()",
    ],
)
def test_the_database_keeps_who_could_see(desk: Desk, attempt: str) -> None:
    desk.glass()
    with pytest.raises(DBAPIError), desk.database.engine.begin() as connection:
        connection.execute(text(attempt))


def test_names_reasons_and_at_least_two_people_are_asked_for(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        desk.act(MANAGER, restrict_case, case=desk.other, kind="", reason="", people={})
    assert [fault.field for fault in refused.value.faults] == ["kind", "reason", "another"]
