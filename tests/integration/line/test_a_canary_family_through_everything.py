"""A family of rare names goes through the whole product; outside notifications no trace of them is found.

Everything a person can hand in is handed in with the names: forms, documents with their metadata and file
names, reasons, a question of the family, a review taken over. Then every table, event, log line, page, file
and message is searched for them in any case, any spacing, in halves and backwards.
"""

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, MetaData, create_engine, select
from starlette.testclient import TestClient

from deploy.host import Installation
from deploy.serving import web
from shared.log_lines import configure_logging
from tests.inline_code import inline_code_in
from tests.integration.line.canary_family import (
    ACTION,
    CANARIES,
    DAYS,
    DOCTOR,
    GIVEN,
    SURGERY,
    Story,
    found_in,
)
from tests.integration.line.test_nothing_identifying_leaves import signed_in, token_on


def rows_of(engine: Engine, names: Callable[[str], bool] = lambda name: True) -> dict[str, str]:
    """Every row of every table as text, by table."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: "\n".join(
                json.dumps([_plain(value) for value in row], default=str, ensure_ascii=False)
                for row in connection.execute(select(table))
            )
            for table in metadata.sorted_tables
            if names(table.name)
        }


def _plain(value: Any) -> Any:
    return bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes | memoryview) else value


def test_no_table_and_no_event_outside_notifications_holds_a_canary(
    whole: Installation, story: Story
) -> None:
    engines = {name: whole.databases[name].owner for name in ("panel", "theming")}
    for where, engine in {**engines, "events": create_engine(whole.settings.events_url)}.items():
        tables = rows_of(engine)
        assert any(story.case in held for held in tables.values()), where
        for table, held in tables.items():
            assert found_in(held) == [], f"{where}: {table}"
            assert [day for day in DAYS if day in held and where != "panel"] == [], f"{where}: {table}"


def test_what_notifications_tells_and_sends_holds_none_though_its_record_holds_all(
    whole: Installation, story: Story
) -> None:
    engine = whole.databases["notifications"].owner
    told = rows_of(engine, lambda name: name in ("outbox", "dead_letter", "inbox"))
    assert story.case in told["outbox"]
    assert [found_in(held) for held in told.values()] == [[], [], []]
    assert found_in("\n".join(rows_of(engine).values())) == CANARIES


def test_the_panel_has_every_text_and_every_fact_and_is_told_what_is_withheld(
    whole: Installation, story: Story
) -> None:
    outbox = rows_of(whole.databases["notifications"].owner, lambda name: name == "outbox")["outbox"]
    told = [json.loads(line) for line in outbox.splitlines()]
    data = [
        (each["type"].split(".")[2], each["data"])
        for row in told
        for each in row
        if isinstance(each, dict) and each["subject"] == story.case
    ]
    of = lambda kind: [each for name, each in data if name == kind]  # noqa: E731
    kinds = sorted(each["kind"] for each in of("case-document-confirmed"))
    assert kinds == ["document", "post_mortem_report", "review_meeting_outcome", "supplementary_form"]
    assert sorted(each["kind"] for each in of("case-material-confirmed")) == [
        "notification",
        "reporting_form",
    ]
    because = sorted(each["because"] for each in of("case-document-withheld"))
    assert because == ["no_readable_text", "office_decision"]
    assert len(of("family-question-confirmed")) == 1
    assert {each["milestone"] for each in of("case-milestone-recorded")} == {
        "child_death_review_meeting_held",
        "draft_analysis_received",
    }
    facts = {one["question"]: one["state"] for one in of("case-facts-recorded")[-1]["facts"]}
    assert facts["breastfed"] == "not_known"
    assert facts["asthma-and-anaphylaxis.spacer"] == "agreed"
    involved = of("case-involvement-recorded")[-1]
    assert involved["people"]
    assert involved["units"]
    assert "07:40" in outbox


def test_no_page_of_panel_or_theming_shows_a_canary_wherever_a_link_leads(
    whole: Installation, story: Story, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logging()  # as a process logs, whatever ran before
    capfd.readouterr()
    for persona in ("cdr-manager", "panel-chair"):
        browser = signed_in(whole, persona)
        seen: set[str] = set()
        todo = [
            f"/panel/cases/{story.case}",
            f"/panel/cases/{story.case}/bundle",
            "/panel/meetings",
            "/themes/",
        ]
        while todo and len(seen) < 60:
            path = todo.pop(0)
            seen.add(path)
            answer = browser.get(path)
            assert answer.status_code < 500, path
            assert found_in(path + str(answer.headers) + answer.text) == [], path
            assert "text/html" not in answer.headers["content-type"] or inline_code_in(answer.text) == [], (
                path
            )
            links = re.findall(r'href="(/(?:panel|themes)[^"#]*)"', answer.text)
            todo += [link for link in dict.fromkeys(links) if link not in seen and link not in todo]
        assert len(seen) > 15
    written = capfd.readouterr()
    assert "request" in written.out + written.err
    assert found_in(written.out + written.err) == []


def test_no_page_of_any_service_holds_code_or_fetches_from_elsewhere(
    whole: Installation, story: Story
) -> None:
    pages: set[str] = set()
    for persona in ("cdr-manager", "panel-chair", "caldicott-guardian", "auditor", "public-health-analyst"):
        browser = signed_in(whole, persona)
        seen: set[str] = set()
        todo = ["/", "/notifications/notify", f"/notifications/cases/{story.case}"]
        todo += [f"/panel/cases/{story.case}", "/themes/"]
        while todo and len(seen) < 70:
            path = todo.pop(0)
            seen.add(path)
            answer = browser.get(path)
            if "text/html" not in answer.headers["content-type"]:
                continue
            pages.add(path)
            assert inline_code_in(answer.text) == [], path
            assert "unsafe" not in answer.headers["content-security-policy"]
            links = re.findall(r'href="(/(?:notifications|panel|themes)[^"#]*)"', answer.text)
            todo += [link for link in dict.fromkeys(links) if link not in seen and link not in todo]
    assert len(pages) > 60


def test_searching_for_a_canary_finds_nothing_and_keeps_nothing(
    whole: Installation, story: Story, capfd: pytest.CaptureFixture[str]
) -> None:
    """The words stand in the box in which they were typed, and nowhere else: no address, log or audit."""
    browser, bundle = signed_in(whole, "panel-chair"), f"/panel/cases/{story.case}/bundle"
    token = token_on(browser, bundle)
    configure_logging()
    capfd.readouterr()
    held = browser.post(f"{bundle}/search", data={"csrf_token": token, "words": "breathing"}).text
    assert "<mark" in held
    assert "Not found" not in held
    for canary in CANARIES:
        answer = browser.post(f"{bundle}/search", data={"csrf_token": token, "words": canary})
        assert answer.status_code == 200
        assert "Not found" in answer.text, canary
        assert found_in(str(answer.url) + str(answer.headers)) == []
        assert found_in(answer.text.replace(f'value="{canary}"', "")) == [], canary
    written = capfd.readouterr()
    assert "request" in written.out + written.err
    assert found_in(written.out + written.err) == []
    audit = rows_of(whole.databases["panel"].owner, lambda name: name == "audit_entry")["audit_entry"]
    assert audit.count("search_bundle") == len(CANARIES) + 1
    assert found_in(audit) == []


LISTS = {
    "/panel/cases": ("show", "area", "number"),
    "/panel/meetings": ("past",),
    "/panel/actions": ("show", "theme"),
    "/panel/finalising": ("year",),
    "/themes/statistics": ("by", "period", "area", "basis", "policy", "as_known_on"),
    "/themes/data-quality": ("period",),
    "/themes/scorecard": ("period",),
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_narrowed_by_a_canary_shows_none_and_repeats_it_in_no_words(
    whole: Installation, story: Story, path: str
) -> None:
    of_analysts = path.startswith("/themes") and path != "/themes/scorecard"
    browser = signed_in(whole, "public-health-analyst" if of_analysts else "cdr-manager")
    assert browser.get(path).status_code == 200
    for name in LISTS[path]:
        answer = browser.get(path, params={name: GIVEN})
        assert answer.status_code < 500
        shown = answer.text.replace(f'value="{GIVEN}"', "")  # The box in which it was typed.
        assert found_in(shown + str(answer.headers)) == [], name


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_the_national_form_names_nobody(whole: Installation, story: Story, kind: str) -> None:
    path = f"/panel/cases/{story.case}/national-form.{kind}"
    answer = signed_in(whole, "cdr-manager").get(path)
    assert answer.status_code == 200
    assert "Acute asthma" in answer.text
    assert found_in(path + str(answer.headers) + answer.text) == []
    assert [day for day in DAYS if day in answer.text] == []


def test_every_letter_names_nobody_and_the_owner_of_an_action_learns_of_no_case(
    whole: Installation, story: Story
) -> None:
    told = [f"{one.subject} {one.body} {one.personalisation} {one.calendar}" for one in story.letters]
    to = [one.recipient for one in story.letters]
    assert to == [f"{DOCTOR}@{SURGERY}.example", "member@police.example", "owner@council.example"]
    assert all(one.body and "http" in one.body for one in story.letters)
    assert "BEGIN:VCALENDAR" in told[1]
    assert story.owner_address in told[2]
    assert [found_in(one) for one in told] == [[], [], []]
    assert [one for one in told if story.case in one] == []
    shown = TestClient(web(whole), base_url="http://127.0.0.1:8000").get(story.owner_address)
    assert shown.status_code == 200
    assert ACTION.text in shown.text
    assert story.case not in shown.text
    assert found_in(shown.text + str(shown.headers)) == []


def test_the_bundle_as_a_file_names_nobody_in_text_metadata_or_name(story: Story) -> None:
    [content] = story.files
    reader = PdfReader(BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "07:40" in text
    described = reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b""
    about = [str(reader.metadata), str(described), story.file_name]
    outline = str([one.title for one in reader.outline if not isinstance(one, list)])
    assert found_in("\n".join([text, outline, *about])) == []
    assert found_in(content.decode("latin-1")) == []
