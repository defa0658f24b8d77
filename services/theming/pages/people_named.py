"""The people to whom a case is open, by name: of whom the office named elsewhere only accounts are kept."""

from collections.abc import Iterable, Mapping

from fastapi import Request

from shared.web.known_people import known_person


def names(request: Request, people: Iterable[Mapping[str, str]]) -> str:
    """In one line. Who is not known here is called by the account."""
    return ", ".join(name_of(request, each) for each in people)


def name_of(request: Request, one: Mapping[str, str]) -> str:
    if one["name"] != one["id"]:
        return one["name"]
    found = known_person(request, one["id"])
    return found.name if found else one["name"]
