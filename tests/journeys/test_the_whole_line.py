"""The whole line, from the bedside to the board: one child's case through the three services.

Told twice: with JavaScript, and without any. Every page is looked at on a desk's screen and on a
telephone's, and by axe, signed in as whoever is looking.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.form_filling import Answer, fill, press
from tests.journeys.looking import eventually, looks_right, screenshot, sign_in_as, sign_out
from tests.journeys.office_pages import (
    the_manager_goes_through_the_office,
    the_police_ask_about_an_address,
)
from tests.journeys.panel_pages import (
    a_newcomer_finds_the_bundle,
    the_manager_prepares_and_keeps_minutes,
)
from tests.journeys.the_child import LONDON, InventedChild, invented_child
from tests.journeys.the_demonstration import timeliness_in

MANAGER, CHAIR, MEMBER = "Morgan Testerley", "Robin Exemplar", "Sam Demoson"
ANALYST, AUDITOR = "Drew Specimen", "Pat Proofwell"


@dataclass
class Story:
    """Who is at the screen (``page``), and what has happened so far."""

    page: Page
    child: InventedChild
    stranger: Callable[[], Page]
    javascript: bool = True
    reference: str = ""
    meeting: str = ""
    other_case: str = ""

    def look(self, name: str = "") -> None:
        """Check the page as it stands, and keep a picture of it if it is one of the story's."""
        looks_right(self.page, axe=self.javascript)
        if name and self.javascript:
            screenshot(self.page, name)

    def names_nobody(self) -> None:
        """Nothing on this page tells who the child is."""
        shown = self.page.content()
        found = [word for word in self.child.identifiers if word.lower() in shown.lower()]
        assert found == [], f"{self.page.url} shows {found}"


@pytest.mark.browser
@pytest.mark.parametrize(
    "javascript",
    [
        pytest.param(False, id="without_javascript"),
        # The same story with axe on every page, at two widths: four times as long.
        pytest.param(True, id="with_javascript", marks=pytest.mark.rehearsal),
    ],
)
def test_from_the_bedside_to_the_board(visitor: Callable[..., Page], javascript: bool) -> None:
    def stranger() -> Page:
        return visitor(javascript=javascript)

    story = Story(stranger(), invented_child(int(javascript)), stranger, javascript)
    a_paediatrician_notifies_a_death(story)
    the_manager_accepts_it(story)
    two_agencies_answer(story)
    the_case_goes_on_an_agenda(story)
    a_member_reads_and_declares_an_interest(story)
    the_review_is_recorded_and_the_chair_signs_it_off(story)
    themes_are_confirmed_and_rejected(story)
    the_analyst_reads_statistics(story)
    the_office_reads_the_scorecard(story)
    the_auditor_sees_who_read_and_changed_what(story)


def a_paediatrician_notifies_a_death(story: Story) -> None:
    page, answers = story.page, story.child.notification()
    page.goto("/")
    story.look()
    page.goto("/notifications/notify")
    story.look("notify")
    fill(page, {**answers, "child.nhs_number": "999 870 0052", "home.postcode": ""})
    press(page, "Send the notification")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.locator('[name="circumstances"]')).to_have_value(story.child.narrative)
    expect(page.locator('[name="professionals.0.name"]')).to_have_value("Dr Ola Practiceby")
    story.look()
    fill(page, {"child.nhs_number": story.child.nhs_number, "home.postcode": story.child.postcode})
    press(page, "Send the notification")
    expect(page.get_by_role("heading", name="Notification received")).to_be_visible()
    story.reference = re.search(r"LLR-\d{4}-\d{4,}", page.inner_text("main"))[0]  # type: ignore[index]
    assert story.child.family_name not in page.url
    story.look()


def the_manager_accepts_it(story: Story) -> None:
    page = story.page
    sign_in_as(page, MANAGER)
    page.goto("/notifications/triage")
    story.look()
    page.get_by_role("link", name=story.reference, exact=True).click()
    expect(page.get_by_role("heading", name="Is it in time?")).to_be_visible()
    expect(page.locator(".cdr-clocks")).to_contain_text("Due")
    expect(page.locator(".cdr-clocks details").first).to_contain_text("Death")
    expect(page.get_by_text("No other notification is like this one")).to_be_visible()
    story.look("triage")
    press(page, "Accept")
    expect(page.get_by_role("status")).to_contain_text("Accepted")
    story.look()


