"""The whole line on many processes: 2 web replicas and 3 workers per service, PostgreSQL and Kafka.

Every request lands on another replica than the one before: sessions, anti-forgery tokens, the public form,
the responder's link and one's own events must not care.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.host import Installation
from deploy.kafka import LocalKafka, LocalKafkaError
from deploy.seeding.panels import PanelDesk, seat_members
from deploy.services import SERVICES
from tests.chaos.place import NAMES, Place, place
from tests.journeys.looking import PATIENCE_SECONDS, sign_in_as, sign_out
from tests.journeys.round_robin import RoundRobin, round_robin
from tests.journeys.test_the_whole_line import (
    ANALYST,
    MEMBER,
    Story,
    a_paediatrician_notifies_a_death,
    the_auditor_sees_who_read_and_changed_what,
    the_case_goes_on_an_agenda,
    the_manager_accepts_it,
    the_review_is_recorded_and_the_chair_signs_it_off,
    themes_are_confirmed_and_rejected,
    two_agencies_answer,
)
from tests.journeys.the_child import invented_child
from tests.kafka_broker import give_up

pytestmark = pytest.mark.rehearsal
WEB, WORKERS = 2, 3


class PlainStory(Story):
    """The story told once more: how its pages look is another test's."""

    def look(self, name: str = "") -> None:
        pass


@pytest.fixture(scope="module")
def gateway() -> Iterator[RoundRobin]:
    with round_robin() as made:
        yield made


@pytest.fixture(scope="module")
def processes(gateway: RoundRobin) -> Iterator[Place]:
    """Fifteen processes behind ``gateway``, on a broker of their own."""
    replicas = {"web": dict.fromkeys(NAMES, WEB), "workers": dict.fromkeys(NAMES, WORKERS)}
    with tempfile.TemporaryDirectory(prefix="cdr-many-", dir="/tmp") as folder:
        try:
            with LocalKafka(Path(folder)) as kafka:
                log, address = f"{kafka.url}/?partitions=6", gateway.address
                with place(log, public_url=address, prepare=_seat_members, **replicas) as made:
                    gateway.pass_to(_by_prefix(made))
                    yield made
        except LocalKafkaError as missing:
            give_up(str(missing))


def _seat_members(installed: Installation) -> None:
    seat_members(PanelDesk(installed.databases["panel"], {}))


def _by_prefix(made: Place) -> dict[str, list[str]]:
    return {
        service.prefix: [
            made.bases[name].removeprefix("http://") for name in made.names(f"serve {service.name}")
        ]
        for service in SERVICES
    }


@pytest.fixture
def stranger(browser: Browser, gateway: RoundRobin) -> Iterator[Callable[[], Page]]:
    """Makes a page of somebody with a browser of their own."""
    contexts: list[BrowserContext] = []

    def make() -> Page:
        context = browser.new_context(base_url=gateway.address)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.mark.browser
def test_the_whole_line_on_many_processes(
    processes: Place, gateway: RoundRobin, stranger: Callable[[], Page]
) -> None:
    story = PlainStory(stranger(), invented_child(0), stranger, javascript=False)
    a_paediatrician_notifies_a_death(story)
    the_manager_accepts_it(story)
    two_agencies_answer(story)
    the_case_goes_on_an_agenda(story)
    a_member_reads_the_bundle(story)
    the_review_is_recorded_and_the_chair_signs_it_off(story)
    themes_are_confirmed_and_rejected(story)
    the_analyst_is_shown_statistics(story)
    the_auditor_sees_who_read_and_changed_what(story)
    assert len(gateway.answered) == WEB * len(NAMES)
    assert min(gateway.answered.values()) > 5, gateway.answered
    assert processes.supervisor.falls == 0, processes.last_words()


def a_member_reads_the_bundle(story: Story) -> None:
    sign_in_as(story.page, MEMBER)
    story.page.goto(f"/panel/cases/{story.reference}/bundle/documents/1")
    expect(story.page.get_by_text("no co-sleeping")).to_be_visible()
    story.names_nobody()
    sign_out(story.page)


def the_analyst_is_shown_statistics(story: Story) -> None:
    page = story.page
    sign_in_as(page, ANALYST)
    page.goto("/themes/statistics")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this table (CSV)").click()
    assert download.value.suggested_filename.endswith(".csv")
    expect(page.get_by_role("table").first).to_be_visible()
    sign_out(page)
