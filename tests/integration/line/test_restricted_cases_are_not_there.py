"""A restricted case is planted, with everything a case can hold, and looked for by everybody not named.

The people named are followed wherever a link leads; then everybody else asks for each address they saw,
sends each form they could have sent, and reads each table. What they get is what they get for no case.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from deploy.host import Installation, installation
from deploy.personas import PERSONAS
from services.notifications.actions.restrictions.lift_restriction import lift_restriction
from services.notifications.actions.restrictions.restrict_case import restrict_case
from shared.messaging.work import drain
from shared.settings import Settings
from shared.storage.case_scope import scope_of
from tests.integration.deploy.places import Parted
from tests.integration.line.canary_family import NOW, Story
from tests.integration.line.test_nothing_identifying_leaves import bearer, signed_in

NAMED = ("cdr-manager", "panel-chair")
NOT_NAMED = (
    "cdop-administrator",
    "panel-member",
    "member-police",
    "public-health-analyst",
    "auditor",
    "caldicott-guardian",
    "police-control-room",
)
NUMBER = "9990000018"  # the child's; the twin's story says the name of both
NOWHERE = "LLR-2026-9998"
# What every page may keep of it: who may see, events on their way, and answers to the same program again.
UNREAD = {"case_restriction", "break_glass", "outbox", "inbox", "idempotency_key", "approved_minutes"}
# Long lists of what is the same for everybody; nothing of a case is behind them.
_NOT_FOLLOWED = re.compile(r"/(?:codebook|dictionary|charts|tables|trust|sign-out|reports|statistics)\b")


@pytest.fixture(scope="module")
def whole(empty_database: Callable[[], str], parted_database: Parted) -> Iterator[Installation]:
    urls = {**parted_database("notifications"), **parted_database("panel"), **parted_database("theming")}
    keys = {"document_keys": f"first:{'a1' * 32}", "reversal_keys": f"first:{'b2' * 32}"}
    settings = Settings(
        events_url=empty_database(),
        secret_key="for tests only, and long enough to sign",
        demo=True,
        break_glass_told="guardian@board.example",
        **urls,
        **keys,
    )
    with installation(settings) as made:
        made.migrate()
        yield made


@pytest.fixture(scope="module")
def story(whole: Installation) -> Story:
    """The whole story of a case, which is then restricted; every service has been told."""
    told = Story(whole)
    for step in (told.documents_come, told.twin_is_a_case_too, told.agencies_answer, told.more_comes):
        step()
    told.office_decides()
    told.panel_decides()
    told.everything_is_sent()
    people = {"panel-chair": "Dr Robin Exemplar"}
    told.act(restrict_case, case=told.case, kind="public_interest", reason="Much is written.", people=people)
    drain(whole.all_jobs(lambda: NOW))
    return told


@pytest.fixture(scope="module")
def seen(whole: Installation, story: Story) -> dict[str, str]:
    """Every address that the people named were led to, and what stood there."""
    found: dict[str, str] = {}
    for persona in NAMED:
        found |= _followed(signed_in(whole, persona), story.case)
    assert len(found) > 80
    assert sum(story.case in text for text in found.values()) > 40
    return found


def _followed(browser: TestClient, case: str) -> dict[str, str]:
    found: dict[str, str] = {}
    starts = ["/", f"/notifications/cases/{case}", f"/panel/cases/{case}", f"/themes/cases/{case}"]
    todo = [*starts, "/panel/meetings?past=yes", "/panel/cases?show=all", "/themes/?view=all"]
    while todo and len(found) < 250:
        path = todo.pop(0)
        answer = browser.get(path)
        assert answer.status_code < 500, path
        found[path] = answer.text
        links = re.findall(r'(?:href|action)="(/[^"#]*)"', answer.text)
        plain = (link.replace("&amp;", "&") for link in dict.fromkeys(links))
        todo += [
            one for one in plain if one not in found and one not in todo and not _NOT_FOLLOWED.search(one)
        ]
    return found


def _without_what_was_asked(text: str, *typed: str) -> str:
    """A page without what the address said: a filter shows what was typed, and tokens differ."""
    for one in typed:
        text = text.replace(one, "…")
    text = re.sub(r'name="csrf_token" value="[^"]+"', "", text)
    return re.sub(r"[0-9a-f]{32}|[\w-]{40,}", "", text)


@pytest.mark.parametrize("persona", NOT_NAMED)
def test_no_address_shows_it_to_who_is_not_named(
    whole: Installation, story: Story, seen: dict[str, str], persona: str
) -> None:
    browser, leaks = signed_in(whole, persona), []
    for path in seen:
        answer = browser.get(path)
        assert answer.status_code < 500, path
        shown = (answer.text + str(answer.headers)).replace(path.replace("&", "&amp;"), "")
        if story.case in path:  # as for a case that is not there, to the letter
            other = browser.get(path.replace(story.case, NOWHERE))
            same = _without_what_was_asked(answer.text, story.case)
            if (other.status_code, _without_what_was_asked(other.text, NOWHERE)) != (
                answer.status_code,
                same,
            ):
                leaks.append((path, answer.status_code, other.status_code))
        elif story.case in shown or NUMBER in shown:
            leaks.append((path, answer.status_code, 0))
    assert leaks == []


@pytest.mark.parametrize("persona", NOT_NAMED)
def test_no_link_leads_who_is_not_named_to_it(whole: Installation, story: Story, persona: str) -> None:
    found = _followed(signed_in(whole, persona), NOWHERE)
    assert [path for path, text in found.items() if story.case in text or NUMBER in text] == []


@pytest.mark.parametrize("persona", NOT_NAMED)
def test_no_table_gives_a_row_of_it_to_who_is_not_named(
    whole: Installation, story: Story, persona: str
) -> None:
    for name in ("notifications", "panel"):
        scope = scope_of(name)
        assert scope is not None
        with whole.databases[name].transaction(person=PERSONAS[persona], at=NOW) as tx:
            for table in scope.metadata.sorted_tables:
                rows = [] if table.name in UNREAD else tx.session.execute(select(table)).all()
                held = json.dumps([[str(value) for value in row] for row in rows])
                assert story.case not in held, f"{name}: {table.name}"
                assert NUMBER not in held or name == "panel", f"{name}: {table.name}"


def test_the_same_reads_give_it_to_who_is_named(whole: Installation, story: Story) -> None:
    scope = scope_of("notifications")
    assert scope is not None
    with whole.databases["notifications"].transaction(person=PERSONAS["cdr-manager"], at=NOW) as tx:
        held = [str(tx.session.execute(select(table)).all()) for table in scope.metadata.sorted_tables]
        assert sum(story.case in rows for rows in held) > 15


@pytest.mark.parametrize("persona", NOT_NAMED)
def test_no_form_about_it_is_answered_otherwise_than_about_no_case(
    whole: Installation, story: Story, seen: dict[str, str], persona: str
) -> None:
    browser = signed_in(whole, persona)
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/notifications/notify").text)
    assert token
    forms = {
        action.replace("&amp;", "&")
        for text in seen.values()
        for action in re.findall(r'<form method="post" action="(/[^"]+)"', text)
    }
    about = {action for action in forms if story.case in action}
    assert len(about) > 15
    for action in sorted(about):
        answers = [
            browser.post(path, data={"csrf_token": token[1], "reason": "For the review of it"})
            for path in (action, action.replace(story.case, NOWHERE))
        ]
        told = [_without_what_was_asked(one.text, story.case, NOWHERE) for one in answers]
        assert answers[0].status_code == answers[1].status_code >= 400, action
        assert told[0] == told[1], action


SEARCHES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("cdop-administrator", "/notifications/cases/search", {"wanted": NUMBER}),
    ("cdop-administrator", "/themes/search", {"words": "asthma"}),
)


@pytest.mark.parametrize(("persona", "path", "typed"), SEARCHES)
def test_no_search_finds_it(
    whole: Installation, story: Story, persona: str, path: str, typed: dict[str, str]
) -> None:
    found = []
    for who in ("cdr-manager", persona):
        browser = signed_in(whole, who)
        page = browser.get("/notifications/cases" if "notifications" in path else path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert token
        answer = browser.post(path, data={**typed, "csrf_token": token[1]})
        assert answer.status_code == 200
        found.append(story.case in answer.text)
    assert found[1] is False
    assert found[0] is True or "themes" in path


APIS = (
    "/notifications/api/notifications/{}",
    "/panel/api/cases/{}",
    "/panel/api/cases",
    "/themes/api/cases/{}",
)


@pytest.mark.parametrize("path", APIS)
@pytest.mark.parametrize("persona", NOT_NAMED)
def test_no_api_answers_of_it(whole: Installation, story: Story, persona: str, path: str) -> None:
    browser = TestClient(signed_in(whole, persona).app, base_url="http://127.0.0.1:8000")
    headers = bearer(whole, persona)
    given = browser.get(path.format(story.case), headers=headers)
    other = browser.get(path.format(NOWHERE), headers=headers)
    assert given.status_code == other.status_code
    assert given.text.replace(story.case, NOWHERE) == other.text


def test_what_is_told_of_it_names_accounts_and_nobody(whole: Installation, story: Story) -> None:
    scope = scope_of("notifications")
    assert scope is not None
    outbox = scope.metadata.tables["outbox"]
    with whole.databases["notifications"].owner.connect() as connection:
        told: list[Any] = list(connection.scalars(select(outbox.c.envelope)))
    [event] = [each for each in told if "case-restricted" in each["type"]]
    people = ["cdr-manager", "panel-chair"]
    assert event["data"] == {"case_reference": story.case, "kind": "public_interest", "people": people}


def test_lifted_it_is_there_again(whole: Installation, story: Story) -> None:
    """Last, as the others look for a case that is restricted."""
    story.act(lift_restriction, case=story.case, because="The interest has gone.")
    drain(whole.all_jobs(lambda: NOW))
    browser = signed_in(whole, "cdop-administrator")
    for path in ("/notifications/cases/{}", "/panel/cases/{}", "/themes/cases/{}"):
        assert browser.get(path.format(story.case)).status_code == 200
