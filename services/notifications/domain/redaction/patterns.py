# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Identifiers that show by their form: numbers, postcodes, addresses, e-mail. A pattern reads text
folded to lower case.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nhs_number.validate import is_valid

from .replacing import Span
from .words import POSTCODE_AREAS

_AREAS = (
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl gu gy ha hd "
    "hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm "
    "s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze"
)
_AREA = "(?:" + "|".join(sorted(POSTCODE_AREAS, key=len, reverse=True)) + ")"
_OUTWARD = rf"{_AREA}[0-9][0-9a-hj-y]?"
_STREET = (
    "street|road|avenue|lane|close|crescent|drive|terrace|grove|gardens|court|place|square|mews|walk|rise|parade|hill|way|row|croft|"
    "boulevard|gate|fields|meadow|view|wharf|yard|park|green"
)
_SHORT_STREET = r"st|rd|ave|ln|cl|cres|dr|gdns|tce|ct|sq"
_LABELLED = (
    r"(?:hospital|unit|case|crime|incident|log|ref(?:erence)?|mrn|district|patient|police|cad|urn|datix|steis|mosaic|liquidlogic|systmone|"
    r"emis|upn|passport|collar|badge|record|records|medical record|file|claim|policy|uprn|rm2|inquest|coroner'?s?|ambulance|call|tracking)"
    r"(?:\s+(?:number|no|ref(?:erence)?|id|record))?"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """`on`: "folded" or "source" (where capitals matter). Group 1, if the pattern has one, is what is
    replaced.
    """

    rule: str
    replacement: str
    expression: re.Pattern[str]
    accept: Callable[[str], bool] = lambda _: True
    on: str = "folded"


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.replace("o", "0").replace("l", "1"))