def two_agencies_answer(story: Story) -> None:
    page, case = story.page, story.reference
    page.goto(f"/notifications/cases/{case}/gathering")
    press(page, "Ask everybody who has not been asked (2)")
    story.look("gathering")
    page.get_by_role("link", name="General practitioner", exact=True).click()
    link = re.search(r"http\S+/respond/\S+", page.inner_text(".cdr-text"))[0]  # type: ignore[index]
    story.look()
    _an_agency_returns_its_form(story, link)
    page.goto(f"/notifications/cases/{case}/gathering")
    page.get_by_role("link", name="Health visitor", exact=True).click()
    page.get_by_text("They answered the office in another way").click()
    page.get_by_label("They hold nothing about the child or family").check()
    fill(page, {"reason": "Telephone call: the family had not moved in yet; nothing is held."})
    press(page, "Record what they said")
    expect(page.get_by_text("The nil return is recorded.")).to_be_visible()
    _the_manager_confirms_what_is_de_identified(story)


def _an_agency_returns_its_form(story: Story, link: str) -> None:
    agency = story.stranger()
    agency.goto(link)
    looks_right(agency, axe=story.javascript)
    fill(
        agency,
        {
            "responder_name": "Dr Ola Practiceby",
            "responder_role": "GP partner",
            "responder_contact": "01632 960111",
        },
    )
    agency.locator("textarea").last.fill(f"{story.child.given_names} was seen at six weeks, thriving.")
    press(agency, "Send the form")
    expect(agency.get_by_role("heading", name="Received")).to_be_visible()
    looks_right(agency, axe=story.javascript)
    assert agency.goto(link).status in (403, 404, 409, 410)  # type: ignore[union-attr]
    agency.context.close()


