# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Postcodes, streets, roads and positions on a map."""

import re

from .pattern import Pattern
from .reading import fold
from .spoken import FIGURES_ONLY as FIGURE_WORDS
from .words import ABBREVIATIONS, POSTCODE_AREAS, is_ordinary

_AREA = "(?:" + "|".join(sorted(POSTCODE_AREAS, key=len, reverse=True)) + ")"
_OUTWARD = rf"{_AREA}[0-9][0-9a-hj-y]?"
STREET = (
    "street|road|avenue|lane|close|crescent|drive|terrace|grove|gardens|court|place|square|mews|walk|rise|parade|hill|way|row|croft|"
    "boulevard|gate|fields|meadow|view|wharf|yard|park|green|heights|towers|tower"
)
_SHORT_STREET = r"st|cl|dr|ct|sq"  # that are also other words, and count only where the line pauses
_SAID = "(?:" + "|".join(word for word in FIGURE_WORDS if word not in {"oh", "nil", "double"}) + ")"
_NO_STREET = (
    r"(?:minutes?|hours?|miles?|metres?|days?|weeks?|months?|years?|times|people|children|adults|of|in|at|the|other|more|from|to|on|by|and|or|men|cars|"
    r"police|officers?|young|floors?|different|bedroom\w*|further|off|previous|family|high|county|crown|magistrates)\b"
)
_SHORTER_STREET = r"mws|cresc|terr|rd|ave|ln|cres|gdns|tce"
ALL_STREETS = f"{STREET}|{_SHORTER_STREET}|{_SHORT_STREET}"
SAID_STREETS = "road|street|avenue|lane|crescent|terrace|gardens|court|mews|grove|heights|tower|towers"
SHORT_STREETS = (
    "St|Rd|Ave|Av|Ln|Cl|Cres|Gdns|Tce|Terr|Ct|Sq|Mws|Pl|Cresc|Grn|Hts|Hse|Twr|Bldgs|Rw|Pk|Wy|"
    "ST|RD|AVE|LN|CRES|GDNS|MWS|Mews|"
    "Road|Street|Lane|Close|Avenue|Drive|Terrace|Gardens|Court|Walk|Grove|Crescent|"
    "LANE|ROAD|STREET|AVENUE|CLOSE|CRESCENT|DRIVE|TERRACE|GROVE|GARDENS|COURT|MEWS|WALK"
)
WELSH_STREETS = (
    "maes|heol|ffordd|stryd|lon|bryn|clos|cwrt|rhodfa|rhes|teras|gerddi|parc|"
    "llys|cae|dan|tan|pen|ty|tyn|twyn|rhiw|glan|nant|erw|coed|sgwar|cilgant|rue|via|calle|ulica|ul"
)


def _has_two_figures(text: str) -> bool:
    """A figure in the first half and one in the second, as every postcode has."""
    return sum(map(str.isdigit, text)) > 1


def _is_inward(text: str) -> bool:
    """ "DN7 IPQ", a figure read as a letter; but not "L5 ICU"."""
    last = fold(text[-3:])
    return not is_ordinary(last) and last not in ABBREVIATIONS