def _is_nhs_number(text: str) -> bool:
    return len(_digits(text)) == 10 and bool(is_valid(_digits(text)))


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "email",
        "[e-mail address]",
        re.compile(
            r"(?<![\w.+'-])[\w.+'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.\n?[\w-]{1,63}|\s\.\s?(?:com|co|org|net|uk|nhs)\b){1,6}"
        ),
    ),
    Pattern("web_address", "[web address]", re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]+")),
    Pattern(
        "web_address",
        "[web address]",
        re.compile(
            r"(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:com|co\.uk|org|org\.uk|net|nhs\.uk|gov\.uk|sch\.uk|ac\.uk|police\.uk)\b[^\s,;)]*"
        ),
    ),
    Pattern(
        "web_address",
        "[social media name]",
        re.compile(
            r"\b(?:instagram|insta|snapchat|snap|tiktok|facebook|twitter|discord|roblox|whatsapp)"
            r"(?:\s+(?:name|handle|user|username|account))?\s*[:@]\s*([\w.@-]{3,})"
        ),
    ),
    Pattern("web_address", "[social media name]", re.compile(r"(?<![\w.])@[a-z0-9_.]{3,}")),
    Pattern("web_address", "[location]", re.compile(r"///[a-z]+\.[a-z]+\.[a-z]+")),
    Pattern(
        "address", "[location]", re.compile(r"-?\b\d{1,2}\.\d{3,}\s*°?[ns]?,\s*-?\d{1,3}\.\d{3,}\s*°?[ew]?")
    ),
    Pattern(
        "nhs_number",
        "[NHS number]",
        re.compile(r"(?<![\d/.])[\dol]{3}[\s\-.]{1,3}[\dol]{3}[\s\-.]{1,3}[\dol]{4}(?!\d)"),
        _has_digit,
    ),
    Pattern("nhs_number", "[NHS number]", re.compile(r"(?<!\d)\d{10}(?!\d)")),
    Pattern(
        "nhs_number", "[NHS number]", re.compile(r"(?<!\d)\d(?:[\s\-./_]{1,3}\d|\d){9}(?!\d)"), _is_nhs_number
    ),
    Pattern(
        "nhs_number",
        "[NHS number]",
        re.compile(r"\bnhs\s*(?:no|number|num|n|#)?\b\s*(?:is|was)?[.:#\s-]*(\d[\d\s\-.]{4,}\d)"),
    ),
    Pattern(
        "telephone",
        "[telephone number]",
        re.compile(r"(?<![\d.])(?:\+|00)\d{1,3}[\s()\-.]*\d(?:[\s()\-.]*\d){7,11}(?!\d)"),
    ),
    Pattern("telephone", "[telephone number]", re.compile(r"(?<![\d.])\(?0(?:[\s()\-.]{0,2}\d){9,10}(?!\d)")),
    Pattern(
        "telephone",
        "[telephone number]",
        re.compile(
            r"\b(?:tel|telephone|phone|mobile|mob|ext|extension|bleep|fax|contact)\b(?:\s+(?:number|no))?[.:\s]*(\d[\d\s\-]{2,}\d)"
        ),
    ),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(
            rf"\b{_OUTWARD}[\s.\-]{{0,3}}[0-9o](?!st\b|nd\b|rd\b|th\b)[abd-hjlnp-uw-z]{{2}}(?![a-z0-9])"
        ),
    ),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(rf"\b(?:post\s?code|postal)\s*(?:area|district|sector|is|of)?[:\s]*({_OUTWARD})\b"),
    ),
    Pattern("postcode", "[postcode]", re.compile(r"\ble\d{1,2}\b")),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(r"\b(?:LE|NG|CV|DE|PE|NN|B)\s\d{1,2}\b(?!\s?(?:mg|ml|mcg|%))"),
        on="source",
    ),
    Pattern("vehicle", "[vehicle]", re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b"), on="source"),
    Pattern(
        "vehicle",
        "[vehicle]",
        re.compile(
            r"\b(?:registration|reg|plates?|vrm|index)\s*(?:number|no|mark)?[.:\s]*(?:of|was|is)?\s*([a-z]{1,3}\s?\d{1,4}\s?[a-z]{0,3})\b"
        ),
        _has_digit,
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(
            rf"\b{_LABELLED}\s*(?:is|was)?[.:#\s]*((?=[\w/.-]{{0,20}}\d)[a-z]{{0,5}}[/-]?\d[\w/-]{{2,}})"
        ),
        _has_digit,
    ),
    Pattern("case_number", "[reference]", re.compile(r"\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b")),
    Pattern("case_number", "[reference]", re.compile(r"\b[a-z]{1,4}[/-]?\d{6,}\b")),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"\b[a-z]{2,5}[-/]\d{2,4}[-/]\d{2,}\b|\b\d{2,}/\d{4,}/\d{2,}\b"),
    ),
    Pattern(
        "address",
        "[road]",
        re.compile(
            r"(?<=\bthe )(?:a\d{1,4}|m\d{1,2})\b(?:\s+(?:at|near)?\s*junction\s+\d+)?|\bjunction\s+\d+[a-z]?\b"
        ),
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"\b(?:(?:Flat|Apartment|Apt|Unit|Room)\s+\w{{1,4}},?\s+)?(?:\d{{1,4}}\s?[A-Za-z]?(?:\s?[-/]\s?\d+)?,?\s+)?"
            rf"(?:[A-Z][\w'’.-]{{0,30}}\s{{1,3}}){{1,3}}(?:{'|'.join(word.title() for word in _STREET.split('|') if word not in {'way', 'row', 'view', 'park', 'green', 'place', 'court', 'gate'})})\b"
            rf"(?!\s+(?:Hospital|School|Primary|Infant|Junior|Academy|Nursery|Surgery|Medical|Health|Ward|Unit|Practice|Children|Hospice))"
        ),
        on="source",
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"\b(?:(?:flat|apartment|apt|unit|room)\s+\w{{1,4}},?\s+)?\d{{1,4}}\s?[a-z]?(?:\s?[-/]\s?\d+)?,?\s+"
            rf"(?!(?:way|hours?|days?|weeks?|months?|years?|minutes?|metres?|miles?|yards?|am|pm|mg|ml|on|in|of|at|to)\b)[a-z][\w'.-]{{0,30}}\s{{1,3}}(?:[a-z][\w'.-]{{0,30}}\s{{1,3}})?"
            rf"(?:{_STREET}|{_SHORT_STREET})\b"
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
    Pattern("long_number", "[number]", re.compile(r"(?<![\d.,])\d{7,}(?![\d.,]\d)")),
)


def structured(source: str, folded: str) -> Iterator[Span]:
    """Spans of every identifier that shows by its form."""
    for pattern in PATTERNS:
        for found in pattern.expression.finditer(source if pattern.on == "source" else folded):
            group = 1 if found.re.groups else 0
            if pattern.accept(found.group(group)):
                yield Span(*found.span(group), pattern.rule, pattern.replacement)
