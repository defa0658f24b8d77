"""Spans for OpenTelemetry, where ``CDOP_OTLP_ENDPOINT`` says where to send them; otherwise nothing at all.

A span says what kind of thing was done and how it went: path templates, event types, outcomes. It carries no
id of a case, a person or an event, and never the words of an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shared.settings import SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Link, Span, Tracer

TRACEPARENT = "traceparent"  # the same name as a header and as an attribute of a CloudEvents envelope
MOST_LINKS = 128  # the standard's limit for one span
_PACKAGES = "CDOP_OTLP_ENDPOINT needs the packages of the extra 'telemetry': pip install '.[telemetry]'"
_tracers: list[Tracer] = []  # one, while traces are sent


class Spoken:
    """What is said about the span that is open, if there is one."""

    def __init__(self, span: Span | None = None) -> None:
        self._span = span

    def rename(self, name: str) -> None:
        if self._span:
            self._span.update_name(name)

    def tell(self, **attributes: str | int) -> None:
        """More attributes; "_" in their names becomes "."."""
        if self._span:
            for key, value in attributes.items():
                self._span.set_attribute(key.replace("_", "."), value)


@contextmanager
def traced(endpoint: str, service: str, exporter: SpanExporter | None = None) -> Iterator[None]:
    """Spans are sent to ``endpoint`` (OTLP over HTTP) until the block ends; "" sends none.

    Raises SettingsError if the packages for it are not installed.
    """
    if not endpoint and not exporter:
        yield
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise SettingsError(_PACKAGES) from None
    # Not the global provider: what libraries would say about requests quotes their paths.
    provider = TracerProvider(resource=Resource({"service.name": service}), shutdown_on_exit=False)
    target = f"{endpoint.rstrip('/').removesuffix('/v1/traces')}/v1/traces"
    sending = exporter or OTLPSpanExporter(endpoint=target, timeout=3)
    provider.add_span_processor(BatchSpanProcessor(sending))
    _tracers.append(provider.get_tracer("child-death-review"))
    try:
        yield
    finally:
        _tracers.clear()
        provider.shutdown()


@contextmanager
def span(
    name: str, parent: object = None, links: Iterable[object] = (), **attributes: str | int
) -> Iterator[Spoken]:
    """A span around the block, under the ``traceparent`` it came with; linked to those of ``links``."""
    if not _tracers:
        yield Spoken()
        return
    from opentelemetry.trace import Status, StatusCode

    with _tracers[0].start_as_current_span(
        name,
        _context(parent),
        links=_links(links),
        record_exception=False,
        set_status_on_exception=False,
    ) as opened:
        said = Spoken(opened)
        said.tell(**attributes)
        try:
            yield said
        except BaseException as error:
            said.tell(error_type=type(error).__name__)
            opened.set_status(Status(StatusCode.ERROR))
            raise


def traceparent() -> Mapping[str, str]:
    """The header, or attribute, by which what comes of this is put under the open span; {} without one."""
    carrier: dict[str, str] = {}
    if _tracers:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        TraceContextTextMapPropagator().inject(carrier)
    return {TRACEPARENT: carrier[TRACEPARENT]} if TRACEPARENT in carrier else {}


def _context(parent: object):  # type: ignore[no-untyped-def]
    """The parent's context, if it is a traceparent; else whatever is open."""
    if not isinstance(parent, str):
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({TRACEPARENT: parent})


def _links(parents: Iterable[object]) -> list[Link]:
    from opentelemetry.trace import Link, get_current_span

    distinct = list(dict.fromkeys(each for each in parents if isinstance(each, str)))[:MOST_LINKS]
    return [Link(get_current_span(_context(each)).get_span_context()) for each in distinct]
