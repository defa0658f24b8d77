"""A case that only people named may see is not there for others, not even as a number."""

from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, insert, select

from services.theming.actions.restrictions.lift_restriction import lift_restriction
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.queries import cases
from services.theming.queries.counts import notified_cases
from services.theming.queries.discovery import proposal, proposals, texts_held
from services.theming.tables import discovered_theme, discovery_run
from services.theming.tables.comparing import texts_with
from shared.contracts import CaseRestricted
from shared.errors import Invalid, NotFound, NotPermitted
from shared.people import SYSTEM
from shared.storage import Transaction

from .conftest import CASE, NOW, Theming, csrf_in, enter, material, notified

MANAGER, COLLEAGUE = "cdr-manager", "cdop-administrator"
OTHER = "LLR-2026-0108"


@pytest.fixture
def restricted(theming: Theming) -> Theming:
    """CASE is restricted by the manager to herself and somebody who is not the administrator."""
    for case in (CASE, OTHER):
        theming.tell(notified(case), material(case))
    theming.read_texts()
    people = {"somebody-else": "Somebody Else"}
    theming.act(MANAGER, restrict_case, case=CASE, reason="The family is known here.", people=people)
    return theming


def test_a_restricted_case_is_not_there_for_who_is_not_named(restricted: Theming, web: TestClient) -> None:
    enter(web, COLLEAGUE)
    for path in (f"/themes/cases/{CASE}", f"/themes/cases/{CASE}/restriction"):
        assert web.get(path).status_code == 404
    assert OTHER in web.get("/themes/?view=all").text
    for path in (
        "/themes/?view=all",
        "/themes/codebook/asthma",
        "/themes/restricted",
        f"/themes/cases/{OTHER}",
    ):
        assert CASE not in web.get(path).text
    assert "1 case." in web.get("/themes/?view=all").text


def test_it_is_there_for_who_is_named(restricted: Theming, web: TestClient) -> None:
    enter(web, MANAGER)
    assert "Only " in web.get(f"/themes/cases/{CASE}").text
    assert "2 cases." in web.get("/themes/?view=all").text
    assert "The family is known here." in web.get("/themes/restricted").text


def test_the_codebook_counts_it_for_who_is_named_alone(restricted: Theming) -> None:
    counted = [restricted.look(cases.theme_standings, who)["asthma"]["open"] for who in (MANAGER, COLLEAGUE)]
    assert counted == [2, 1]


def test_nobody_else_decides_its_themes(restricted: Theming) -> None:
    with pytest.raises(NotFound):
        restricted.act(COLLEAGUE, confirm_theme, case=CASE, theme="asthma")
    restricted.act(MANAGER, confirm_theme, case=CASE, theme="asthma")


def test_discovery_does_not_read_it(restricted: Theming) -> None:
    assert {each.case_reference for each in restricted.act(SYSTEM, texts_held)} == {OTHER}


def test_statistics_count_it_for_everybody(restricted: Theming) -> None:
    held = restricted.look(notified_cases, COLLEAGUE)
    assert [each.notified_on for each in held] == [date(2026, 5, 12)] * 2


def test_its_texts_are_still_read_for_themes(restricted: Theming) -> None:
    restricted.tell(material(CASE, version=2, text="He drowned in the pond."))
    restricted.read_texts()
    assert "drowning" in restricted.look(lambda tx: cases.themes_of(tx, CASE), MANAGER)
    assert restricted.look(lambda tx: cases.themes_of(tx, CASE), COLLEAGUE) == {}


def test_who_is_named_lifts_it_and_nobody_else_can(restricted: Theming) -> None:
    with pytest.raises(NotFound, match="There is no case"):
        restricted.act(COLLEAGUE, lift_restriction, case=CASE, because="I want to see it.")
    restricted.act(MANAGER, lift_restriction, case=CASE, because="The colleague has left.")
    assert restricted.look(lambda tx: cases.facts_of(tx, CASE), COLLEAGUE)


def test_a_restriction_is_refused_with_every_fault(theming: Theming) -> None:
    theming.tell(notified())
    with pytest.raises(Invalid) as refused:
        theming.act(MANAGER, restrict_case, case=CASE, reason="", people={})
    assert [fault.field for fault in refused.value.faults] == ["reason", "another"]
    with pytest.raises(NotPermitted):
        theming.act("auditor", restrict_case, case=CASE, reason="x", people={"a": "A"})


def test_the_page_restricts_changes_and_lifts(theming: Theming, web: TestClient) -> None:
    theming.tell(notified(), material())
    path = f"/themes/cases/{CASE}/restriction"
    enter(web, COLLEAGUE)
    web.get(f"/themes/cases/{CASE}")
    enter(web, MANAGER)
    page = web.get(path).text
    assert f'value="{COLLEAGUE}"' in page
    typed = {"csrf_token": csrf_in(page), "reason": "Ring 0116 496 0000", "another": "later"}
    refused = web.post(path, data=typed)
    assert refused.status_code == 422
    assert "seems to show a telephone number" in refused.text
    assert "Ring 0116 496 0000" in refused.text
    assert "Nobody who could see a case is known as later" in refused.text
    right = {"reason": "The family is known here.", "people": COLLEAGUE, "another": "panel-chair"}
    web.post(path, data={**typed, **right})
    enter(web, COLLEAGUE)
    held = web.get(path)
    assert "Dr Robin Exemplar" in held.text
    lifted = web.post(f"{path}/lift", data={"csrf_token": csrf_in(held.text), "because": "No more."})
    assert "The whole office may see this case." in lifted.text
    assert "No more." in lifted.text


