# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Towns, hospitals, schools and services: a place becomes what kind of place it is."""

import re
from collections.abc import Iterator

from .reading import fold
from .replacing import Span
from .words import CAPITALISED_TOWNS, KINDS_OF_PLACE, TOWNS

_NOT_A_PLACE_AFTER = re.compile(
    r"\s+(?:union|scale|protocol|criteria|score|classification|handicap|growth|regimen)", re.IGNORECASE
)
_EVERY_TOWN = "|".join(
    re.escape(name).replace(r"\ ", r"\s+") for name in sorted(TOWNS, key=len, reverse=True)
)
TOWN = re.compile(rf"\b(?:{_EVERY_TOWN})\b")
_CAPITALISED = "|".join(CAPITALISED_TOWNS)
CAPITALISED_TOWN = re.compile(
    rf"\b(?:(?<=in )|(?<=at )|(?<=to )|(?<=from )|(?<=near )|(?<=of )|(?<=, ))(?:{_CAPITALISED}|{_CAPITALISED.upper()})\b"
)

# (what it looks like in folded text, what replaces it)
_NAMED: tuple[tuple[str, str], ...] = (
    (
        r"leicester royal infirmary|leicester royal|leicester general(?: hospital)?|glenfield(?: general)?(?: hospital)?",
        "the hospital",
    ),
    (
        r"queen'?s medical centre|nottingham city hospital|george eliot(?: hospital)?|great ormond street(?: hospital)?|alder hey",
        "the hospital",
    ),
    (
        r"kettering general(?: hospital)?|royal derby(?: hospital)?|birmingham children'?s(?: hospital)?|sheffield children'?s(?: hospital)?",
        "the hospital",
    ),
    (
        r"heartlands hospital|new cross hospital|addenbrooke'?s|john radcliffe|pilgrim hospital|burton hospital|walsgrave",
        "the hospital",
    ),
    (r"\bqmc\b|\bgosh\b|\buhcw\b|\blgh\b|\bkgh\b|\bnuh\b", "the hospital"),
    (
        r"university hospitals? of [a-z]{2,30}(?: nhs)?(?: foundation)?(?: trust)?|\buhl\b",
        "the hospital trust",
    ),
    (r"leicestershire partnership(?: nhs)?(?: trust)?|\blpt\b", "the community and mental health trust"),
    (
        r"east midlands ambulance(?: service)?(?: nhs trust)?|\bemas\b|west midlands ambulance(?: service)?|\bwmas\b",
        "the ambulance service",
    ),
    (r"rainbows(?: children'?s)?(?: hospice)?|\bloros\b", "the hospice"),
    (r"(?:\b[a-z]{2,20}shire|west midlands|metropolitan) (?:police|constabulary)", "the police"),
    (r"\b[a-z]{2,20}shire fire and rescue(?: service)?", "the fire service"),
    (
        r"(?:\b[a-z]{2,20}shire|leicester|rutland|nottingham|derby|coventry)(?: city| county| borough| district)* council",
        "the council",
    ),
    (
        r"(?<=\bat )the lri\b|(?<=\bat )lri\b|(?<=\bto )lri\b|(?<=\bto the )lri\b|(?<=\bat the )lri\b|(?<=\bfrom )lri\b|(?<=\bfrom the )lri\b",
        "the hospital",
    ),
    (
        r"river (?:soar|wreake|trent|welland|sence|eye|gwash)|grand union canal|rutland water|bradgate park|abbey park|eyebrook reservoir",
        "[place]",
    ),
)
NAMED = tuple((re.compile(expression), kind) for expression, kind in _NAMED)

_PROPER = r"(?:(?:St\.?|Saint|[A-Z][\w'’.-]{1,30})(?:\s{1,3}(?:of|the|and|&|upon|de|la)\s{1,3}|\s{1,3})){1,4}"
_KINDS: tuple[tuple[str, str], ...] = (
    (
        r"(?:(?:General|Royal|University|District|County|City|Children[’']s|Community|Cottage|Maternity|Women[’']s)\s+)*(?:Hospital|Infirmary)",
        "the hospital",
    ),
    (
        r"Medical\s+(?:Centre|Practice)|Health\s+Centre|Surgery|Family\s+Practice|Group\s+Practice|Medical\s+Group",
        "the GP practice",
    ),
    (r"(?:Children[’']s\s+)?Hospice", "the hospice"),
    (
        r"(?:(?:C\s?of\s?E|CE|Catholic|Church\s+of\s+England|Community|Infant|Junior|Primary|Secondary|High|Grammar|Special|Academy|Nursery|Day|Pre-?)\s*)*"
        r"(?:School|Academy|College|Nursery|Pre-?school|Playgroup)",
        "the school",
    ),
    (r"Children[’']s\s+Centre|Family\s+Hub|Sure\s+Start(?:\s+Centre)?", "the children's centre"),
    (r"Ward|Birth\s+Centre|Unit", "the ward"),
    (r"Pharmacy|Chemist", "the pharmacy"),
    (r"Mosque|Church|Temple|Gurdwara|Synagogue", "the place of worship"),
    (r"Prison|Young\s+Offender\s+Institution|Children[’']s\s+Home|Care\s+Home", "the institution"),
    (
        r"Leisure\s+Centre|Swimming\s+Pool|Country\s+Park|Reservoir|Canal|Park|Beach|Lake|Hotel|Caravan\s+Park|Farm",
        "[place]",
    ),
)
KINDS = tuple((re.compile(rf"\b{_PROPER}(?:{expression})\b"), kind) for expression, kind in _KINDS)
RIVER = re.compile(r"\bRiver\s+[A-Z]\w+")

_LEADING = re.compile(
    r"^(?:the|a|an|his|her|their|our|this|on|in|at|to|from|after|when|following|he|she|they|it|both|each)\s+",
    re.IGNORECASE,
)


def places_in(source: str, folded: str) -> Iterator[Span]:
    """Spans of places and organisations, from the gazetteer and from their form."""
    for expression, kind in NAMED:
        yield from (Span(*found.span(), "organisation", kind) for found in expression.finditer(folded))
    for expression, kind in KINDS:
        yield from _named_organisations(source, expression, kind)
    yield from (Span(*found.span(), "place", "[place]") for found in RIVER.finditer(source))
    for found in (*TOWN.finditer(folded), *CAPITALISED_TOWN.finditer(source)):
        if not _NOT_A_PLACE_AFTER.match(source, found.end()):
            yield Span(*found.span(), "place", "[place]")


def _named_organisations(source: str, expression: re.Pattern[str], kind: str) -> Iterator[Span]:
    for found in expression.finditer(source):
        start = found.start()
        while leading := _LEADING.match(source[start : found.end()]):
            start += leading.end()
        if any(word not in KINDS_OF_PLACE for word in fold(source[start : found.end()]).split()[:-1]):
            yield Span(start, found.end(), "organisation", kind)
