"""Routers: pages are not part of the API's description, and the API lives under ``/api``."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from shared.web.ending import ending_in_its_thread
from shared.web.problems import PROBLEM_RESPONSES


class HtmlRouter(APIRouter):
    """For pages: answers are HTML and the routes are not in the OpenAPI description."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"include_in_schema": False, "default_response_class": HTMLResponse, **options})

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().add_api_route(path, ending_in_its_thread(endpoint), **options)


class ApiRouter(APIRouter):
    """For the JSON API: every path is put under ``/api``, and refusals are problem details."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"responses": PROBLEM_RESPONSES, **options})

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        under = path if path.startswith("/api/") else f"/api{path}"
        super().add_api_route(under, ending_in_its_thread(endpoint), **options)
