"""Many share the address of a hospital: what they send keeps nobody from answering through a link."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from services.notifications.domain.gathering import links
from services.notifications.domain.intake.signed_links import token_for
from shared.settings import Settings

from .conftest import MANAGER, SECRET, enter_as
from .test_notifying_without_an_account import PAGE, typed
from .test_questions_to_notifiers import answered, returned

PER_ADDRESS, PER_LINK = 2, 3
SIGNED: dict[str, Callable[[str], str]] = {
    "/notifications/respond/": lambda link: links.token_for(SECRET, link),
    "/notifications/notify/with/": lambda link: token_for(SECRET, "notify", link),
    "/notifications/notify/questions/": lambda link: token_for(SECRET, "question", link),
    "/notifications/transferred/": lambda link: token_for(SECRET, "transfer", link),
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    limits = {"public_submissions_per_hour": PER_ADDRESS, "link_submissions_per_hour": PER_LINK}
    return settings.model_copy(update=limits)


@pytest.fixture
def crowded(web: TestClient) -> TestClient:
    """Somebody at an address that has sent all it may send in this hour."""
    sent = [web.post(PAGE, data=typed(web)).status_code for _ in range(PER_ADDRESS + 1)]
    assert (sent[0], sent[-1]) == (200, 429)
    return web


def test_a_notifier_answers_the_office_from_an_address_that_has_sent_all_it_may(
    crowded: TestClient,
) -> None:
    office = TestClient(crowded.app, base_url="http://127.0.0.1:8000")
    enter_as(office, MANAGER)
    path = returned(office)
    answer = answered(crowded, path, "The one in the village")
    assert (answer.status_code, answer.url.path) == (200, "/notifications/notify/answered")
    assert crowded.post(PAGE, data=typed(crowded)).status_code == 429


@pytest.mark.parametrize("under", SIGNED)
def test_every_signed_link_has_a_limit_of_its_own(under: str, crowded: TestClient) -> None:
    one, other = (f"{under}{SIGNED[under](link)}" for link in ("one", "other"))
    first = [crowded.post(path).status_code for path in (one, f"{one}/documents", one, one)]
    assert [status == 429 for status in first] == [False, False, False, True]
    assert crowded.post(other).status_code != 429


@pytest.mark.parametrize("under", SIGNED)
def test_a_link_that_nobody_signed_stays_under_the_limit_of_its_address(
    under: str, crowded: TestClient
) -> None:
    signed_for_another = token_for(SECRET, "another purpose", "one")
    for token in ("made-up", SIGNED[under]("one")[:-4] + "AAAA", signed_for_another, ""):
        assert crowded.post(f"{under}{token}").status_code == 429


def test_forms_through_links_do_not_use_up_what_the_address_may_send(web: TestClient) -> None:
    path = f"/notifications/respond/{SIGNED['/notifications/respond/']('one')}"
    assert {web.post(path).status_code for _ in range(PER_LINK)}.isdisjoint({429})
    assert web.post(PAGE, data=typed(web)).status_code == 200
