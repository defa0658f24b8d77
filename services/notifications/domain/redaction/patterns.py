# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Identifiers that show by their form: numbers, postcodes, addresses, e-mail. A pattern reads text
folded to lower case.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from nhs_number.validate import is_valid

from .words import ABBREVIATIONS, POSTCODE_AREAS

_AREA = "(?:" + "|".join(sorted(POSTCODE_AREAS, key=len, reverse=True)) + ")"
_OUTWARD = rf"{_AREA}[0-9][0-9a-hj-y]?"
STREET = (
    "street|road|avenue|lane|close|crescent|drive|terrace|grove|gardens|court|place|square|mews|walk|rise|parade|hill|way|row|croft|"
    "boulevard|gate|fields|meadow|view|wharf|yard|park|green"
)
_SHORT_STREET = r"st|rd|ave|ln|cl|cres|dr|gdns|tce|ct|sq"
_FIGURE = r"(?:(?:double|treble|triple)\s)?(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine)"
_LABELLED = (
    r"(?:hospital|unit|case|crime|incident|log|e?prf|epcr|pin|nmc|gmc|hcpc|swe|utr|chi|ref(?:erence)?|mrn|district|patient|police|cad|urn|datix|steis|mosaic|liquidlogic|systmone|"
    r"exhibit|ofsted|lcs|niche|athena|cad|job|sample|specimen|lab|nhs trust|emis|upn|passport|collar|badge|shoulder|record|records|medical record|file|claim|policy|uprn|rm2|inquest|coroner'?s?|ambulance|call|tracking)"
    r"(?:\s+(?:number|num|no|nos|ref(?:erence)?|id|record|code))*"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """`on`: "folded" or "source" (where capitals matter). Group 1, if the pattern has one, is what is
    replaced. `near`: what must stand close by for the pattern to be looked for at all.
    """

    rule: str
    replacement: str
    expression: re.Pattern[str]
    accept: Callable[[str], bool] = lambda _: True
    on: str = "folded"
    near: str = "label"


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
        near="at",
    ),
    Pattern("web_address", "[web address]", re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]+"), near="dot"),
    Pattern(
        "web_address",
        "[web address]",
        re.compile(
            r"(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:com|co\.uk|org|org\.uk|net|nhs\.uk|gov\.uk|sch\.uk|ac\.uk|police\.uk|uk|example|info|io|app)\b[^\s,;)]*"
        ),
        near="dot",
    ),
    Pattern(
        "web_address",
        "[social media name]",
        re.compile(
            r"\b(?:instagram|insta|snapchat|snap|tiktok|facebook|twitter|discord|roblox|whatsapp)"
            r"(?:\s+(?:name|handle|user|username|account))?\s*[:@]\s*([\w.@-]{3,})"
        ),
        near="handle",
    ),
    Pattern("web_address", "[social media name]", re.compile(r"(?<![\w.])@[a-z0-9_.]{3,}"), near="at"),
    Pattern(
        "web_address",
        "[social media name]",
        re.compile(
            r"\b(?:username|user\s?name|handle|gamertag|screen\s?name|profile|account|login|user)(?:\s+(?:name|is|was|called))*\s*[:@\s]\s*"
            r"((?=[\w.@-]{0,30}[\d_.])[a-z][\w.@-]*\w)"
        ),
        near="handle",
    ),
    Pattern(
        "web_address",
        "[social media name]",
        re.compile(
            r"\b(?:instagram|insta|snapchat|snap|tiktok|facebook|twitter|discord|roblox|whatsapp)\W+(?:(?:name|as|from|by|to|under|account|user|messages?)\s+){1,3}"
            r"((?=[\w.@-]{0,30}[\d_])[a-z][\w.@-]*\w)"
        ),
        near="handle",
    ),
    Pattern("web_address", "[location]", re.compile(r"///[a-z]+\.[a-z]+\.[a-z]+"), near="slash"),
    Pattern(
        "address",
        "[location]",
        re.compile(r"-?\b\d{1,2}\.\d{3,}\s*°?[ns]?,\s*-?\d{1,3}\.\d{3,}\s*°?[ew]?"),
        near="number",
    ),
    Pattern(
        "nhs_number",
        "[NHS number]",
        re.compile(r"(?<![\w/.])[\dol]{3}[\s\-.]{1,3}[\dol]{3}[\s\-.]{1,3}[\dol]{4}(?!\d)"),
        _has_digit,
        near="number",
    ),
    Pattern("nhs_number", "[NHS number]", re.compile(r"(?<!\d)\d{10}(?!\d)"), near="number"),
    Pattern(
        "nhs_number",
        "[NHS number]",
        re.compile(r"(?<!\d)\d(?:[\s\-./_]{1,3}\d|\d){9}(?!\d|:\d)"),
        _is_nhs_number,
        near="number",
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
        near="number",
    ),
    Pattern(
        "telephone",
        "[telephone number]",
        re.compile(r"(?<![\d.])\(?0(?:[\s()\-.]{0,2}\d){9,11}(?!\d|:\d)"),
        near="number",
    ),
    Pattern(
        "telephone",
        "[telephone number]",
        re.compile(
            r"\b(?:tel|telephone|phone|mobile|mob|ext|extension|bleep|fax|contact|pager|switchboard)\b(?:\s+(?:number|no))?[.:\s]*(\d[\d\s\-]{1,}\d)(?!\s*(?:weeks?|days?|months?|hours?|min|:))"
        ),
        lambda text: len(_digits(text)) > 2,
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
    Pattern("vehicle", "[vehicle]", re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b"), on="source", near="number"),
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
            rf"\b{_LABELLED}\s*(?:is|was)?[.:#\s]*((?=[\w/.*-]{{0,20}}\d)(?:[a-z]{{1,6}}[/*-]?){{0,2}}\d[\w/*-]{{2,}}(?:\s(?:of|on)\s\d[\d/.-]*)?)"
        ),
        _has_digit,
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b"),
        near="number",
    ),
    Pattern("case_number", "[reference]", re.compile(r"\b[a-z]{1,5}[/-]?\d{6,}\b"), near="number"),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"(?<![\d/*.-])\d{2,4}[*]\d{4,}\b|\b\d{2}-\d{4}-\d{3,}\b"),
        near="number",
    ),
    Pattern(
        "vehicle",
        "[vehicle]",
        re.compile(
            r"\b(?:car|van|vehicle|ford|vauxhall|toyota|bmw|audi|vw|volkswagen|nissan|honda|peugeot|renault|kia|skoda|fiat|"
            r"citroen|seat|mercedes|hyundai|mazda|fiesta|focus|corsa|astra|golf|polo|transit|motorbike|motorcycle|lorry)\W+"
            r"(?:\w+\W+){0,3}?([a-z]\d{1,3}\s?[a-z]{3}|[a-z]{3}\s?\d{1,3}[a-z])\b"
        ),
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(
            r"\b(?:hospital|hosp|unit|patient|record|reference|ref|case|crime|incident|policy|claim|code|passcode|meeting|pin|id)\s*(?:number|num|no|ref)?[.:\s]+"
            r"((?:[a-z]{1,3}\s)?\d{2,4}(?:[\s-]\d{2,4}){1,3})\b(?![:.]\d)"
        ),
    ),
    Pattern("case_number", "[reference]", re.compile(r"\b(?:exhibit|item)\s+([a-z]{1,5}/\d{1,4})\b")),
    Pattern(
        "address",
        "[location]",
        re.compile(
            r"\b(?:grid(?:\s+ref\w*)?[:\s]+)?(?!to|so|no|he|ha)(?:s[a-z]|t[a-z]|n[a-z]|h[a-z])\s\d{3,5}\s\d{3,5}\b"
        ),
        near="number",
    ),
    Pattern(
        "long_number",
        "[number]",
        re.compile(r"\b(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}\b"),
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
        "case_number",
        "[reference]",
        re.compile(r"\b[a-z]{2,5}[-/]\d{2,4}[-/]\d{2,}\b|\b\d{2,}/\d{4,}/\d{2,}\b"),
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
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"\b(?:W?PC|PCSO|DC|DS|DI|Sgt|SGT|Constable|Officer|Collar)\s?(?:[Nn]o\.?\s?)?\d{2,6}\b"),
        on="source",
        near="label",
    ),
    Pattern(  # "LAA 3381", "MOS 55120", but no time, year or laboratory value
        "case_number",
        "[reference]",
        re.compile(
            r"\b(?!(?:ALT|AST|CK|LDH|BNP|WBC|WCC|PLT|HCG|CRP|GGT|ALP|AT|IN|BY|ON|TO|OF|FROM|UNTIL|AROUND|APPROX|ROSC|"
            r"CPR|TIME|ETA|HRS|IU|MG|ML)\b)[A-Z]{2,7}[\s:#-]{1,2}(?!(?:[01]\d|2[0-3])[0-5]\d\b)(?!(?:19|20)\d\d\b)\d{4,9}\b"
            r"(?![.:/]\d|\s?(?:mg|ml|mcg|g|kg|hrs|iu|IU|units|x)\b)"
        ),
        on="source",
        near="number",
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"(?<![\w/])[A-Z]{2,4}/\d{1,3}(?![\w/])"),
        lambda text: text.split("/")[0].lower() not in ABBREVIATIONS and text[:3] not in {"GCS", "PEW"},
        on="source",
        near="number",
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(
            r"(?<![\w:.])\d{2,5}(?=\s(?:of\s)?\d{1,2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d\d)"
        ),
        on="source",
        near="number",
    ),
    Pattern("vehicle", "[vehicle]", re.compile(r"\bG-[A-Z]{4}\b"), on="source", near="aircraft"),
    Pattern(
        "long_number",
        "[number]",
        re.compile(rf"\b{_FIGURE}(?:[\s,.-]+{_FIGURE}){{6,}}\b"),
        near="spoken",
    ),
    Pattern(  # "PM26-8870", "98I7328E": letters and four figures or more in one, but for times and amounts
        "case_number",
        "[reference]",
        re.compile(
            r"(?<![\w/.-])(?!\d{4,5}(?:HRS?|H|ML|G|MG|KG|MCG|AM|PM|Z)\b)(?=[\dA-Z/-]{0,20}[A-Z])"
            r"(?:[A-Z]{2,6}[-/]){0,2}[A-Z]{0,5}(?:[-/]?\d[-/]?[A-Z]{0,3}){4,14}(?![\w])"
        ),
        lambda text: sum(map(str.isdigit, text)) >= 4 and not re.search(r"[A-Z]\d?-\d[A-Z]?$", text),
        on="source",
        near="number",
    ),
    Pattern("long_number", "[number]", re.compile(r"(?<![\d.,])\d{7,}(?![\d.,]\d)"), near="number"),
)
