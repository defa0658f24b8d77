"""Declared interests: a reason is always kept, and so is a withdrawal."""

from datetime import UTC, datetime

import pytest

from services.panel.domain.meetings.meeting_refusals import InterestNotStanding
from services.panel.domain.quorum.found_interests import FoundInterest, Ground
from services.panel.domain.quorum.interests import DeclaredInterest, declaration, declaration_faults
from shared.errors import Invalid

AT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


def interest() -> DeclaredInterest:
    return declaration(
        id="i", person_id="p", person_name="P", case="LLR-2026-0001", reason=" Worked there ", at=AT
    )


def test_an_interest_stands_from_the_moment_it_is_declared() -> None:
    assert interest().stands
    assert interest().reason == "Worked there"


def test_an_interest_needs_a_reason() -> None:
    with pytest.raises(Invalid) as refused:
        declaration(id="i", person_id="p", person_name="P", case="LLR-2026-0001", reason="  ", at=AT)
    assert [fault.field for fault in refused.value.faults] == ["reason"]


def test_a_reason_is_no_longer_than_a_list_of_them_can_show() -> None:
    given = {"id": "i", "person_id": "p", "person_name": "P", "case": "LLR-2026-0001", "at": AT}
    assert declaration(**given, reason="y" * 500).stands
    with pytest.raises(Invalid) as refused:
        declaration(**given, reason="y" * 501)
    assert [(each.field, each.message) for each in refused.value.faults] == [
        ("reason", "Shorten the reason to 500 characters")
    ]
    with pytest.raises(Invalid):
        interest().withdraw(by="manager", at=AT, because="y" * 501)
    found = FoundInterest("f", "p", "P", "LLR-2026-0001", Ground.TREATING_UNIT, AT)
    with pytest.raises(Invalid):
        found.clear(by="manager", at=AT, because="y" * 501)
    assert found.closes
    assert [
        each.field for each in declaration_faults(person_known=True, case_known=True, reason="y" * 501)
    ] == ["reason"]


def test_a_withdrawal_needs_a_reason_and_happens_once() -> None:
    declared = interest()
    with pytest.raises(Invalid):
        declared.withdraw(by="manager", at=AT, because=" ")
    assert declared.stands
    declared.withdraw(by="manager", at=AT, because="Another child of the same ward")
    assert not declared.stands
    assert (declared.withdrawn_by, declared.withdrawn_because) == (
        "manager",
        "Another child of the same ward",
    )
    with pytest.raises(InterestNotStanding):
        declared.withdraw(by="manager", at=AT, because="Again")
