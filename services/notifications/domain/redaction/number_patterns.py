# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""NHS numbers, telephone numbers, references and vehicles, by their form or by the word before them."""

import re

from nhs_number.validate import is_valid

from .codes import EMERGENCY, UNITS, tells_what
from .pattern import Pattern
from .words import ABBREVIATIONS, is_ordinary

_LABELLED = (
    r"(?:hospital|unit|case|crime|incident|log|e?prf|epcr|pin|nmc|gmc|hcpc|swe|utr|chi|ref(?:erence)?|mrn|district|patient|police|cad|urn|datix|steis|mosaic|liquidlogic|systmone|"
    r"exhibit|ofsted|lcs|niche|athena|cad|job|sample|specimen|lab|nhs trust|emis|upn|passport|collar|badge|shoulder|record|records|medical record|file|claim|policy|uprn|rm2|inquest|coroner'?s?|ambulance|call|tracking)"
    r"(?:\s+(?:number|num|no|nos|ref(?:erence)?|id|record|code))*"
)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.replace("o", "0").replace("l", "1"))


def _is_nhs_number(text: str) -> bool:
    return len(_digits(text)) == 10 and bool(is_valid(_digits(text)))


def _is_dialled(text: str) -> bool:
    return len(_digits(text)) > 2 and _digits(text) not in EMERGENCY


def _is_code(text: str) -> bool:
    """Two figures or more, no word with a figure read into it ("c1osed"), and not how often the mother was
    pregnant: "Seen with her records. G3P2."
    """
    figures = sum(map(str.isdigit, text))
    return figures > 1 and not re.search(r"\d[a-z]{3}|^g\d{1,2}p\d{1,2}$", text)


def _is_labelled_group(text: str) -> bool:
    """Groups of figures after letters that shorten nothing; no times, no row of readings."""
    label = re.split(r"[\s-]", text)[0].lower()
    groups = re.findall(r"\d+", text)
    return (
        not tells_what(label)
        and len("".join(groups)) > 5
        and any(len(group) != 4 or int(group[:2]) > 24 for group in groups)
    )


def _is_aircraft(text: str) -> bool:
    """ "G-TVHB", but not "g-tube"."""
    return not is_ordinary(text[2:]) and text[2:] not in ABBREVIATIONS


def _is_plate(text: str) -> bool:
    """ "ab12 cde" in small letters, but not "hr80 and" or "rr40 low"."""
    first, last = text[:2], text[-3:]
    if is_ordinary(last) or last in ABBREVIATIONS or last in UNITS:
        return False
    return " " not in text or not (is_ordinary(first) or first in ABBREVIATIONS)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


