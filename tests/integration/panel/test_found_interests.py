"""A member who stands too near to a case is found, and closed to them until it is settled."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from deploy.personas import PERSONAS
from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.quorum.clear_found_interest import clear_found_interest
from services.panel.actions.quorum.compare_members import compare_members
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.actions.quorum.declare_interest_for import declare_interest_for
from services.panel.actions.quorum.keep_units_of_member import keep_units_of_member
from services.panel.actions.quorum.withdraw_interest import withdraw_interest
from services.panel.app import SERVICE
from services.panel.domain.meetings.meeting_refusals import InterestDeclared
from services.panel.domain.own_work import OwnWork
from services.panel.domain.quorum.found_interests import Ground
from services.panel.domain.quorum.interest_refusals import InterestAlreadySettled, InterestFound
from services.panel.queries.cases import visible_case
from services.panel.queries.found_interests import found_for_the_record, units_of
from services.panel.queries.meetings import interests_for_the_record, people_interested_in
from services.panel.queries.relations import sitting_for
from services.panel.tables.interests import member_fingerprint
from shared.contracts import CaseInvolvementRecorded
from shared.errors import Invalid, NotFound, NotPermitted
from shared.fingerprints import derived_key, fingerprint_of_unit, fingerprints_of_person
from shared.people import SYSTEM, Person, Role
from shared.settings import Settings
from shared.storage.kernel_tables import audit_entry
from tests.integration.panel.conftest import CASE, Browser, Panel

KEY = derived_key("k" * 40)
NURSE = "panel-member"
CLINICIAN = "member-acute"
UNIT = "Sample Royal Infirmary, neonatal unit"


def involved(*names: str, units: tuple[str, ...] = (), version: int = 1) -> CaseInvolvementRecorded:
    people = [one for name in names for one in fingerprints_of_person(name, KEY)]
    return CaseInvolvementRecorded(
        case_reference=CASE,
        version=version,
        people=tuple(people),
        units=tuple(fingerprint_of_unit(unit, KEY) for unit in units),
    )


def compared(panel: Panel) -> None:
    step = compare_members(KEY)
    while True:
        with panel.database.transaction(person=SYSTEM, at=panel.at) as tx:
            if not step(tx):
                return


@pytest.fixture
def listed(panel: Panel) -> str:
    panel.notified()
    meeting_id = panel.on_agenda()
    compared(panel)
    return meeting_id


def name_of(person_id: str) -> str:
    return PERSONAS[person_id].name


def found(panel: Panel) -> list[Any]:
    return list(panel.reading("cdr-manager", found_for_the_record))


def can_see(panel: Panel, person: str) -> bool:
    try:
        panel.reading(person, lambda tx: visible_case(tx, CASE))
    except NotPermitted:
        return False
    return True


def test_a_member_named_in_a_return_loses_the_case_at_once(panel: Panel, listed: str) -> None:
    assert can_see(panel, NURSE)
    panel.tell(involved(f"Dr {name_of(NURSE).upper()}"))
    assert not can_see(panel, NURSE)
    assert can_see(panel, CLINICIAN)
    with pytest.raises(InterestFound) as refused:
        panel.reading(NURSE, lambda tx: visible_case(tx, CASE))
    assert "declare it" in refused.value.detail
    assert [(one.person_id, one.ground, one.closes) for one in found(panel)] == [
        (NURSE, Ground.NAMED_IN_A_RETURN, True)
    ]


def test_the_agenda_tells_what_was_declared_from_what_was_found_alone(
    panel: Panel, listed: str, sign_in: Callable[[str], Browser]
) -> None:
    panel.tell(involved(name_of(NURSE)))
    panel.act(CLINICIAN, declare_interest, case_reference=CASE, reason="I treated the child")
    alone = f"Closed for now by what the record shows, nothing declared: {name_of(NURSE)}."
    for office, way in (("cdr-manager", "Settle it"), ("cdop-administrator", "The CDR manager settles it.")):
        page = sign_in(office).get(f"/meetings/{listed}").text
        assert f"Declared an interest, takes no part: {name_of(CLINICIAN)}." in page
        assert alone in page
        assert way in page
    chair = sign_in("panel-chair").get(f"/meetings/{listed}").text
    assert f"Takes no part because of an interest: {name_of(CLINICIAN)}." in chair
    assert f"Does not have the papers and takes no part: {name_of(NURSE)}." in chair
    assert "nothing declared" not in chair
    member = sign_in("designated-doctor").get(f"/meetings/{listed}").text
    assert "1 person takes no part because of an interest." in member
    assert "1 person does not have the papers and takes no part." in member
    panel.act(NURSE, declare_interest, case_reference=CASE, reason="I was there")
    assert "nothing declared" not in sign_in("cdr-manager").get(f"/meetings/{listed}").text


def test_no_page_states_an_interest_that_nobody_declared(
    panel: Panel, listed: str, sign_in: Callable[[str], Browser]
) -> None:
    panel.everybody_present(listed)
    panel.tell(involved(name_of(NURSE)))
    minutes, quorum = f"/meetings/{listed}/record", f"/meetings/{listed}/agenda/{CASE}/quorum"
    chair = sign_in("panel-chair")
    for page in (minutes, quorum, f"/cases/{CASE}/chair"):
        read = chair.get(page).text
        assert "because of an interest" not in read, page
        assert name_of(NURSE) in read.partition("not have the papers")[2], page
    member = sign_in("designated-doctor").get(minutes).text
    assert "because of an interest" not in member
    told = member.partition("Did not have the papers and took no part")[2]
    assert "1 person" in told.partition("</div>")[0]
    assert name_of(NURSE) not in told, "the agenda does not name them to members either"
    panel.act(NURSE, declare_interest, case_reference=CASE, reason="I was there")
    for reader in (chair, sign_in("designated-doctor")):
        said = reader.get(minutes).text.partition("Took no part because of an interest")[2]
        assert name_of(NURSE) in said.partition("</div>")[0]


def test_the_vote_is_gone_with_the_bundle(panel: Panel, listed: str) -> None:
    panel.everybody_present(listed)
    panel.tell(involved(name_of("member-social-care")))
    sitting = panel.reading("cdr-manager", lambda tx: sitting_for(tx, CASE))
    assert "member-social-care" not in {each.person_id for each in sitting.taking_part}
    assert "a local-authority professional" in sitting.quorum.missing


def test_the_running_service_itself_compares_members_with_the_key_of_the_installation(
    panel: Panel, listed: str
) -> None:
    panel.tell(involved(units=(UNIT,)))
    panel.act("cdr-manager", keep_units_of_member, person_id=CLINICIAN, written=UNIT)
    with panel.database.transaction(person=SYSTEM, at=panel.at) as tx:
        here = Settings(secret_key=SecretStr("k" * 40), events_url="memory:", messages_url="", demo=True)
        for step in SERVICE.work_with(here):
            step(tx)  # type: ignore[operator]
    assert not can_see(panel, CLINICIAN)


def test_a_member_who_works_in_the_treating_unit_is_found_when_the_unit_is_written_down(
    panel: Panel, listed: str
) -> None:
    panel.tell(involved(units=(UNIT,)))
    assert can_see(panel, CLINICIAN)
    written = "The neonatal unit, Sample Royal Infirmary NHS Trust\n\nWard 7"
    panel.act("cdr-manager", keep_units_of_member, person_id=CLINICIAN, written=written)
    compared(panel)
    assert not can_see(panel, CLINICIAN)
    assert [one.ground for one in found(panel)] == [Ground.TREATING_UNIT]


def test_the_same_organisation_is_shown_to_the_office_and_closes_nothing(panel: Panel, listed: str) -> None:
    panel.tell(involved(units=("acute hospital NHS trust",)))
    assert can_see(panel, CLINICIAN)
    assert [(one.person_id, one.ground, one.closes) for one in found(panel)] == [
        (CLINICIAN, Ground.SAME_ORGANISATION, False)
    ]


def test_a_surname_alone_is_a_question_for_the_office_and_closes_nothing(
    panel: Panel, listed: str, sign_in: Callable[[str], Browser]
) -> None:
    surname = name_of(NURSE).removesuffix(" (demo)").split()[-1]
    panel.tell(involved(f"Sister {surname}"))
    assert [(one.person_id, one.ground, one.closes) for one in found(panel)] == [
        (NURSE, Ground.SAME_SURNAME, False)
    ]
    assert can_see(panel, NURSE)
    shown = sign_in("cdr-manager").get("/interests").text
    assert "it may be the same person" in shown
    assert "Ask them" in shown


def test_who_was_found_is_not_told_that_they_declared_something(
    panel: Panel, listed: str, sign_in: Callable[[str], Browser]
) -> None:
    panel.tell(involved(name_of(NURSE)))
    nurse, page = sign_in(NURSE), f"/cases/{CASE}/interest/declared"
    shown = nurse.get(page).text
    assert "You declared" not in shown
    assert "You have declared nothing." in shown
    assert "tell the CDR manager" in shown
    form = f"/cases/{CASE}/interest"
    nurse.post(form, form, {"reason": "I took part in the care"})
    assert f"You declared an interest in {CASE}" in nurse.get(page).text


@pytest.mark.parametrize("who", [NURSE, "panel-chair", "cdr-manager", "cdop-administrator"])
def test_who_declared_no_interest_is_told_the_same_of_a_case_and_of_none_and_nothing_is_audited(
    panel: Panel, listed: str, sign_in: Callable[[str], Browser], who: str
) -> None:
    """A reading on record would tell an auditor which reference is restricted: that entry alone is hidden."""
    asking = sign_in(who)
    answers = [
        asking.get(f"/cases/{case}/interest/declared", follow_redirects=False)
        for case in (CASE, "LLR-2026-9999")
    ]
    assert [each.status_code for each in answers] == [404, 404]
    said = {
        re.sub(r'(csrf_token" value|nonce|value)="[^"]*"', "", each.text).replace(CASE, "")
        for each in answers
    }
    assert len({each.replace("LLR-2026-9999", "") for each in said}) == 1
    with panel.database.session() as session:
        read = select(audit_entry.c.id).where(audit_entry.c.subject == "interest_declared")
        assert session.scalars(read).all() == []


def test_a_member_who_comes_after_the_case_was_told_is_found_by_the_next_comparison(panel: Panel) -> None:
    panel.notified()
    panel.tell(involved(name_of(NURSE)))
    panel.on_agenda()
    compared(panel)
    assert not can_see(panel, NURSE)


def test_confirming_makes_it_a_declared_interest(panel: Panel, listed: str) -> None:
    panel.tell(involved(name_of(NURSE)))
    panel.act(NURSE, declare_interest, case_reference=CASE, reason="I visited the family")
    assert [one.settled_as for one in found(panel)] == ["declared"]
    with pytest.raises(InterestDeclared):
        panel.reading(NURSE, lambda tx: visible_case(tx, CASE))


def test_the_manager_clears_it_with_a_reason_and_the_next_comparison_does_not_bring_it_back(
    panel: Panel, listed: str
) -> None:
    panel.tell(involved(name_of(NURSE)))
    [one] = found(panel)
    with pytest.raises(Invalid):
        panel.act("cdr-manager", clear_found_interest, found_id=one.id, because=" ")
    with pytest.raises(NotPermitted):
        panel.act(NURSE, clear_found_interest, found_id=one.id, because="Somebody else")
    panel.act("cdr-manager", clear_found_interest, found_id=one.id, because="Another person of the name")
    assert can_see(panel, NURSE)
    panel.tell(involved(name_of(NURSE), "Somebody Else", version=2))
    compared(panel)
    assert can_see(panel, NURSE)
    with pytest.raises(InterestAlreadySettled):
        panel.act("cdr-manager", clear_found_interest, found_id=one.id, because="Again")


def test_a_withdrawn_declaration_is_not_undone_by_what_was_found_with_it(panel: Panel, listed: str) -> None:
    panel.act(NURSE, declare_interest, case_reference=CASE, reason="I visited the family")
    panel.tell(involved(name_of(NURSE)))
    [declared] = panel.reading("cdr-manager", interests_for_the_record)
    panel.act("cdr-manager", withdraw_interest, interest_id=declared.id, because="Another family")
    assert can_see(panel, NURSE)


def test_who_runs_the_office_and_has_a_seat_does_not_open_a_case_again_to_themselves(
    panel: Panel, listed: str
) -> None:
    roles = frozenset({Role.CDR_MANAGER, Role.PANEL_MEMBER})
    both = Person(NURSE, name_of(NURSE), roles)
    panel.tell(involved(name_of(NURSE)))
    [one] = found(panel)
    with pytest.raises(OwnWork, match=r"Somebody else has to\.$"):
        panel.act(both, clear_found_interest, found_id=one.id, because="Another person of the name")
    panel.act(both, declare_interest, case_reference=CASE, reason="I visited the family")
    [declared] = panel.reading("cdr-manager", interests_for_the_record)
    with pytest.raises(OwnWork, match="whoever has the interest"):
        panel.act(both, withdraw_interest, interest_id=declared.id, because="Another family")
    assert not can_see(panel, NURSE)


def test_an_older_version_changes_nothing(panel: Panel, listed: str) -> None:
    panel.tell(involved("Somebody Else", version=2), involved(name_of(NURSE), version=1))
    assert can_see(panel, NURSE)


def test_another_key_makes_the_fingerprints_anew(panel: Panel, listed: str) -> None:
    def made(tx: Any) -> set[tuple[str, str]]:
        rows = tx.session.execute(select(member_fingerprint.c.person_id, member_fingerprint.c.made_with))
        return {(person_id, made_with) for person_id, made_with in rows}

    before = panel.reading("cdr-manager", made)
    with panel.database.transaction(person=SYSTEM, at=panel.at) as tx:
        compare_members(derived_key("another key, long enough for it"))(tx)
    after = panel.reading("cdr-manager", made)
    assert {person for person, _ in after} == {person for person, _ in before}
    assert not before & after


def test_the_office_writes_down_an_interest_it_was_told_of(panel: Panel, listed: str) -> None:
    with pytest.raises(Invalid) as refused:
        panel.act("cdr-manager", declare_interest_for, person_id="nobody", case_reference="X", reason=" ")
    assert [fault.field for fault in refused.value.faults] == ["person_id", "case_reference", "reason"]
    given = {"person_id": NURSE, "case_reference": CASE, "reason": "She telephoned: she knows the family"}
    with pytest.raises(NotPermitted):
        panel.act(CLINICIAN, declare_interest_for, **given)
    panel.act("cdop-administrator", declare_interest_for, **given)
    assert panel.reading("cdr-manager", lambda tx: people_interested_in(tx, CASE)) == {NURSE}
    [declared] = panel.reading("cdr-manager", interests_for_the_record)
    assert declared.declared_by == "cdop-administrator"


def test_units_are_read_one_on_a_line_and_every_fault_is_named(panel: Panel, listed: str) -> None:
    with pytest.raises(Invalid):
        panel.act("cdr-manager", keep_units_of_member, person_id=NURSE, written="12\n" + "x" * 200)
    with pytest.raises(NotFound):
        panel.act("cdr-manager", keep_units_of_member, person_id="nobody", written="Ward 7")
    panel.act("cdr-manager", keep_units_of_member, person_id=NURSE, written=" Ward  7 \nWard 7\n\nClinic")
    assert panel.reading("cdr-manager", lambda tx: units_of(tx, NURSE)) == ["Clinic", "Ward 7"]


def test_check_15_my_trust_colleague_sees_the_block_on_every_page_also_on_one_that_was_open(
    panel: Panel, listed: str, sign_in: Callable[[str], Browser]
) -> None:
    colleague = sign_in(CLINICIAN)
    assert colleague.get(f"/cases/{CASE}/bundle").status_code == 200
    panel.act("cdr-manager", keep_units_of_member, person_id=CLINICIAN, written=UNIT)
    panel.tell(involved(units=(UNIT,)))
    compared(panel)
    for path in ("", "/bundle", "/family-questions", "/review/1", "/ratings"):
        answer = colleague.get(f"/cases/{CASE}{path}")
        assert answer.status_code == 403, path
        assert "closed to you for now" in answer.text
        assert UNIT not in answer.text
    block = colleague.get(f"/cases/{CASE}/interest")
    assert block.status_code == 200
    assert "suggest that you may have been involved" in block.text
    assert UNIT not in block.text
    mine = colleague.get("/my-cases").text
    assert "Closed to you" in mine
    assert "You declared an interest in this case" not in mine
    data = {"reason": "I am a consultant on the unit"}
    colleague.post(f"/cases/{CASE}/interest", f"/cases/{CASE}/interest", data)
    assert "You declared an interest" in colleague.get(f"/cases/{CASE}/bundle").text
    with pytest.raises(NotPermitted):
        panel.act(CLINICIAN, complete_review, case_reference=CASE)


def test_the_manager_sees_what_was_found_and_clears_it_on_a_page(
    panel: Panel, listed: str, sign_in: Callable[[str], Browser]
) -> None:
    panel.tell(involved(name_of(NURSE)))
    [one] = found(panel)
    office = sign_in("cdr-manager")
    listing = office.get("/interests").text
    assert "The name is that of somebody who was involved" in listing
    path = f"/interests/found/{one.id}/clear"
    assert office.post(path, path, {"because": ""}).status_code == 422
    office.post(path, path, {"because": "Another person of the same name"})
    cleared_by = f"by {PERSONAS['cdr-manager'].name}: Another person of the same name"
    for reader in (office, sign_in("auditor")):
        assert cleared_by in reader.get("/interests").text
    assert can_see(panel, NURSE)
    member = sign_in(NURSE)
    assert member.get("/interests").status_code == 403
    assert member.get(path).status_code == 403


def test_what_was_found_of_one_member_is_shown_by_itself(
    panel: Panel, listed: str, sign_in: Callable[[str], Browser]
) -> None:
    panel.tell(involved(name_of(NURSE), name_of(CLINICIAN)))
    ways = {one.person_id: f"/interests/found/{one.id}/clear" for one in found(panel)}
    assert set(ways) == {NURSE, CLINICIAN}
    office = sign_in("cdr-manager")
    narrowed = office.get(f"/interests?member={NURSE}").text
    assert ways[NURSE] in narrowed
    assert ways[CLINICIAN] not in narrowed
    assert f"{name_of(CLINICIAN)} (1 open)" in narrowed
    for everybody in ("", "nobody-known"):
        shown = office.get(f"/interests?member={everybody}").text
        assert all(way in shown for way in ways.values())


def test_the_office_declares_for_somebody_and_keeps_units_on_pages(
    panel: Panel, listed: str, sign_in: Callable[[str], Browser]
) -> None:
    office = sign_in("cdr-manager")
    path = "/interests/declare"
    wrong = office.post(path, path, {"person_id": NURSE, "case_reference": "LLR-1999-0001", "reason": "Kin"})
    assert wrong.status_code == 422
    assert 'value="LLR-1999-0001"' in wrong.text
    right = {"person_id": NURSE, "case_reference": CASE.lower(), "reason": "She knows the family"}
    assert "is written down" in office.post(path, path, right).text
    assert not can_see(panel, NURSE)
    units = f"/members/{CLINICIAN}/units"
    assert office.post(units, units, {"units": "123"}).status_code == 422
    office.post(units, units, {"units": UNIT})
    assert UNIT in office.get(units).text
    assert sign_in(CLINICIAN).get(units).status_code == 403


def test_the_audit_says_on_what_ground_and_no_name(panel: Panel, listed: str) -> None:
    panel.tell(involved(name_of(NURSE)))
    entry = SERVICE.metadata.tables["audit_entry"].c
    rows = panel.reading(
        "cdr-manager",
        lambda tx: tx.session.execute(select(entry.detail).where(entry.action == "find_interest")).all(),
    )
    assert [row.detail for row in rows] == [{"person": NURSE, "ground": "named_in_a_return"}]
