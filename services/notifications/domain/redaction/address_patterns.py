# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Postcodes, streets, roads and positions on a map."""

import re

from .pattern import Pattern
from .words import POSTCODE_AREAS

_AREA = "(?:" + "|".join(sorted(POSTCODE_AREAS, key=len, reverse=True)) + ")"
_OUTWARD = rf"{_AREA}[0-9][0-9a-hj-y]?"
STREET = (
    "street|road|avenue|lane|close|crescent|drive|terrace|grove|gardens|court|place|square|mews|walk|rise|parade|hill|way|row|croft|"
    "boulevard|gate|fields|meadow|view|wharf|yard|park|green"
)
_SHORT_STREET = r"st|rd|ave|ln|cl|cres|dr|gdns|tce|ct|sq"

ADDRESS_PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "address",
        "[location]",
        re.compile(r"-?\b\d{1,2}\.\d{3,}\s*°?[ns]?,\s*-?\d{1,3}\.\d{3,}\s*°?[ew]?"),
        near="number",
    ),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(
            rf"\b{_OUTWARD}[\s.\-]{{0,3}}(?!1st\b|2nd\b|3rd\b|[04-9]th\b)[0-9o][abd-hjlnp-uw-z]{{2}}(?![a-z0-9])"
        ),
        near="number",
    ),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(
            rf"\b(?:post\s?code|postal|outcode|district|area|sector|in|from|around|near)\s*(?:area|district|sector|is|of)?[:\s]*(?!b12\b|t[34]\b|e\d\b|s[12]\b|l[1-5]\b|c[1-7]\b|m\d\b|g\d\b|n\d\b|b\d\b|w\d\b|ct\d)({_OUTWARD})\b"
        ),
    ),
    Pattern("postcode", "[postcode]", re.compile(r"\b(?:le|ng|cv|nn|ln)\d{1,2}\b"), near="number"),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(r"\b(?:LE|NG|CV|DE|PE|NN|B)\s\d{1,2}\b(?!\s?(?:mg|ml|mcg|%))"),
        on="source",
        near="number",
    ),
    Pattern(
        "address",
        "[location]",
        re.compile(
            r"\b(?:grid(?:\s+ref\w*)?[:\s]+)?(?!to|so|no|he|ha)(?:s[a-z]|t[a-z]|n[a-z]|h[a-z])\s\d{3,5}\s\d{3,5}\b"
        ),
        near="number",
    ),
    Pattern("address", "[address]", re.compile(r"\b(?:pitch|plot|berth|mooring)\s+(?:no\.?\s*)?\d+[a-z]?\b")),
    Pattern(
        "address",
        "[address]",
        re.compile(r"\b\d{1,4}[A-Za-z]?\s+The\s+[A-Z][\w'’]+(?:\s+(?:Close|Lane|Road|Street|Way))?"),
        on="source",
        near="number",
    ),
    Pattern(
        "address",
        "[road]",
        re.compile(
            r"(?<=\bthe )(?:a\d{1,4}|m\d{1,2})\b(?:\s+(?:at|near)?\s*junction\s+\d+)?|\bjunction\s+\d+[a-z]?\b"
        ),
        near="number",
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"\b(?:(?:The\s)?(?:[A-Z][\w'’]+\s)?(?:Cottage|House|Lodge|Farm|Barn|Rectory|Vicarage|Mill|Hall|Paddocks?|Manor|Villa|Bungalow|Stables|Oaks|Elms|Firs),\s)?"
            rf"(?:(?:Flat|Apartment|Apt|Unit|Room)\s+\w{{1,4}},?\s+)?(?:\d{{1,4}}\s?[A-Za-z]?(?:\s?[-/]\s?\d+)?,?\s+)?"
            rf"(?:[A-Z][\w'’.-]{{0,30}}\s{{1,3}}){{1,3}}(?:{'|'.join(word.title() for word in STREET.split('|') if word not in {'way', 'row', 'view', 'park', 'green', 'place', 'court', 'gate'})})\b"
            rf"(?!\s+(?:Hospital|School|Primary|Infant|Junior|Academy|Nursery|Surgery|Medical|Health|Ward|Unit|Practice|Children|Hospice))"
        ),
        on="source",
        near="street",
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"(?<![\w:.])(?:(?:flat|apartment|apt|unit|room)\s+\w{{1,4}},?\s+)?\d{{1,4}}\s?[a-z]?(?:\s?[-/]\s?\d+)?,?\s+"
            rf"(?!(?:way|hours?|days?|weeks?|months?|years?|minutes?|metres?|miles?|yards?|am|pm|mg|ml|on|in|of|at|to)\b)[a-z][\w'.-]{{0,30}}\s{{1,3}}(?:[a-z][\w'.-]{{0,30}}\s{{1,3}})?"
            rf"(?:{STREET}|(?:{_SHORT_STREET})(?!\.?\s+[a-z]))\b"
        ),
        lambda text: (
            not re.search(r"\b(?:the|a|an|in|on|at|of|to|from|and|was|were|with|had|his|her)\b", text)
        ),
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(r"\b(?:flat|apartment|apt)\s+\d+[a-z]?\b|\bpo box\s+\d+\b|\bplot\s+\d+\b"),
    ),
)
