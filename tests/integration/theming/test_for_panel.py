"""A panel reads the themes of a case that it discusses, and how like cases were decided: by a pass alone."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from deploy.personas import PERSONAS
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.comparing.finding import Comparables, comparables_to_case
from services.theming.comparing.for_a_panel import like_cases_for_a_panel
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.queries import cases
from services.theming.queries.passes import hold_pass
from services.theming.tables import case_facts, case_text, case_words, evidence_decision, theme_mention
from shared.case_passes import GIVEN_AT, LASTS, OFFICE_READS, SHOWN_AT, pass_for, token_of
from shared.errors import NotPermitted
from shared.storage import Transaction
from shared.storage.kernel_tables import audit_entry

from .conftest import CASE, NOW, Theming, enter, material, notified
from .test_comparable_cases import NEW, asthma, case_number, indexed

__all__ = ["asthma"]
MEMBER = "panel-member"


def address(
    who: str = MEMBER,
    *,
    case: str = CASE,
    shut: tuple[str, ...] = (),
    rates_first: bool = False,
    ago: timedelta = LASTS * 0,
) -> str:
    given = pass_for(PERSONAS[who], case, shut=shut, rates_first=rates_first, at=NOW - ago)
    return SHOWN_AT.format(token=token_of("k" * 40, given))


def shown(web: TestClient, who: str = MEMBER, **given: Any) -> str:
    enter(web, who)
    answer = web.get(address(who, **given))
    assert answer.status_code == 200, answer.text
    return " ".join(re.sub(r"<[^>]+>", "", answer.text).split())


def main(page: str) -> str:
    return page[page.index("Themes, and how similar cases") :]


def test_a_member_reads_each_theme_with_its_sentence_and_where_it_stands(
    asthma: Theming, web: TestClient
) -> None:
    enter(web, MEMBER)
    page = web.get(address()).text
    assert re.search(r"<mark [^>]*>asthma</mark>", page, re.IGNORECASE)
    assert "Not yet confirmed" in page
    assert f'href="/panel/cases/{CASE}/bundle/materials/notification-{CASE}/1.0-13"' in page
    asthma.act("cdr-manager", confirm_theme, case=CASE, theme="asthma")
    assert '<strong class="nhsuk-tag nhsuk-tag--green">Confirmed' in " ".join(web.get(address()).text.split())


def test_the_page_carries_what_is_printed_on_its_sheets(asthma: Theming, web: TestClient) -> None:
    mark = f"Confidential. Case {CASE}. Printed by {PERSONAS[MEMBER].name} from a page opened "
    assert shown(web).count(mark) == 2


def test_what_somebody_rejected_is_not_shown(asthma: Theming, web: TestClient) -> None:
    asthma.act("cdr-manager", reject_theme, case=CASE, theme="asthma")
    page = main(shown(web))
    assert "No theme was found" in page


def test_like_cases_say_what_was_decided_and_are_not_named(asthma: Theming, web: TestClient) -> None:
    page = main(shown(web))
    assert "3 of 4 like cases were judged to have modifiable factors." in page
    assert "inhaler" not in page[page.index("A case reviewed in") :]
    assert "Give every child with asthma a plan at school." in page
    assert "A case reviewed in 2026" in page
    assert not re.search(r"LLR-2025-\d{4}", page)


def test_a_case_of_interest_is_not_among_like_ones_nor_counted(asthma: Theming, web: TestClient) -> None:
    page = main(shown(web, shut=(case_number(1),)))
    assert "Give every child with asthma" not in page
    assert "3 of 4" not in page


def test_who_is_still_to_rate_the_case_is_not_swayed_by_how_others_were_decided(
    asthma: Theming, web: TestClient
) -> None:
    page = main(shown(web, rates_first=True))
    assert "Asthma" in page
    assert "Rate this case" in page
    assert "like cases were judged" not in page
    assert "A case reviewed in" not in page


def test_what_is_alike_by_words_alone_is_no_reason_and_counts_in_no_prompt(
    asthma: Theming, web: TestClient
) -> None:
    for number in (1, 2):
        asthma.act("cdr-manager", reject_theme, case=case_number(number), theme="asthma")
    page = main(shown(web))
    assert page.count("A case reviewed in") == 2
    assert "like cases were judged" not in page


def test_a_theme_that_people_often_reject_stands_apart_and_is_no_reason(
    asthma: Theming, web: TestClient
) -> None:
    fewest = confirming_rules().fewest_decided
    for number in range(fewest):
        case = f"LLR-2024-{number:04}"
        asthma.tell(notified(case), material(case))
        asthma.read_texts()
        asthma.act("cdr-manager", reject_theme, case=case, theme="asthma")
    page = main(shown(web))
    assert "Often wrong, so read the words first (1)" in page
    assert "Known asthma." in page
    assert "No theme was found" not in page
    assert "A case reviewed in" not in page


def test_what_is_held_as_a_theme_is_not_said_to_be_untrue_of_the_child(
    asthma: Theming, web: TestClient
) -> None:
    asthma.tell(material(version=2, text=f"{NEW} Epilepsy was excluded. Asthma was queried. ?Drowning."))
    indexed(asthma)
    page = main(shown(web))
    unsettled, untrue = page.index("Not settled in the documents"), page.index("Spoken of, but not as true")
    assert "Asthma: " not in page[unsettled:]
    assert "Epilepsy: said not to be so" in page[untrue:]


def test_a_restricted_case_says_so_and_is_like_no_other_for_a_panel(asthma: Theming, web: TestClient) -> None:
    people = {MEMBER: "A Member", "cdr-manager": "The manager"}
    for case in (case_number(1), CASE):
        asthma.act("cdr-manager", restrict_case, case=case, reason="The family is known.", people=people)
    page = main(shown(web))
    assert "do not speak of it to others" in page
    assert "Give every child with asthma" not in page


def test_a_restricted_case_is_not_among_them_and_opens_by_no_pass(asthma: Theming, web: TestClient) -> None:
    people = {"somebody-else": "Somebody Else"}
    for case in (case_number(1), CASE):
        asthma.act("cdr-manager", restrict_case, case=case, reason="The family is known.", people=people)
    enter(web, MEMBER)
    assert web.get(address()).status_code == 404
    page = main(shown(web, case=case_number(2)))
    assert "Give every child with asthma" not in page


def test_a_notification_that_no_panel_has_reviewed_is_not_shown(asthma: Theming, web: TestClient) -> None:
    other = "LLR-2026-0300"
    asthma.tell(
        notified(other, age_band="5-9 years"), material(other, text="An inhaler and asthma, wheezing.")
    )
    indexed(asthma)
    page = main(shown(web))
    assert page.count("A case reviewed in") == 4
    assert "Not yet reviewed" not in page


def test_one_that_is_too_old_leads_back_to_the_panel(asthma: Theming, web: TestClient) -> None:
    enter(web, MEMBER)
    answer = web.get(address(ago=LASTS), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, GIVEN_AT.format(case_reference=CASE))


def test_anybody_elses_pass_is_answered_like_what_was_made_up(asthma: Theming, web: TestClient) -> None:
    enter(web, "panel-chair")
    made_up = web.get(SHOWN_AT.format(token="made-up"))
    assert made_up.status_code == web.get(address(MEMBER)).status_code == 404
    enter(web, "public-health-analyst")
    assert web.get(address("public-health-analyst")).status_code == 403


def test_without_a_pass_a_member_reads_nothing(asthma: Theming, web: TestClient) -> None:
    enter(web, MEMBER)
    assert web.get(f"/themes/cases/{CASE}").status_code == 403
    for read in (cases.facts_of, cases.texts_of, cases.mentions_of, cases.themes_of):
        with pytest.raises(NotPermitted):
            asthma.look(lambda tx, read=read: read(tx, CASE), MEMBER)


def rows(tx: Transaction, pass_case: str | None, shut: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """The cases of which the database itself shows rows, by table."""
    if pass_case:
        hold_pass(tx, pass_for(tx.person, pass_case, shut=shut, rates_first=False, at=NOW))
    tables = (case_facts, case_text, case_words, evidence_decision, theme_mention)
    return {each.name: set(tx.session.scalars(select(each.c.case_reference))) for each in tables}


def test_the_database_shows_a_member_the_case_of_the_pass_and_reviewed_ones_to_compare(
    asthma: Theming,
) -> None:
    asthma.tell(notified("LLR-2026-0300"))
    reviewed = {case_number(n) for n in (1, 2, 3, 4, 9)}
    assert not any(asthma.look(lambda tx: rows(tx, None), MEMBER).values())
    held = asthma.look(lambda tx: rows(tx, CASE, (case_number(1),)), MEMBER)
    assert held["case_text"] == held["theme_mention"] == {CASE}
    assert held["case_facts"] == held["case_words"] == {CASE} | reviewed - {case_number(1)}
    assert not any(asthma.look(lambda tx: rows(tx, CASE), "auditor").values())


def test_the_database_shows_a_member_no_row_of_a_case_restricted_to_others(asthma: Theming) -> None:
    people = {"somebody-else": "Somebody Else"}
    for case in (CASE, case_number(1)):
        asthma.act("cdr-manager", restrict_case, case=case, reason="The family is known.", people=people)
    held = asthma.look(lambda tx: rows(tx, CASE), MEMBER)
    assert not held["case_text"]
    assert not held["theme_mention"]
    assert not {CASE, case_number(1)} & (held["case_facts"] | held["case_words"])


def test_neither_words_nor_place_are_among_what_makes_cases_alike(asthma: Theming) -> None:
    def reasons(tx: Transaction, found: Callable[[Transaction], Comparables]) -> set[str]:
        return {reason.kind for each in found(tx).reviewed for reason in each.likeness.reasons}

    office = asthma.look(lambda tx: reasons(tx, lambda tx: comparables_to_case(tx, CASE)), "cdr-manager")
    panel = asthma.look(
        lambda tx: reasons(tx, lambda tx: like_cases_for_a_panel(tx, CASE, ())), "cdr-manager"
    )
    assert {"words", "theme"} <= office
    assert panel == office - {"words", "place"}


def test_where_the_office_is_led_is_the_page_on_which_it_decides(asthma: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    assert "Confirm" in web.get(OFFICE_READS.format(case_reference=CASE)).text


def test_reading_is_audited_with_the_case(asthma: Theming, web: TestClient) -> None:
    shown(web)
    with asthma.database.engine.connect() as connection:
        case, done = audit_entry.c.case_reference, audit_entry.c.action
        assert connection.scalars(select(case).where(done == "read_themes_for_panel")).all() == [CASE]
        like = set(connection.scalars(select(case).where(done == "read_like_case_for_panel")))
        assert like == {case_number(number) for number in range(1, 5)}
