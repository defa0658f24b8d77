"""Every "no" becomes an answer here: a page for people, problem details for programs.

Neither repeats what was sent, and neither shows how the program failed.
"""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from shared.errors import Conflict, Fault, Invalid, NotFound, NotSignedIn, Refusal, TooLarge
from shared.web.forms import TOKEN_FIELD, FormNotGenuine, PostedForm
from shared.web.identity import is_api
from shared.web.problems import problem_of
from shared.web.rendering import page
from shared.web.ways_on import ways_on


class NotAllowed(Refusal):
    status = 405
    title = "This address does not do that"


class NotUnderstood(Refusal):
    status = 400
    title = "The request could not be read"


SOME_FAULTS = "What was sent has faults; each is named. Nothing has been saved."
_HTTP_REFUSALS: dict[int, tuple[type[Refusal], str]] = {
    400: (NotUnderstood, "It may have been cut short on the way. Try again."),
    401: (NotSignedIn, "Sign in to continue."),
    404: (NotFound, "If you typed the address, check it is right. If you followed a link, it may be old."),
    405: (NotAllowed, "Go back and use the links and buttons of the page."),
    413: (TooLarge, "Send less at a time, or ask for another way to send it."),
}


def answer_refusal(request: Request, refusal: Refusal) -> Response:
    """The answer to an expected "no"."""
    if is_api(request):
        return problem_of(refusal)
    form = getattr(refusal, "form", None)  # of CsrfExpired and ProofTooOld
    if isinstance(form, PostedForm):
        return _send_again(request, refusal, form)
    stale = refusal.status == Conflict.status or isinstance(refusal, FormNotGenuine)
    context = {"refusal": refusal, "ways": ways_on(request, from_form=stale), "active": None}
    return page(request, "refusal.html", status_code=refusal.status, **context)


def install(app: FastAPI) -> None:
    """Make an application answer refusals, invalid payloads and unknown addresses."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return answer_refusal(request, error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind, detail = _HTTP_REFUSALS.get(error.status_code, (Refusal, "Try again."))
    refusal = kind(detail)
    refusal.status = error.status_code
    answer = answer_refusal(request, refusal)
    for name in ("allow",):
        if error.headers and name in {key.lower() for key in error.headers}:
            answer.headers["Allow"] = next(v for k, v in error.headers.items() if k.lower() == name)
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if not is_api(request) and any(one["loc"][0] == "path" for one in error.errors()):
        return answer_refusal(request, NotFound(_HTTP_REFUSALS[404][1]))  # nobody typed it into a form
    return answer_refusal(request, Invalid(faults_of(error.errors()), SOME_FAULTS))


def faults_of(errors: Sequence[Any]) -> list[Fault]:
    """Pydantic's errors as faults: one per field, without the value that was sent."""
    return [
        Fault("body" if error["type"] == "json_invalid" else _field(error["loc"]), _message(error))
        for error in errors
    ]


def _field(location: Sequence[str | int]) -> str:
    """("body", "child", "sex") as "child.sex"."""
    inner = location[1:] if location and location[0] in ("body", "query", "path", "header") else location
    return ".".join(str(part) for part in inner) or "body"


def _message(error: dict[str, Any]) -> str:
    kind, words = error["type"], str(error["msg"]).removeprefix("Value error, ")
    if kind == "missing":
        return "This is missing"
    if kind == "json_invalid":
        return "This is not valid JSON"
    return words.replace("Input should", "This should").replace("String should", "This should")


def _send_again(request: Request, refusal: Refusal, form: PostedForm) -> Response:
    fields = [
        (name, value) for name, value in form.multi_items() if isinstance(value, str) and name != TOKEN_FIELD
    ]
    has_files = any(not isinstance(value, str) for _, value in form.multi_items())
    context = {
        "refusal": refusal,
        "fields": fields,
        "has_files": has_files,
        "ways": ways_on(request, from_form=True),
    }
    return page(request, "send_again.html", refusal.status, **context)
