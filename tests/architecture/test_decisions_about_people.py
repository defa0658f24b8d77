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


@pytest.mark.parametrize("role", list(Role))
def test_exact_counts_are_no_persons_who_reads_protected_ones_alone(role: Role) -> None:
    """Of the office both: it works with the cases. Of anybody else one of them at most."""
    person = somebody(role)
    if can(person, Permission.VIEW_STATISTICS) and role is not Role.SYSTEM:
        assert can(person, Permission.VIEW_SCORECARD) == can(person, Permission.VIEW_THEMES_OF_CASE)


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


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM, Role.NOTIFIER, Role.AGENCY_RESPONDER}))
def test_a_restricted_case_is_closed_to_every_role_that_is_not_named(role: Role) -> None:
    person, about = (
        somebody(role),
        set(Permission)
        - {
            Permission.BREAK_GLASS,
            Permission.ACKNOWLEDGE_BREAK_GLASS,
        },
    )
    others = [one for one in Relation if one not in (Relation.NAMED, Relation.BROKEN_GLASS)]
    assert [each for each in about if can(person, each, others)] == []
    for opens in (Relation.NAMED, Relation.BROKEN_GLASS):
        usual = {each for each in about if can(person, each, [opens])}
        assert {each for each in about if can(person, each, [opens, Relation.RESTRICTED])} == usual


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.NOTIFIER, Role.AGENCY_RESPONDER])
def test_who_acts_for_the_system_or_by_a_link_is_bound_by_no_list_of_people(role: Role) -> None:
    held = [each for each in Permission if can(somebody(role), each)]
    assert [each for each in Permission if can(somebody(role), each, [Relation.RESTRICTED])] == held


def test_who_breaks_the_glass_and_who_is_told() -> None:
    breaking = {role for role in Role if can(somebody(role), Permission.BREAK_GLASS)}
    office = {Role.CDR_MANAGER, Role.CDOP_ADMINISTRATOR}
    assert breaking == office | {Role.PANEL_CHAIR, Role.CALDICOTT_GUARDIAN}
    told = {role for role in Role if can(somebody(role), Permission.ACKNOWLEDGE_BREAK_GLASS)}
    assert told == {Role.CALDICOTT_GUARDIAN}
    assert can(somebody(Role.CDR_MANAGER), Permission.ACKNOWLEDGE_BREAK_GLASS, [Relation.NAMED])


def test_nobody_changes_a_restriction_by_breaking_the_glass() -> None:
    manager = somebody(Role.CDR_MANAGER)
    held = [Relation.RESTRICTED, Relation.BROKEN_GLASS]
    assert not can(manager, Permission.CHANGE_RESTRICTION, held)
    assert can(manager, Permission.CHANGE_RESTRICTION, [*held, Relation.NAMED])


def test_a_refusal_speaks_of_a_case_where_there_is_one_and_nowhere_else() -> None:
    analyst = somebody(Role.PUBLIC_HEALTH_ANALYST)
    with pytest.raises(NotPermitted, match=r"^Your role does not allow this\.$"):
        check(analyst, Permission.VIEW_OWN_MEETINGS)
    with pytest.raises(NotPermitted, match="your relation to this case"):
        check(analyst, Permission.VIEW_BUNDLE, [])
