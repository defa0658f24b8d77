"""What may be told to whom: an answer of an API is judged by its route's rule and the token it went to."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import schemathesis

from shared.people import Relation
from shared.web.problems import Problem
from tests.integration.access.asked_questions import Question
from tests.integration.access.asking_tokens import Token
from tests.integration.access.every_route import Route, rule_of
from tests.integration.access.leaks import Secrets
from tests.integration.access.visitors import Visitors

REFUSED = {400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429}
OF_AN_API = re.compile(r"/(notifications|panel|themes)/api/")
NAMED = "cdr_manager-stranger"  # who may see the restricted case


@dataclass
class Asked:
    """What is known about the visitors' place, and what was found wrong in the answers."""

    visitors: Visitors
    tokens: list[Token]
    secrets: Secrets
    restricted: str
    invited: frozenset[str]
    names: dict[str, list[str]]
    answered: Counter[int] = field(default_factory=Counter)
    wrong: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    named_hits: int = 0
    shut: set[str] = field(default_factory=set)  # routes that have opened to nobody yet

    def may_see(self, token: Token) -> frozenset[str]:
        """Cases that a token may be told of where it is let in."""
        visitor = token.visitor
        if visitor.is_of_the_panel:
            return self.invited if Relation.INVITED in visitor.relations else frozenset()
        named = {self.restricted} if visitor.name == NAMED else set()
        return (self.secrets.references - {self.restricted}) | named

    def look_at(
        self, route: Route, operation: Any, token: Token, question: Question, answer: httpx.Response
    ) -> None:
        self.answered[answer.status_code] += 1
        for fault in self._faults(route, token, question, answer):
            self.wrong[f"{route.name} {fault}"].add(
                f"{token.name}: {question.method} {question.path}?{question.query}"[:200]
            )
        for fault in shape_faults(operation, question, answer):
            self.wrong[f"{route.name} {fault}"].add(
                f"{question.method} {question.path}?{question.query}"[:200]
            )

    def _faults(
        self, route: Route, token: Token, question: Question, answer: httpx.Response
    ) -> Iterator[str]:
        status, shown = answer.status_code, answer.text + str(answer.headers)
        if status >= 500:
            yield f"answers {status}: {shown[:60]}"
        # What is asked of the head alone is answered as if all of it were.
        method = "GET" if question.method == "HEAD" else question.method
        let_in = method == route.method and token.may(route)
        harmless = question.method == "OPTIONS" or (status in (200, 304) and not rule_of(route).permissions)
        if not let_in and status not in REFUSED and not harmless and self._is_still(route, question):
            yield f"lets in: {status}"
        told = {name for name in self.secrets.names if name in shown and name not in question.said}
        seen = self.may_see(token) if let_in else frozenset()
        of_theirs = (
            {name for case in seen for name in self.names[case]}
            if route.service == "notifications"
            else set()
        )
        if told - of_theirs:
            yield f"names {sorted(told - of_theirs)[:2]}"
        others = self.secrets.cases_in(shown) - seen
        if {case for case in others if case not in question.said}:
            yield f"tells of {sorted(others)[:2]}"
        if status == 200 and any(case in question.path for case in self.secrets.references - seen):
            yield "opens a case that is not theirs"
        if not let_in and any(paper in shown for paper in self.secrets.texts):
            yield "quotes a paper"
        if let_in and status in (200, 201):
            self.shut.discard(route.name)
        self.named_hits += status == 200 and token.is_good and any(case in shown for case in seen)

    def _is_still(self, route: Route, question: Question) -> bool:
        """Whether the address leads to the route: a hostile one may lead to another, with its own rule."""
        return len(question.path.split("/")) == len(route.path.split("/"))


def shape_faults(operation: Any, question: Question, answer: httpx.Response) -> Iterator[str]:
    """What is wrong with the shape of an answer: problem details, or as described."""
    kind = answer.headers.get("content-type", "")
    if answer.status_code >= 400 and question.method != "HEAD" and OF_AN_API.match(question.path):
        yield from problem_faults(answer, kind)
    if answer.status_code in (200, 201) and question.method == operation.method.upper():
        described = operation.definition.raw["responses"].get(str(answer.status_code), {}).get("content", {})
        if kind.split(";")[0] not in described:
            yield f"answers in an undescribed kind, {kind}"
        elif kind.startswith("application/json"):
            yield from described_faults(operation, answer)


def problem_faults(answer: httpx.Response, kind: str) -> Iterator[str]:
    if kind != "application/problem+json":
        yield f"refuses in {kind or 'nothing'}"
        return
    problem = Problem.model_validate(answer.json())
    if problem.status != answer.status_code or not problem.title:
        yield "refuses in other words than problem details"
    if answer.status_code == 422 and not all(each.field and each.message for each in problem.faults):
        yield "names a fault without its field"
    if answer.status_code == 422 and not problem.faults:
        yield "names no fault"


def described_faults(operation: Any, answer: httpx.Response) -> Iterator[str]:
    try:
        operation.validate_response(schemathesis.Response.from_httpx(answer, verify=False))
    except Exception as fault:
        yield f"answers otherwise than described: {str(fault)[:80]}"