NUMBER_PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "case_number",
        "[reference]",
        re.compile(
            r"\b(?:[Nn]o|[Nn]umber|[Rr]ef|NO|REF)[.:#]{0,2}\s+([A-Z]{2,5}[\s-]\d{2,4}(?:[\s-]\d{2,4}){1,3})\b(?![:.,/]\d)"
        ),
        on="source",
        opens="no number ref",
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"\b(?:flight|flew|fly|flying|flown)\W+(?:[a-z]+\W+){0,3}?([a-z]{2,3}\s?\d{2,4})\b"),
        opens="flight flew fly flying flown",
    ),
    Pattern(  # "GOS 5510 229"
        "case_number",
        "[reference]",
        re.compile(r"(?<![\w-])[A-Z]{2,5}[\s-]\d{2,4}(?:[\s-]\d{2,4}){1,3}\b(?![:.,/]\d)"),
        _is_labelled_group,
        on="source",
        near="number",
        least=6,
    ),
    Pattern(
        "telephone",
        "[telephone number]",
        re.compile(r"\bx\s?\d{4,5}\b(?!\s?(?:mg|ml|g|iu)\b)"),
        least=4,
        opens="x",
    ),
    Pattern(  # "Inc 188 of 040224", "214 of 2/3/25"
        "case_number",
        "[reference]",
        re.compile(
            r"[\d](?<![\w/.:].)\d{0,5}(?=\s?(?:of|/|-)\s?(?:\d{6}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\b)"
        ),
        near="number",
        least=3,
    ),
    Pattern(
        "nhs_number",
        "[NHS number]",
        re.compile(r"(?<![\w/.])[\dol]{3}[\s\-.]{1,3}[\dol]{3}[\s\-.]{1,3}[\dol]{4}(?!\d)"),
        _has_digit,
        near="number",
        least=10,
    ),
    Pattern("nhs_number", "[NHS number]", re.compile(r"(?<!\d)\d{10}(?!\d)"), near="number", least=10),
    Pattern(  # "999 8l8 4S33", read wrongly from paper
        "nhs_number",
        "[NHS number]",
        re.compile(r"(?<![\w/.-])[\dOolISBZ]{3}[\s-]{1,2}[\dOolISBZ]{3}[\s-]{1,2}[\dOolISBZ]{4}(?![\w-])"),
        lambda text: sum(map(str.isdigit, text)) > 5,
        on="source",
        near="number",
        least=6,
    ),
    Pattern(
        "nhs_number",
        "[NHS number]",
        re.compile(r"(?<!\d)\d(?:[\s\-./_]{1,3}\d|\d){9}(?!\d|:\d)"),
        _is_nhs_number,
        near="number",
        least=10,
    ),
    Pattern(
        "nhs_number",
        "[NHS number]",
        re.compile(r"\bnhs\s*(?:no|number|num|n|#)?\b\s*(?:is|was)?[.:#\s-]*(\d[\d\s\-.]{4,}\d)"),
        opens="nhs",
    ),
    Pattern(
        "telephone",
        "[telephone number]",
        re.compile(r"(?<![\d.])(?:\+|00)\d{1,3}[\s()\-.]*\d(?:(?:[\s()\-]|\.(?=\d))*\d){7,11}(?!\d|:\d)"),
        near="number",
        least=9,
    ),
    Pattern(
        "telephone",
        "[telephone number]",
        re.compile(r"(?<![\d.])\(?0(?:(?:[\s\-/]|\.(?=\d)|\)?\s?\(?){0,2}\d){9,11}(?!\d|:\d)"),
        near="number",
        least=10,
    ),
    Pattern(
        "telephone",
        "[telephone number]",
        re.compile(
            r"\b(?:tel|telephone|phone|mobile|mob|ext|extension|bleep|extn|fax|contact|pager|switchboard|dect|tie line|cb|callback|landline)\b(?:\s+(?:number|no))?[.:\s]*(\d[\d\s\-]{1,}\d)(?!\d|:\d|\s*(?:weeks?|days?|months?|hours?|hrs|min))"
        ),
        _is_dialled,
        opens="tel telephone phone mobile mob ext extension bleep extn fax contact pager switchboard dect tie cb callback landline",
    ),
    Pattern(
        "vehicle",
        "[vehicle]",
        re.compile(r"\b[A-Z]{2}(?=[\dOIl]{2})(?:\d[\dOIl]|[OIl]\d)\s{0,2}[A-Z]{3}\b"),
        on="source",
        near="letter",
        least=1,
    ),
    Pattern(
        "vehicle",
        "[vehicle]",
        re.compile(
            r"\b(?:registration|reg|plates?|vrm|index)\s*(?:number|no|mark)?[.:\s]*(?:of|was|is)?\s*([a-z]{1,3}\s?\d{1,4}\s?[a-z]{0,3})\b"
        ),
        _has_digit,
        opens="registration reg plate plates vrm index",
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(
            rf"\b{_LABELLED}\s*(?:is|was)?[.:#\s]*((?=[\w/.*-]{{0,20}}\d)(?:[a-z]{{1,6}}[/*-]?){{0,2}}\d[\w/*-]{{2,}}(?:\s(?:of|on)\s\d[\d/.-]*)?)"
        ),
        _is_code,
        opens="hospital unit case crime incident log eprf prf e epcr pin nmc gmc hcpc swe utr chi ref reference mrn district patient police cad urn datix steis mosaic liquidlogic systmone exhibit ofsted lcs niche athena job sample specimen lab nhs emis upn passport collar badge shoulder record records medical file claim policy uprn rm coroner coroners inquest ambulance call tracking",
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b"),
        near="number",
        least=6,
    ),
    Pattern(
        "vehicle",
        "[vehicle]",
        re.compile(
            r"\b(?:car|van|vehicle|ford|vauxhall|toyota|bmw|audi|vw|volkswagen|nissan|honda|peugeot|renault|kia|skoda|fiat|"
            r"citroen|seat|mercedes|hyundai|mazda|fiesta|focus|corsa|astra|golf|polo|transit|motorbike|motorcycle|lorry)\W+"
            r"(?:\w+\W+){0,3}?([a-z]\d{1,3}\s?[a-z]{3}|[a-z]{3}\s?\d{1,3}[a-z])\b"
        ),
        opens="car van vehicle ford vauxhall toyota bmw audi vw volkswagen nissan honda peugeot renault kia skoda fiat citroen seat mercedes hyundai mazda fiesta focus corsa astra golf polo transit motorbike motorcycle lorry",
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(
            r"\b(?:hospital|hosp|unit|patient|record|reference|ref|case|crime|incident|policy|claim|code|passcode|meeting|pin|id)\s*(?:number|num|no|ref)?[.:\s]+"
            r"((?:[a-z]{1,3}\s)?\d{2,4}(?:[\s-]\d{2,4}){1,3})\b(?![:.]\d)"
        ),
        opens="hospital hosp unit patient record reference ref case crime incident policy claim code passcode meeting pin id",
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"\b(?:exhibit|item)\s+([a-z]{1,5}/\d{1,4})\b"),
        opens="exhibit item",
    ),
    Pattern(
        "long_number",
        "[number]",
        re.compile(r"\b(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}\b"),
        near="number",
        least=4,
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"\b(?:W?PC|PCSO|DC|DS|DI|Sgt|SGT|Constable|Officer|Collar)\s?(?:[Nn]o\.?\s?)?\d{2,6}\b"),
        on="source",
        opens="pc wpc pcso dc ds di sgt constable officer collar",
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"[A-Z](?<![\w/].)[A-Z]{1,3}/\d{1,3}(?![\w/])"),
        lambda text: text.split("/")[0].lower() not in ABBREVIATIONS and text[:3] not in {"GCS", "PEW"},
        on="source",
        near="number",
        least=1,
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(
            r"(?<![\w:.])\d{2,5}(?=\s(?:of\s)?\d{1,2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d\d)"
        ),
        on="source",
        near="letter",
        least=5,
    ),
    Pattern(
        "vehicle",
        "[vehicle]",
        re.compile(r"\bg-[a-z]{4}\b"),
        _is_aircraft,
        opens="g",
    ),
    Pattern(
        "vehicle",
        "[vehicle]",
        re.compile(r"\b[a-z]{2}\d[\do]\s?[a-z]{3}\b|\b[a-z]{2}[\do]\d\s?[a-z]{3}\b"),
        _is_plate,
        near="letter",
        least=1,
    ),
    Pattern(
        "case_number",
        "[reference]",
        re.compile(r"\b(?:w?pc|pcso|sgt|helimed|hems)\s?\d{2,6}\b"),
        opens="pc wpc pcso sgt helimed hems",
    ),
)
