"""What every page of every service promises."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from deploy.services import SERVICES
from shared.people import Permission
from shared.service import Service
from shared.web import (
    failed_sign_in_pages,
    front_page,
    local_accounts,
    open_id,
    own_sessions,
    proving_again,
    sign_in,
)
from shared.web.forms import _read
from shared.web.transactions import transaction

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted([*ROOT.glob("shared/web/templates/*"), *ROOT.glob("services/*/templates/**/*.html")])
ROUTERS = [
    *(router for service in SERVICES for router in service.routers()),
    *(module.html for module in (front_page, open_id, sign_in)),
    *(module.html for module in (proving_again, own_sessions, failed_sign_in_pages, local_accounts)),
]
# The provider's own program sends it, with a token that is checked instead (test_logout_tokens).
BY_A_PROGRAM = {open_id.ENDED_PATH}


def routes() -> Iterator[APIRoute]:
    for router in ROUTERS:
        yield from (route for route in router.routes if isinstance(route, APIRoute))


def dependencies(dependant: Dependant) -> Iterator[Any]:
    for each in dependant.dependencies:
        yield each
        yield from dependencies(each)


def test_every_form_that_is_posted_is_checked_against_forgery() -> None:
    pages = [route for route in routes() if not route.include_in_schema and route.methods - {"GET", "HEAD"}]
    unchecked = [
        route.path for route in pages if _read not in {each.call for each in dependencies(route.dependant)}
    ]
    assert pages
    assert set(unchecked) == BY_A_PROGRAM


def test_every_transaction_commits_before_the_answer_is_sent() -> None:
    found = [
        (r.path, each.scope)
        for r in routes()
        for each in dependencies(r.dependant)
        if each.call is transaction
    ]
    assert found
    assert [path for path, scope in found if scope != "function"] == []


def test_every_api_path_is_under_api_and_no_page_is() -> None:
    for route in routes():
        assert route.path.startswith("/api/") == route.include_in_schema, route.path


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_name_of_a_route_leads_to_one_place(service: Service) -> None:
    paths: dict[str, set[str]] = {}
    for router in service.routers():
        for route in router.routes:
            if isinstance(route, APIRoute):
                paths.setdefault(route.name, set()).add(route.path)
    assert {name: found for name, found in paths.items() if len(found) > 1} == {}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_script_or_style_inside(template: Path) -> None:
    text = template.read_text().lower()
    assert "<style" not in text
    assert ' style="' not in text
    assert "<script>" not in text
    assert " onclick=" not in text
    assert "javascript:" not in text


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_form_that_is_posted_carries_its_token(template: Path) -> None:
    text = template.read_text()
    assert text.count('method="post"') <= text.count("forms.csrf()") + text.count('name="csrf_token"')


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_one_day_is_never_called_days(template: Path) -> None:
    several = r'(?:}}|~ ") (?:working )?(?:minutes|hours|days|weeks|months|years)\b.*'
    assert re.findall(several, template.read_text()) == [], "{{ number | counted('day') }}"


@pytest.mark.parametrize("service", ["notifications", "panel", "theming"])
def test_one_day_is_never_called_days_in_a_sentence_made_in_python(service: str) -> None:
    several = re.compile(r" (?:completed |working )?(?:seconds|minutes|hours|days|weeks|months|years)\b")
    found = [
        f"{file.relative_to(ROOT)}:{text.lineno}"
        for file in sorted((ROOT / "services" / service).rglob("*.py"))
        for text in ast.walk(ast.parse(file.read_text()))
        if isinstance(text, ast.JoinedStr)
        for number, words in pairwise(text.values)
        if isinstance(number, ast.FormattedValue) and isinstance(words, ast.Constant)
        if several.match(str(words.value))
    ]
    assert found == [], "counted(number, 'day')"


def test_the_auditor_is_led_to_the_audit_of_every_service() -> None:
    for service in SERVICES:
        audit = [item for item in service.navigation if item.path == f"{service.prefix}/audit"]
        assert [item.permission for item in audit] == [Permission.VIEW_AUDIT], service.name


def test_signing_out_is_on_every_page() -> None:
    """It is in the header, the header in the layout, and there is no page but of that layout."""
    begun = {file.name for file in TEMPLATES if "<html" in file.read_text()}
    assert begun == {"layout.html"}
    extends = {name for file in TEMPLATES for name in re.findall(r'{% extends "([^"]+)"', file.read_text())}
    assert extends == {"layout.html"}
    layout, header = (next(f for f in TEMPLATES if f.name == name) for name in ("layout.html", "header.html"))
    assert '{% include "header.html" %}' in layout.read_text()
    assert "url_for('sign_out')" in header.read_text()
    overridden = [file.name for file in TEMPLATES if "block header" in file.read_text() and file != layout]
    assert overridden == []
