"""Traces, where somebody asked for them: from the request to the last reader, and about nobody."""

import gzip
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from deploy.host import Installation
from deploy.serving import web
from shared.messaging.work import drain
from shared.settings import SettingsError
from shared.tracing import traced
from tests.integration.line.test_nothing_identifying_leaves import (
    CANARIES,
    NOTIFICATION,
    bearer,
    found_in,
    signed_in,
    token_on,
)

collector = pytest.importorskip(
    "opentelemetry.proto.collector.trace.v1.trace_service_pb2", reason="needs the extra 'telemetry'"
)


class Receiver(ThreadingHTTPServer):
    """An OTLP/HTTP collector that keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Kept)
        self.bodies: list[bytes] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def spans(self) -> list:  # type: ignore[type-arg]
        requests = [collector.ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return [
            span
            for request in requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


class _Kept(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.bodies.append(body)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def accept_a_notification(place: Installation) -> str:
    client = TestClient(web(place), base_url="http://127.0.0.1:8000")
    notify = "/notifications/api/notifications"
    answer = client.post(notify, json=NOTIFICATION, headers=bearer(place, "partner-system"))
    reference = str(answer.json()["case_reference"])
    manager, page = signed_in(place, "cdr-manager"), f"/notifications/triage/{reference}"
    form = {"csrf_token": token_on(manager, page), "accept_reason": "Not the same child"}
    assert manager.post(f"{page}/accept", data=form).status_code == 200
    drain(place.all_jobs())
    return reference


def test_a_trace_leads_from_the_request_to_every_reader_and_names_nobody(
    place: Installation, receiver: Receiver
) -> None:
    with traced(receiver.address, "child-death-review"):
        reference = accept_a_notification(place)
    spans = receiver.spans()
    request = next(each for each in spans if each.name == "POST /notifications/triage/{reference}/accept")
    handled = [
        each for each in spans if each.name == "handle" and "child-death-notified" in str(each.attributes)
    ]
    assert len(handled) == 2
    assert {each.trace_id for each in handled} == {request.trace_id}
    assert {each.parent_span_id for each in handled} == {request.span_id}
    relay = next(each for each in spans if each.name == "relay")
    assert [link.span_id for link in relay.links] == [request.span_id]
    sent = "\n".join(map(str, spans))
    assert found_in(sent, [*CANARIES, reference, "partner-system", "cdr-manager"]) == []


def test_nobody_is_sent_anything_unless_asked(place: Installation, receiver: Receiver) -> None:
    with traced("", "child-death-review"):
        accept_a_notification(place)
    assert receiver.bodies == []


def test_without_being_asked_no_package_for_it_is_loaded() -> None:
    program = (
        "import sys, deploy.host, deploy.work_command\n"
        "parts = ('opentelemetry.sdk', 'opentelemetry.exporter')\n"
        "print([each for each in sys.modules if each.startswith(parts)])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_asked_for_without_its_packages_the_start_fails_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(SettingsError, match="telemetry"), traced("http://127.0.0.1:4318", "panel"):
        pass


def test_the_web_framework_sends_nothing_of_its_own_which_would_quote_addresses(place: Installation) -> None:
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)  # as an operator's agent would
    TestClient(FastAPI()).get("/LLR-2026-0001")
    control = len(kept.get_finished_spans())
    TestClient(web(place), base_url="http://127.0.0.1:8000").get("/panel/cases/LLR-2026-0001")
    assert control > 0
    assert len(kept.get_finished_spans()) == control