ADDRESS_PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "address",
        "[location]",
        re.compile(r"-?\b\d{1,2}\.\d{3,}\s*°?\s?[ns]?\s?[,/;]?\s*-?\d{1,3}\.\d{3,}\s*°?\s?(?:[ew]\b)?"),
        near="number",
        least=8,
    ),
    Pattern(
        "address",
        "[location]",
        re.compile(
            r"[ns]?\s?\d{1,2}°\s?\d{1,2}['′]\s?(?:[\d.]+[\"″])?\s?[ns]?[,\s]{0,3}[ew]?\s?\d{1,3}°\s?\d{1,2}['′]\s?(?:[\d.]+[\"″])?(?:\s?[ew]\b)?"
        ),
        near="degree",
    ),
    # A number before a street that begins with its kind, or behind any street.
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"\b\d{{1,4}}\s?-?\s?[a-z]?,?\s+(?:{WELSH_STREETS})"
            r"(?:[\s.-]{1,2}(?:y|yr|ar|de|la|du|des|del)\b)?(?:[\s-]+(?!and\b|then\b|no\b|fed\b|well\b|in\b)[a-z][a-z'-]{2,})"
            r"(?:[\s-](?:y|yr|ar)[\s-][a-z]{3,}|\s?-\s?[a-z]{3,})?|\b\d{1,4}\s?[a-z]?,?\s+(?:maes|heol|ffordd|stryd|lon|bryn|clos|cae|ty|pen|tan|dan)[\s-](?:y|yr|ar)[\s-][a-z]{3,}"
        ),
        near="welsh street",
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"\b(?:(?!the\b|this\b|that\b|and\b)[a-z][\w']{{2,30}}\s){{1,2}}(?:{STREET}|st|rd|ave|ln|cres|dr|gdns|ct),?\s(?:house\s|flat\s)?(?:no\.?|number|nr\.?)\s?\d{{1,4}}\s?[a-z]?\b"
        ),
        near="numbered",
    ),
    # Grid roads: "H6 Childs Way j/w V8".
    Pattern(
        "address",
        "[road]",
        re.compile(
            rf"\b[hv]\d{{1,2}}\s(?:[a-z][\w']{{1,20}}\s){{1,2}}(?:{STREET})\b"
            r"|(?<=j/w )[hvabm]\d{1,4}\b|\b(?:j/w|jct\.?|junction|jn|j)\s?\d{1,2}[a-z]?\s(?:of\s)?(?:the\s)?[abm]\d{1,4}(?:\(m\))?"
            r"|\b[abm]\d{1,4}(?:\(m\))?\s(?:j/w|jct\.?|junction|jn|j)\s?\d{1,2}[a-z]?\b|\b[am]\d{1,4}\(m\)|(?:(?<=\bon )|(?<=\balong )|(?<=\boff )|(?<=\bvia )|(?<=\bnear ))(?:a\d{2,4}|m\d{1,2}|b\d{4})\b(?!\s?(?:ward|paper))"
        ),
        near="grid",
    ),
    # "31 Gallions Rd. Dr Lasdun": the short form after a name with capitals, or shouted.
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"(?<![\w:.])(?:\d{{1,4}}|[lI]\d{{1,3}})\s?-?\s?[A-Za-z]?,?\s+(?:[A-Z][\w'’.-]{{1,30}}\s){{1,3}}(?:{SHORT_STREETS})\b"
        ),
        on="source",
        near="short street",
    ),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(rf"\b{_AREA.upper()}(?:\d[\dOIl]?|[OIl]\d)\s{{0,2}}[IOl][A-Z]{{2}}\b"),
        _is_inward,
        on="source",
        near="letter",
        least=1,
    ),
    Pattern(  # "SEl5 3QT", "LL23 7D8": letters for figures, and figures for letters
        "postcode",
        "[postcode]",
        re.compile(
            rf"\b{_AREA.upper()}(?:[OIl]\d|\d[\dOIl]?)\s{{1,2}}[\dOIl](?:[A-Z]{{2}}|[A-Z][01458]|[01458][A-Z])(?!\w)"
        ),
        _has_two_figures,
        on="source",
        near="letter",
        least=2,
    ),
    Pattern(  # "flat two aylesbury house", as one says it
        "address",
        "[address]",
        re.compile(
            rf"\b(?:flat|apartment)\s(?:number\s)?(?:{_SAID}(?:\s{_SAID})?|\d{{1,4}})(?:\s[a-e])?[\s,]+(?:(?:\d{{1,4}}|{_SAID}(?:\s(?:and\s)?{_SAID}){{0,3}})\s)?(?!of\b|on\b|in\b|with\b|and\b|was\b|is\b)(?:[a-z'-]{{3,}}\s){{1,3}}(?:{STREET}|house|tower|towers|heights|lodge|point|buildings|mansions)\b"
        ),
        opens="flat apartment",
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"\b(?:at|of|to|from|address|home|known|lives)\s({_SAID}(?:\s(?:and\s)?{_SAID}){{0,3}}\s(?:[a-e]\s)?(?:(?!{_NO_STREET})[a-z'-]{{3,}}\s){{1,2}}(?:close|drive|way|place|rise|hill|view|walk|row|park|green|wharf|croft|parade))\b"
        ),
        near="any street",
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"\b{_SAID}(?:\s(?:and\s)?{_SAID}){{0,3}}\s(?:[a-e]\s)?(?:(?!{_NO_STREET})[a-z'-]{{3,}}\s){{1,2}}(?:{SAID_STREETS})\b"
        ),
        near="said street",
    ),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(
            rf"\b{_OUTWARD}[\s.\-]{{0,3}}(?!1st\b|2nd\b|3rd\b|[04-9]th\b)[0-9o][abd-hjlnp-uw-z]{{2}}(?![a-z0-9])"
        ),
        near="letter",
    ),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(
            rf"\b(?:post\s?code|postal|outcode|district|area|sector|in|from|around|near)\s*(?:area|district|sector|is|of)?[:\s]*(?!b12\b|t[34]\b|e\d\b|s[12]\b|l[1-5]\b|c[1-7]\b|m\d\b|g\d\b|n\d\b|b\d\b|w\d\b|ct\d)({_OUTWARD})\b"
        ),
        opens="post postcode postal outcode district area sector in from around near",
    ),
    Pattern("postcode", "[postcode]", re.compile(r"\b(?:le|ng|cv|nn|ln)\d{1,2}\b"), near="letter"),
    Pattern(
        "postcode",
        "[postcode]",
        re.compile(r"\b(?:LE|NG|CV|DE|PE|NN|B)\s\d{1,2}\b(?!\s?(?:mg|ml|mcg|%))"),
        on="source",
        opens="le ng cv de pe nn b",
    ),
    Pattern(
        "address",
        "[location]",
        re.compile(
            r"\b(?:grid(?:\s+ref\w*)?[:\s]+)?(?!to|so|no|he|ha)(?:s[a-z]|t[a-z]|n[a-z]|h[a-z])\s\d{3,5}\s\d{3,5}\b"
        ),
        near="number",
        least=6,
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(r"\b(?:pitch|plot|berth|mooring)\s+(?:no\.?\s*)?\d+[a-z]?\b"),
        opens="pitch plot berth mooring",
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(r"\b\d{1,4}[A-Za-z]?\s+The\s+[A-Z][\w'’]+(?:\s+(?:Close|Lane|Road|Street|Way))?"),
        on="source",
        near="the",
    ),
    Pattern(
        "address",
        "[road]",
        re.compile(
            r"(?<=\bthe )(?:a\d{1,4}|m\d{1,2})\b(?:\s+(?:at|near)?\s*junction\s+\d+)?|\bjunction\s+\d+[a-z]?\b"
        ),
        opens="a m junction",
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"\b(?:(?:The\s)?(?:[A-Z][\w'’]+\s)?(?:Cottage|House|Lodge|Farm|Barn|Rectory|Vicarage|Mill|Hall|Paddocks?|Manor|Villa|Bungalow|Stables|Oaks|Elms|Firs),\s)?"
            rf"(?:(?:Flat|Apartment|Apt|Unit|Room)\s+\w{{1,4}},?\s+)?(?:(?<![\d:.])\d{{1,4}}\s?[A-Za-z]?(?:\s?[-/]\s?\d+)?,?\s+)?"
            rf"(?:(?:[A-Z][\w'’-]{{0,30}}|St\.|[A-Z]\.)\s{{1,3}}){{1,3}}(?:{'|'.join(word.title() for word in STREET.split('|') if word not in {'way', 'row', 'view', 'park', 'green', 'place', 'court', 'gate'})})\b"
            rf"(?!\s+(?:Hospital|School|Primary|Infant|Junior|Academy|Nursery|Surgery|Medical|Health|Ward|Unit|Practice|Children|Hospice))"
        ),
        on="source",
        near="street",
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(
            rf"(?<![\w:.])(?:(?:flat|apartment|apt|unit|room)\s+\w{{1,4}},?\s+)?\d{{1,4}}\s?-?\s?[a-z]?(?:\s?[-/]\s?\d+)?,?\s+"
            rf"(?!(?:way|hours?|days?|weeks?|months?|years?|minutes?|metres?|miles?|yards?|am|pm|mg|ml|on|in|of|at|to)\b)[a-z][\w'.-]{{0,30}}\s{{1,3}}(?:[a-z][\w'.-]{{0,30}}\s{{1,3}})?"
            rf"(?:{STREET}|{_SHORTER_STREET}|(?:{_SHORT_STREET})(?!\.?[ \t]+[a-z]))\b"
        ),
        lambda text: (
            not re.search(
                r"(?<![\d-])\b(?:the|a|an|may|will|can|is|in|on|at|of|to|from|and|was|were|with|had|his|her)\b",
                text,
            )
        ),
        near="any street",
        least=1,
    ),
    Pattern(
        "address",
        "[address]",
        re.compile(r"\b(?:flat|apartment|apt)\s+\d+[a-z]?\b|\bpo box\s+\d+\b|\bplot\s+\d+\b"),
        opens="flat apartment apt po plot",
    ),
)
