"""Questions to an API: as its description has them, with ids that are there, and as a hostile program asks.

They are sent as the bytes that a server would hand over, so that nothing on the way makes them better.
"""

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote, urlencode

import httpx
from fastapi import FastAPI
from hypothesis import strategies as st

from tests.integration.access.hostile_values import BODIES, ENCODED, HEADERS, METHODS, TYPES, VALUES
from tests.integration.line.canary_family import NOTIFICATION

HOST = "127.0.0.1:8000"
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Question:
    """``path`` and ``query`` as they go over the wire; ``body`` None is none."""

    method: str
    path: str
    query: str = ""
    headers: Headers = ()
    body: bytes | None = None

    @property
    def said(self) -> str:
        """All that whoever asks says themselves, so that an answer may say it again."""
        parts = [self.path, self.query, *(value.decode("latin-1") for _, value in self.headers)]
        written = " ".join(parts) + (self.body or b"").decode("utf-8", "replace")
        return f"{written} {unquote(written)}"


async def answered(app: FastAPI, question: Question, more: Headers) -> httpx.Response:
    """The answer to a question with more headers; one of 500 where the application only raises."""
    sent: list[Any] = []
    parts = [{"type": "http.request", "body": question.body or b"", "more_body": False}]

    async def receive() -> Any:
        return parts.pop() if parts else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    try:
        await app(_scope(question, more), receive, send)
    except Exception as error:
        return httpx.Response(500, text=type(error).__name__)
    start, content = sent[0], b"".join(each.get("body", b"") for each in sent[1:])
    request = httpx.Request("GET", f"http://{HOST}/")
    kept = [each for each in start["headers"] if each[0].lower() != b"content-encoding"]
    answer = httpx.Response(start["status"], headers=kept, content=content, request=request)
    answer.elapsed = timedelta(0)  # schemathesis wants to know
    return answer


def _scope(question: Question, more: Headers) -> dict[str, Any]:
    length = [(b"content-length", b"%d" % len(question.body))] if question.body is not None else []
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50_000),
        "method": question.method,
        "root_path": "",
        "raw_path": question.path.encode("ascii"),
        "path": unquote(question.path),
        "query_string": question.query.encode("ascii"),
        "headers": [(b"host", HOST.encode()), *length, *question.headers, *more],
    }


# What a program that means well asks of statistics, tables and the scorecard.
SENSIBLE = (
    {"period": "2025-26-H1"},
    {"by": "category", "period": "2025-26"},
    {"by": "sex", "period": "2024-25", "area": "Leicester", "basis": "notified"},
    {"by": "age_band", "period": "2025-26-H1", "policy": "restricted_board"},
    {"rows": "age_band", "period": "2024-25"},
    {"rows": "category", "columns": "sex", "period": "2025-26", "basis": "notified"},
)


@dataclass(frozen=True)
class Asking:
    """Makes the questions of one operation. ``real``: its addresses with ids that are there.

    ``names``: of its parameters in the query.
    """

    operation: Any
    prefix: str
    real: Sequence[str]
    names: Sequence[str]
    takes_a_notification: bool = False

    def questions(self) -> st.SearchStrategy[Question]:
        twisted = st.sampled_from([_as_it_is] * 5 + [*TWISTS])
        return st.builds(self._question, self.operation.as_strategy(), st.data(), twisted)

    def _question(
        self, case: Any, data: Any, twist: Callable[["Asking", Any, Question], Question]
    ) -> Question:
        path = self.prefix + case.formatted_path.removeprefix(self.prefix)
        if data.draw(st.integers(0, 2)):
            path = data.draw(st.sampled_from(self.real))
        given = dict(case.query or {})
        if self.names and data.draw(st.booleans()):
            given = data.draw(
                st.sampled_from([each for each in SENSIBLE if {*each} <= {*self.names}] or [given])
            )
        query = urlencode(given, doseq=True, errors="surrogatepass") if given else ""
        made = {
            name: value for name, value in (case.headers or {}).items() if name.lower() != "authorization"
        }
        headers = tuple(_header(name, value) for name, value in made.items())
        plain = Question(case.method, _ascii(path), query, headers)
        if case.method in ("POST", "PUT", "PATCH"):
            plain = self._with_a_body(plain, case, data)
        return twist(self, data, plain)

    def _with_a_body(self, question: Question, case: Any, data: Any) -> Question:
        body = json.dumps(case.body if isinstance(case.body, dict | list | str | int | float) else None)
        if self.takes_a_notification and data.draw(st.integers(0, 3)):
            body = json.dumps(_payload(data))
        headers = (*question.headers, (b"content-type", b"application/json"))
        return replace(question, headers=headers, body=body.encode("utf-8", "surrogatepass"))


def _payload(data: Any) -> dict[str, Any]:
    """A notification that would be taken, one or two parts of which may be anything."""
    payload = deepcopy(NOTIFICATION)
    for _ in range(data.draw(st.sampled_from([0, 0, 1, 2]))):
        at = data.draw(st.sampled_from(sorted(payload)))
        inside = payload[at]
        if isinstance(inside, dict) and inside and data.draw(st.booleans()):
            inside[data.draw(st.sampled_from(sorted(inside)))] = data.draw(VALUES | st.none() | st.integers())
        else:
            payload[at] = data.draw(VALUES | st.none() | st.integers() | st.lists(VALUES, max_size=2))
    return payload


def _header(name: str, value: object) -> tuple[bytes, bytes]:
    return name.lower().encode(), _as_a_header(str(value))


def _as_a_header(value: str) -> bytes:
    """As a server takes it: no ends of lines and no null."""
    return value.encode("utf-8", "surrogatepass").translate(None, b"\0\r\n")[:8000]


def _ascii(path: str) -> str:
    return quote(path, safe="/%:@!$&'()*+,;=~-._", errors="surrogatepass")


def _as_it_is(asking: Asking, data: Any, question: Question) -> Question:
    return question


def _other_path(asking: Asking, data: Any, question: Question) -> Question:
    parts = question.path.split("/")
    parts[data.draw(st.integers(1, len(parts) - 1))] = data.draw(ENCODED)
    return replace(question, path="/".join(parts))


def _other_query(asking: Asking, data: Any, question: Question) -> Question:
    name = st.one_of(st.sampled_from([*asking.names, "x"]), ENCODED)
    pairs = data.draw(st.lists(st.tuples(name, ENCODED), min_size=1, max_size=6))
    return replace(question, query=data.draw(st.sampled_from("&;")).join(f"{n}={v}" for n, v in pairs))


def _twice(asking: Asking, data: Any, question: Question) -> Question:
    again = question.query or f"{data.draw(st.sampled_from([*asking.names, 'x']))}=1"
    return replace(question, query=f"{again}&{again}&{data.draw(ENCODED)}")


def _other_headers(asking: Asking, data: Any, question: Question) -> Question:
    value = TYPES | VALUES.map(_as_a_header)
    more = data.draw(st.lists(st.tuples(HEADERS, value), min_size=1, max_size=4))
    return replace(question, headers=(*question.headers, *more))


def _other_body(asking: Asking, data: Any, question: Question) -> Question:
    kind = data.draw(st.just(b"application/json") | TYPES)
    headers = tuple(each for each in question.headers if each[0] != b"content-type")
    return replace(question, headers=(*headers, (b"content-type", kind)), body=data.draw(BODIES))


def _other_method(asking: Asking, data: Any, question: Question) -> Question:
    return replace(question, method=data.draw(METHODS))


TWISTS = (_other_path, _other_query, _twice, _other_headers, _other_body, _other_method)
