"""How old the child is, as far as the text says so: some words mean one thing in a newborn and another at fifteen."""

import re
from dataclasses import dataclass

YEARS = {"hour": 1 / 8766, "hr": 1 / 8766, "day": 1 / 365, "week": 7 / 365, "wk": 7 / 365, "month": 1 / 12, "year": 1.0}
YEARS |= {"minute": 0.0, "mth": 1 / 12, "yr": 1.0, "d": 1 / 365, "h": 1 / 8766, "m": 1 / 12, "y": 1.0, "w": 7 / 365}
NUMBERS = dict(
    zip(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split(),
        range(1, 21),
        strict=True,
    )
)
NUMBER = r"(?P<n>\d{1,3}(?:\.\d)?|" + "|".join(NUMBERS) + ")"
UNIT = r"(?P<unit>hour|hr|day|week|wk|month|mth|year|yr|minute)s?"
AGE = [
    re.compile(rf"\b{NUMBER} ?{UNIT}(?:'|s)? (?:old|of age|of life)\b"),
    re.compile(rf"\b(?:age|aged|died at|died aged|dead at|death at) {NUMBER}(?: ?{UNIT})?\b"),
    re.compile(rf"\b{NUMBER} ?(?P<unit>y|m|d|w)[/ ]?o\b"),
    re.compile(r"\bday (?P<n>\d{1,2}) of life()(?P<unit>)"),
]
#: Short spans that are an age only in a text that speaks of a newborn.
EARLY = re.compile(rf"\bat {NUMBER} (?P<unit>hours?|days?|weeks?)\b")
SOMEONE_ELSE = re.compile(
    r"\b(?:mother|mum|father|dad|brother|sister|sibling|parent|grand\w+|uncle|aunt|cousin|carer|partner|friend|driver|he|man|"
    r"woman|twin|son|daughter|who)\b[ ,(']*(?:is |was |now )*$"
)
SOMEONE_ELSE_AFTER = re.compile(
    r"[ ,]*(?:old )?(?:mother|mum|father|dad|brother|sister|sibling|half|parent|grand\w+|uncle|aunt|cousin|friend|driver|man)\b"
)
WORDS = {
    r"teenager|teenage|adolescent|young person|sixth form|secondary school|year (?:7|8|9|10|11|12|13)\b": 14.0,
    r"primary school|reception class|year (?:1|2|3|4|5|6) (?:pupil|child)|schoolboy|schoolgirl": 8.0,
    r"toddler|nursery": 2.0,
}
NEWBORN = re.compile(
    r"\bneonat\w+|\bnewborn|\bnicu\b|\bnnu\b|\bscbu\b|\bspecial care baby|\bhours of (?:age|life)|\bearly onset|\b\d\d\+\d\b|"
    r"\bborn (?:at|by) (?:\d\d|emergency|caesarean|forceps|ventouse)|\bdelivery suite|\blabour ward|\bapgars?\b|\bpreterm|"
    r"\b(?:days?|hours?|minutes) after (?:the )?(?:birth|delivery)|\bpremature|\bday (?:\d|[12]\d|one|two|three|four|five|six|seven|eight|nine|ten)\b(?! (?:of|after|on|post))|"
    r"\b(?:of|around|at|since|after|from) birth\b|\bborn (?:septic|in poor|flat|unwell|with)|\bmembranes\b"
)
NEWBORN_YEARS = 28 / 365


@dataclass(frozen=True)
class ChildsAge:
    """`years` is None when the text gives no age; `newborn_words` when it speaks as one does of a newborn."""

    years: float | None
    newborn_words: bool

    def fits(self, gate: str | None) -> bool:
        """Gates of the codebook's rules. An age that is not known passes all but `newborn`, which then needs the words."""
        if gate is None:
            return True
        newborn = self.newborn_words if self.years is None else self.years <= NEWBORN_YEARS
        return {
            "newborn": newborn,
            "after_newborn": not newborn,
            "infant": self.years is None or self.years < 2,
            "young_child": self.years is None or self.years < 8,
            "young_child_known": self.years is not None and self.years < 8,
            "from_8_years": self.years is None or self.years >= 8,
            "from_10_years": self.years is None or self.years >= 10,
            "from_10_years_known": self.years is not None and self.years >= 10,
        }[gate]


def childs_age(text: str) -> ChildsAge:
    """The greatest age the evened-out text gives for the child; ages of other people are passed over."""
    ages = [age for pattern in AGE for match in pattern.finditer(text) if (age := _age(text, match)) is not None]
    newborn = bool(NEWBORN.search(text))
    if not ages and newborn:
        ages = [age for match in EARLY.finditer(text) if (age := _age(text, match)) is not None and age <= NEWBORN_YEARS]
    if not ages:
        ages = [years for words, years in WORDS.items() if re.search(rf"\b(?:{words})", text)]
    return ChildsAge(max(ages, default=None), newborn)


def _age(text: str, match: re.Match[str]) -> float | None:
    if SOMEONE_ELSE.search(text, max(0, match.start() - 30), match.start()) or SOMEONE_ELSE_AFTER.match(text, match.end()):
        return None
    number = float(NUMBERS.get(match["n"], match["n"]))
    years = number * YEARS[(match["unit"] or "").rstrip("s") or ("day" if "life" in match[0] else "year")]
    return years if years < 19 else None