def test_whom_the_office_named_elsewhere_is_called_by_name_and_changed_there(
    theming: Theming, web: TestClient
) -> None:
    people = (MANAGER, COLLEAGUE, "never-seen")
    theming.tell(notified(), material(), CaseRestricted(case_reference=CASE, kind="other", people=people))
    enter(web, MANAGER)
    case = f"/themes/cases/{CASE}"
    for path in ("/themes/restricted", case, f"{case}/restriction"):
        page = web.get(path).text
        assert "Ash Sampleford (demo)" in page, path
        assert "never-seen" in page, path
        assert COLLEAGUE not in page, path
    assert "Change who may see it" not in web.get(f"{case}/restriction").text


def test_a_proposal_of_discovery_names_it_to_nobody_else(restricted: Theming) -> None:
    run = insert(discovery_run).values(begun_at=NOW, last_text=0, texts=0, codebook="")
    told = {"rank": 1, "label": "Ponds", "terms": [], "quotes": [], "stability": 1, "agreement": 1}
    decided = {"status": "dismissed", "decided_at": NOW, "cases": [OTHER, CASE]}

    def dismissed_one(tx: Transaction) -> None:
        number = tx.session.execute(run.returning(discovery_run.c.id)).scalar_one()
        tx.session.execute(insert(discovered_theme).values(run_id=number, **told, **decided))

    restricted.act(SYSTEM, dismissed_one)
    seen = [restricted.look(lambda tx: proposals(tx, "dismissed"), who)[0] for who in (MANAGER, COLLEAGUE)]
    assert [each.cases for each in seen] == [[OTHER, CASE], [OTHER]]


def test_an_undecided_proposal_that_it_had_a_part_in_is_looked_for_anew(theming: Theming) -> None:
    theming.tell(notified(), material())

    def proposed(tx: Transaction) -> None:
        run = insert(discovery_run).values(begun_at=NOW, last_text=0, texts=0, codebook="")
        number = tx.session.execute(run.returning(discovery_run.c.id)).scalar_one()
        told = {"rank": 1, "label": "Ponds", "terms": [], "quotes": [], "stability": 1, "agreement": 1}
        tx.session.execute(insert(discovered_theme).values(run_id=number, cases=[CASE], **told))

    theming.act(SYSTEM, proposed)
    theming.act(MANAGER, restrict_case, case=CASE, reason="Known here.", people={"b": "B"})
    assert list(theming.look(lambda tx: proposals(tx, "proposed"))) == []


def test_what_it_was_proposed_by_is_told_to_nobody_else_by_a_guessed_address(theming: Theming) -> None:
    for case in (CASE, OTHER):
        theming.tell(notified(case), material(case))

    def proposed(tx: Transaction) -> int:
        run = insert(discovery_run).values(begun_at=NOW, last_text=0, texts=0, codebook="")
        number = tx.session.execute(run.returning(discovery_run.c.id)).scalar_one()
        told = {"rank": 1, "label": "Ponds", "terms": [], "quotes": [], "stability": 1, "agreement": 1}
        made = insert(discovered_theme).values(run_id=number, cases=[CASE, OTHER], **told)
        return int(tx.session.execute(made.returning(discovered_theme.c.id)).scalar_one())

    number = theming.act(SYSTEM, proposed)
    theming.act(MANAGER, restrict_case, case=CASE, reason="Known here.", people={"b": "B"})
    assert theming.look(lambda tx: proposal(tx, number), MANAGER).label == "Ponds"
    with pytest.raises(NotFound):
        theming.look(lambda tx: proposal(tx, number), COLLEAGUE)


def test_which_texts_have_words_is_not_told_of_it(restricted: Theming) -> None:
    asked = select(texts_with(func.to_tsquery("english", "asthma")).c.case_reference)
    found = [
        set(restricted.look(lambda tx: tx.session.scalars(asked).all(), who)) for who in (MANAGER, COLLEAGUE)
    ]
    assert found == [{CASE, OTHER}, {OTHER}]


def test_a_reason_that_may_name_somebody_is_asked_about(theming: Theming, web: TestClient) -> None:
    theming.tell(notified(), material())
    enter(web, MANAGER)
    address = f"/themes/cases/{CASE}/restriction"
    typed = {
        "csrf_token": csrf_in(web.get(address).text),
        "reason": "Known to Dr Ann Smith",
        "people": COLLEAGUE,
    }
    asked = web.post(address, data=typed)
    assert asked.status_code == 422
    assert "may be a person&#39;s name" in asked.text
    assert "Does it name anybody?" in asked.text
    with pytest.raises(Invalid, match="may be a person's name"):
        theming.act(MANAGER, restrict_case, case=CASE, reason="Known to Dr Ann Smith", people={"b": "B"})
    given = {"case": CASE, "reason": "Known to Dr Ann Smith", "people": {COLLEAGUE: "B"}}
    theming.act(MANAGER, restrict_case, **given, names_nobody=True)
    lifted = {"csrf_token": typed["csrf_token"], "because": "Dr Ann Smith has left."}
    asked = web.post(f"{address}/lift", data=lifted)
    assert asked.status_code == 422
    assert 'name="names-nobody-in-lifting"' in asked.text
    web.post(f"{address}/lift", data={**lifted, "names-nobody-in-lifting": "yes"})
    assert "The whole office may see this case" in web.get(address).text