def _the_manager_confirms_what_is_de_identified(story: Story) -> None:
    page = story.page
    gathering = f"/notifications/cases/{story.reference}/gathering"
    page.goto(gathering)
    documents = page.locator("main a[href*='/materials/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert len(documents) == 2
    for document in documents:
        page.goto(document)
        given = page.locator("section", has=page.get_by_role("heading", name="What the panel is given"))
        for word in (story.child.family_name, story.child.given_names, story.child.postcode):
            expect(given).not_to_contain_text(word)
        story.look("confirm")
        for box in page.locator('[name="looked_at_words"]').all():
            box.check()
        press(page, "Confirm and give to the panel")
        expect(page.get_by_text("Confirmed").first).to_be_visible()


def the_case_goes_on_an_agenda(story: Story) -> None:
    page, case = story.page, story.reference
    page.goto(f"/panel/cases/{case}")
    eventually(page, f"Case {case}")
    eventually(page, "child death review meeting")
    story.names_nobody()
    story.look()
    fill(page, {"without_because": "The chair wants to hear it before the hospital's meeting."})
    press(page, "Mark ready for panel")
    expect(page.get_by_role("status")).to_contain_text("ready")
    page.goto("/panel/meetings/plan")
    in_a_month = datetime.now(LONDON).date() + timedelta(days=30)
    weekday = in_a_month - timedelta(days=in_a_month.weekday() - 1)
    starts = "09:30" if story.javascript else "13:30"
    fill(page, {"held_on": weekday, "starts": starts, "place": "Sample House, room 2"})
    story.look()
    press(page, "Plan the meeting")
    story.meeting = page.url
    press(page, "Put cases on the agenda")
    story.look("agenda")
    for hidden in page.locator("details:not([open])", has=page.locator('[name="cases"]')).all():
        hidden.locator("summary").click()
    for box in page.locator('[name="cases"]').all():
        box.set_checked(box.get_attribute("value") == case)
    story.look()
    press(page, "Put on the agenda")
    press(page, "Publish the agenda")
    expect(page.get_by_role("status")).to_contain_text("Agenda published")
    story.look()
    sign_out(page)


def a_member_reads_and_declares_an_interest(story: Story) -> None:
    page, case = story.page, story.reference
    sign_in_as(page, MEMBER)
    story.look()
    page.goto("/panel/my-cases")
    story.look()
    story.other_case = _another_case(story)
    page.goto(f"/panel/cases/{case}/bundle")
    story.names_nobody()
    story.look("bundle")
    page.goto(f"/panel/cases/{case}/bundle/documents/1")
    expect(page.get_by_text("no co-sleeping")).to_be_visible()
    story.names_nobody()
    story.look()
    page.goto(f"/panel/cases/{story.other_case}/bundle")
    expect(page.get_by_text(story.other_case).first).to_be_visible()
    page.goto(f"/panel/cases/{story.other_case}/interest")
    story.look()
    fill(page, {"reason": "I took part in the care."})
    press(page, "Declare the interest")
    expect(page.get_by_role("heading", name="You declared an interest")).to_be_visible()
    story.look()
    assert page.goto(f"/panel/cases/{story.other_case}/bundle").status == 403  # type: ignore[union-attr]
    story.look()
    assert page.goto("/notifications/triage").status == 403  # type: ignore[union-attr]
    page.goto("/panel/my-cases")
    expect(page.get_by_text("Closed to you").first).to_be_visible()
    story.look()
    page.goto(story.meeting)
    story.look()
    sign_out(page)


def _another_case(story: Story) -> str:
    """A case of a meeting that the member is invited to, but not the one of this story."""
    links = story.page.get_by_role("link", name=re.compile("read the bundle")).all_inner_texts()
    return next(link.split(":")[0] for link in links if story.reference not in link)


def _start_the_meeting(page: Page) -> None:
    """On its day one button; before it, the day is confirmed first."""
    early = page.get_by_role("button", name="Start the meeting").get_attribute("href")
    press(page, "Start the meeting")
    if early:
        page.get_by_label(re.compile("Yes, it starts today")).check()
        press(page, "Start the meeting")


def the_review_is_recorded_and_the_chair_signs_it_off(story: Story) -> None:
    page, case = story.page, story.reference
    sign_in_as(page, CHAIR)
    page.goto(story.meeting)
    _start_the_meeting(page)
    page.goto(f"/panel/cases/{case}/sign-off")
    press(page, "Sign off the review")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("quor")
    sign_out(page)
    _the_manager_records(story)
    sign_in_as(page, CHAIR)
    page.goto(f"/panel/cases/{case}/chair")
    story.look()
    press(page, "To the sign-off")
    story.look()
    press(page, "Sign off the review")
    expect(page.get_by_role("status")).to_contain_text("The review is signed off")
    story.look()
    page.goto(f"/panel/cases/{case}/review/1")
    story.names_nobody()
    story.look()
    page.goto(story.meeting)
    press(page, "Minutes")
    story.names_nobody()
    story.look()
    sign_out(page)


def _the_manager_records(story: Story) -> None:
    """As the panel speaks: somebody else signs what the manager writes."""
    page = story.page
    sign_in_as(page, MANAGER)
    page.goto(f"/panel/cases/{story.reference}/review")
    fill(page, _the_analysis())
    press(page, "Add an action")
    page.wait_for_url("**add=action*")  # the page before it has the same fields, folded
    due = datetime.now(LONDON).date() + timedelta(days=120)
    fill(
        page,
        {
            "action-0-text": "Offer safer sleep advice again at six weeks.",
            "action-0-owner": "Community health trust",
            "action-0-level": "local",
            "action-0-due_on": due,
        },
    )
    story.look("review")
    with page.expect_navigation():  # what is saved while somebody types says "Saved" too
        press(page, "Save after Actions")
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    _everybody_came(story)
    sign_out(page)


def _the_analysis() -> dict[str, Answer]:
    return {
        "cause_of_death": "Unascertained",
        "summary": "The father fell asleep on the sofa with the baby. The mother smoked in pregnancy.",
        "category": "10",
        "factor-0-factor": "Sleeping with the baby on a sofa",
        "factor-0-domain": "B",
        "factor-0-grade": "2",
        "factor-0-modifiable": "yes",
        "factor-0-evidence": "The form of the general practitioner, page 2.1",
        "modifiability": "modifiable",
    }


def _everybody_came(story: Story) -> None:
    page = story.page
    page.goto(story.meeting)
    press(page, "Record attendance")
    for mark in page.locator('select[name^="mark-"]').all():
        mark.select_option("present")
    story.look()
    press(page, "Save the register")
    story.look()


def themes_are_confirmed_and_rejected(story: Story) -> None:
    page, case = story.page, story.reference
    sign_in_as(page, MANAGER)
    page.goto("/themes/")
    story.look()
    page.goto(f"/themes/cases/{case}")
    eventually(page, "Unsafe sleep surface")
    story.names_nobody()
    story.look("themes")
    expect(page.get_by_role("heading", name=re.compile("omparable"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Confirm")).first.click()
    expect(page.get_by_role("status")).to_contain_text("Confirmed")
    page.get_by_role("button", name=re.compile("^Reject")).first.click()
    expect(page.get_by_role("status")).to_contain_text("Rejected")
    story.look()
    sign_out(page)


def the_analyst_reads_statistics(story: Story) -> None:
    page = story.page
    sign_in_as(page, ANALYST)
    page.goto("/themes/statistics")
    story.look("statistics")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this table (CSV)").click()
    assert download.value.suggested_filename.endswith(".csv")
    page.goto("/themes/charts", wait_until="domcontentloaded")  # images may take long, the page does not
    expect(page.get_by_role("heading", name="Notified in time")).to_be_visible()
    story.look()
    page.goto("/themes/charts/timeliness")
    expect(page.get_by_role("table")).to_be_visible()
    story.look("charts")
    for closed in ("/themes/scorecard", f"/panel/cases/{story.reference}"):
        assert page.goto(closed).status == 403  # type: ignore[union-attr]
    sign_out(page)


def the_office_reads_the_scorecard(story: Story) -> None:
    page = story.page
    sign_in_as(page, MANAGER)
    page.goto("/themes/scorecard?period=2026-27-H1")
    figures = timeliness_in("2026-27-H1")
    expect(page.get_by_text(figures.sentence)).to_be_visible()
    expect(page.get_by_text(f"{figures.percent_in_time}%").first).to_be_visible()
    story.look("scorecard")
    sign_out(page)


def the_auditor_sees_who_read_and_changed_what(story: Story) -> None:
    page = story.page
    sign_in_as(page, AUDITOR)
    for service in ("notifications", "panel", "themes"):
        page.goto(f"/{service}/audit?case={story.reference}")
        entries = page.get_by_role("table")
        expect(entries.get_by_text(MANAGER).first).to_be_visible()
        expect(entries.get_by_text("Reading", exact=True).first).to_be_visible()
        story.names_nobody()
        story.look("audit" if service == "panel" else "")
        page.get_by_role("link", name="For a case").click()
        page.get_by_label("Case reference").fill(story.reference)
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.get_by_role("heading", name="People")).to_be_visible()
        story.names_nobody()
        story.look("audit-of-a-case" if service == "panel" else "")
        page.get_by_role("link", name=MANAGER).first.click()
        expect(page.get_by_role("columnheader", name="Cases read")).to_be_visible()
        story.names_nobody()
        story.look("audit-of-a-person" if service == "panel" else "")
        page.get_by_role("link", name="Unusual reading").click()
        expect(page.get_by_role("heading", name="Unusual reading")).to_be_visible()
        story.names_nobody()
        story.look("")
    page.goto(f"/panel/audit?case={story.reference}&person=panel-member&only=reading")
    expect(page.get_by_role("table").get_by_text(MEMBER).first).to_be_visible()
    sign_out(page)


@pytest.mark.browser
def test_every_page_of_the_office_reads_well_on_a_telephone_and_a_desk(
    visitor: Callable[..., Page],
) -> None:
    the_manager_goes_through_the_office(visitor())
    the_police_ask_about_an_address(visitor())


@pytest.mark.browser
def test_a_newcomer_finds_the_bundle_and_the_pages_of_a_meeting_read_well(
    visitor: Callable[..., Page],
) -> None:
    a_newcomer_finds_the_bundle(visitor())
    the_manager_prepares_and_keeps_minutes(visitor())
