"""``can`` is the one place of decision: the whole table, said as sentences."""

import pytest

from shared.errors import NotPermitted, NotSignedIn
from shared.people import ANONYMOUS, GRANTS, Permission, Person, Relation, Role, can, check


def somebody(role: Role) -> Person:
    return Person("somebody", "Somebody", frozenset({role}))


def test_every_permission_is_granted_to_somebody() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(grant.roles for grants in GRANTS.values() for grant in grants)


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.PANEL_CHAIR])
def test_a_panel_member_reads_a_bundle_only_when_invited_and_without_an_interest(role: Role) -> None:
    person = somebody(role)
    assert not can(person, Permission.VIEW_BUNDLE)
    assert can(person, Permission.VIEW_BUNDLE, [Relation.INVITED])
    assert not can(person, Permission.VIEW_BUNDLE, [Relation.INVITED, Relation.INTERESTED])


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CDR_MANAGER, Role.CDOP_ADMINISTRATOR}))
def test_only_the_office_sees_the_identifiable_case(role: Role) -> None:
    assert not can(somebody(role), Permission.VIEW_IDENTIFIABLE_CASE, list(Relation))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PANEL_CHAIR}))
def test_only_a_chair_completes_a_review(role: Role) -> None:
    assert not can(somebody(role), Permission.COMPLETE_REVIEW, [Relation.INVITED])


def test_an_analyst_sees_statistics_and_no_case() -> None:
    analyst = somebody(Role.PUBLIC_HEALTH_ANALYST)
    held = {permission for permission in Permission if can(analyst, permission, list(Relation))}
    assert held == {
        Permission.VIEW_STATISTICS,
        Permission.VIEW_SCORECARD,
        Permission.READ_RELEASES,
        Permission.READ_LEARNING,
        Permission.PREPARE_RELEASE,
    }


def test_a_program_may_do_what_its_key_says_and_no_more_than_its_role() -> None:
    roles = frozenset({Role.PUBLIC_HEALTH_ANALYST})
    key = frozenset({Permission.VIEW_SCORECARD, Permission.VIEW_ALL_CASES})
    program = Person("client:7", "A dashboard", roles, limited_to=key)
    held = {permission for permission in Permission if can(program, permission)}
    assert held == {Permission.VIEW_SCORECARD}


def test_an_auditor_sees_the_audit_and_nothing_else() -> None:
    auditor = somebody(Role.AUDITOR)
    held = {permission for permission in Permission if can(auditor, permission, list(Relation))}
    assert held == {Permission.VIEW_AUDIT}


def test_somebody_without_an_account_may_notify_and_nothing_else() -> None:
    held = {permission for permission in Permission if can(ANONYMOUS, permission, list(Relation))}
    assert held == {Permission.SUBMIT_NOTIFICATION}


def test_a_refusal_says_whether_to_sign_in_or_that_it_is_not_allowed() -> None:
    with pytest.raises(NotSignedIn):
        check(ANONYMOUS, Permission.VIEW_STATISTICS)
    with pytest.raises(NotPermitted):
        check(somebody(Role.AUDITOR), Permission.VIEW_STATISTICS)


def test_a_police_control_room_asks_for_care_plans_and_nothing_else() -> None:
    police = somebody(Role.POLICE_CONTROL_ROOM)
    held = {permission for permission in Permission if can(police, permission, list(Relation))}
    assert held == {Permission.ASK_FOR_CARE_PLAN}
