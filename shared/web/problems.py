"""Refusals as RFC 9457 problem details, in the field's words."""

from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from shared.errors import Invalid, Refusal


class FieldFault(BaseModel):
    """One thing wrong with one field of the payload."""

    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457 problem details; ``faults`` names every fault at once."""

    type: str = Field(default="about:blank", examples=["urn:child-death-review:problem:invalid"])
    title: str
    status: int
    detail: str = ""
    faults: list[FieldFault] = []


class ProblemResponse(JSONResponse):
    media_type = "application/problem+json"


def problem_of(refusal: Refusal) -> ProblemResponse:
    """The problem+json answer to a refusal."""
    faults = refusal.faults if isinstance(refusal, Invalid) else ()
    problem = Problem(
        type=f"urn:child-death-review:problem:{_words(type(refusal).__name__)}",
        title=refusal.title,
        status=refusal.status,
        detail=refusal.detail,
        faults=[FieldFault(field=fault.field, message=fault.message) for fault in faults],
    )
    challenge = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    return ProblemResponse(problem.model_dump(), refusal.status, {**challenge, **refusal.headers})


def _words(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).strip("-_")


def _schema() -> dict[str, Any]:
    """The schema of a problem in one piece: a reference would point nowhere in an API's description."""
    schema = Problem.model_json_schema()
    schema["properties"]["faults"]["items"] = schema.pop("$defs")["FieldFault"]
    return schema


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {"application/problem+json": {"schema": _schema()}},
    }
    for status, description in {
        401: "Nobody is signed in, or the token is not accepted",
        403: "Not permitted",
        404: "Not found",
        409: "Not possible as things stand",
        413: "Too large",
        422: "The input has faults; every one is named",
        429: "Too many requests",
    }.items()
}
