"""From the request to the last reader by one correlation id; lines, figures and envelopes name nobody."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select
from starlette.testclient import TestClient

from deploy.host import Installation
from deploy.personas import PERSONAS
from deploy.serving import web
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from shared.contracts import ChildDeathNotified
from shared.correlation import HEADER
from shared.log_lines import configure_logging
from shared.messaging.work import drain
from shared.storage.kernel_tables import outbox
from tests.integration.line.test_nothing_identifying_leaves import (
    CANARIES,
    FAMILY,
    NOTIFICATION,
    bearer,
    confirm_everything,
    found_in,
    signed_in,
    token_on,
)


@pytest.fixture(scope="module")
def client(place: Installation) -> TestClient:
    return TestClient(web(place), base_url="http://127.0.0.1:8000", follow_redirects=True)


@pytest.fixture(scope="module")
def manager(place: Installation) -> TestClient:
    return signed_in(place, "cdr-manager")


def accept_through_the_page(
    client: TestClient, manager: TestClient, place: Installation, headers: dict[str, str]
) -> str:
    notify = "/notifications/api/notifications"
    made = client.post(notify, json=NOTIFICATION, headers=bearer(place, "partner-system"))
    reference = str(made.json()["case_reference"])
    page = f"/notifications/triage/{reference}"
    form = {"csrf_token": token_on(manager, page), "accept_reason": "Not the same child"}
    answer = manager.post(f"{page}/accept", data=form, headers=headers)
    assert answer.status_code == 200, answer.text
    return reference


def lines_in(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines() if line.startswith("{")]


def envelopes(place: Installation) -> list[dict[str, Any]]:
    with place.databases["notifications"].session() as session:
        return list(session.scalars(select(outbox.c.envelope).order_by(outbox.c.id)))


def test_one_id_leads_from_the_request_to_the_last_reader(
    place: Installation, client: TestClient, manager: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging()
    given = str(uuid4())
    accept_through_the_page(client, manager, place, {HEADER: given})
    drain(place.all_jobs())
    found = [line for line in lines_in(capsys.readouterr().err) if line.get("correlation_id") == given]
    requests = [line["path"] for line in found if line["event"] == "request"]
    assert "/notifications/triage/{reference}/accept" in requests
    handled = [(line["consumer"], line["outcome"]) for line in found if line["event"] == "event"]
    assert sorted(handled) == [("panel", "handled"), ("theming", "handled")]


def test_what_is_said_about_the_whole_line_names_nobody(
    place: Installation, client: TestClient, manager: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logging("debug")
    try:
        sent_by_mistake = {HEADER: f"{FAMILY}-9990000018"}
        reference = accept_through_the_page(client, manager, place, sent_by_mistake)
        now = datetime.now(UTC)
        key = place.settings.secret_key.get_secret_value()
        with place.databases["notifications"].transaction(person=PERSONAS["cdr-manager"], at=now) as tx:
            request_reporting_forms(tx, case=reference, key=key)
            confirm_everything(tx, reference)
        drain(place.all_jobs())
    finally:
        configure_logging()
    captured = capfd.readouterr()
    figures = client.get("/metrics").text
    lines = lines_in(captured.err)
    assert {"request", "relayed", "event", "step"} <= {line["event"] for line in lines}
    assert found_in(captured.out + captured.err, CANARIES) == []
    assert found_in(json.dumps(envelopes(place)), CANARIES) == []
    assert found_in(figures, CANARIES) == []
    assert reference not in figures
    assert [one["correlationid"] for one in envelopes(place) if "correlationid" in one] != []


def test_the_figures_say_how_every_service_stands(place: Installation, client: TestClient) -> None:
    found = {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for sample in family.samples
    }

    def figure(name: str, *labels: str) -> float:
        return found[f"cdop_{name}", frozenset(labels)]

    assert figure("outbox_waiting", "notifications") == 0
    assert figure("consumer_lag", "theming", "child-death-notifications") == 0
    assert figure("dead_letters", "panel", "set_aside") == 0
    assert (figure("database_up", "theming"), figure("log_up")) == (1, 1)
    notified = ChildDeathNotified.type
    assert figure("events_total", "theming", notified, "handled") >= 2
    assert figure("event_seconds_count", "theming", notified) >= 2
