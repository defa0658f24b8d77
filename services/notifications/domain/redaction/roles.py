"""What stands in the place of a known person's name."""

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from .names import KnownPerson
from .replacing import Span

SAME_ROLE: dict[str, str] = {
    "the mother": "mother|mum|mummy|mam|mom",
    "the father": "father|dad|daddy|papa",
    "the child": "child|baby|infant|boy|girl|son|daughter|patient",
    "the general practitioner": "general practitioner|gp|family doctor",
    "the social worker": "social worker|sw",
    "the health visitor": "health visitor|hv",
    "a sibling": "sibling|brother|sister|twin",
    "the police officer": "police officer|officer|constable|sergeant|detective",
    "the midwife": "midwife|community midwife",
    "the teacher": "teacher|headteacher|deputy head|tutor|senco",
    "the paediatrician": "paediatrician|paediatric consultant",
    "the neonatologist": "neonatologist|neonatal consultant",
    "the mental health professional": "mental health professional|psychiatrist|psychologist|therapist",
    "the palliative care professional": "palliative care professional|nurse",
}
_FEMALE = re.compile(r"\b(?:mother|grandmother|aunt|sister|stepmother|midwife)\b")
_MALE = re.compile(r"\b(?:father|grandfather|uncle|brother|stepfather)\b")
_CHILDREN = re.compile(r"\b(?:child|twin|triplet|sibling|brother|sister)\b")
_TITLES_OF_COUPLES = re.compile(r"\b(?:mr|mrs|ms|miss)\b")
_TITLES_OF_GROWN_UPS = re.compile(r"\b(?:mr|mrs)\b")
_DOCTORS_TITLES = frozenset({"dr", "doctor", "prof", "professor"})
_COURTESY_TITLES = frozenset({"mr", "mrs", "ms", "miss"})  # surgeons have one, and hospital consultants may
_NEVER_DOCTORS = re.compile(
    r"\b(?:midwife|nurse|visitor|social worker|teacher|headteacher|police officer|detective|paramedic)\b"
)
_ALWAYS_DOCTORS = re.compile(r"\b(?:general practitioner|paediatrician|neonatologist|psychiatrist)\b")
# "Under the name [name]", "the name [name] was chosen": a role there makes no sense.
_SPEAKS_OF_THE_NAME = re.compile(
    r"\b(?:(?:the|his|her|their|first|given|middle|family|new|own)"
    r"\s(?:fore|sur|nick)?names?(?:\s(?:of|is|was))?"
    r"|(?:fore|sur|nick)name(?:\s(?:of|is|was))?"
    r"|(?:is|was|were|be|been|being)\s(?:named|called|christened|nicknamed)"
    r"|(?<!also )known as|goes by|answers to)\s{1,2}[\"']?$"
)
# "[name], community midwife", "[name] (GP)": what somebody is follows, and need not be said before.
_BETWEEN_NAME_AND_ROLE = (
    r"(?:,\s|\s?\()(?:(?:the|an?|our|community|consultant|named|allocated|senior|lead|usual|specialist|class"
    r"|detective|deputy)\s){0,3}"
)
# Above the name a line as short as this is a heading, and a longer one is prose that was wrapped.
_LONGEST_HEADING = 40
_BEHIND_A_ROLE = "".join(
    character for character in map(chr, range(0x10000)) if character.isspace() or character in ",:-–("
)
_HOUSEHOLD = re.compile(
    r"\s+(family|household|children|siblings|parents|home|brothers|sisters|twins)\b", re.IGNORECASE
)


def phrase_for(
    source: str,
    folded: str,
    start: int,
    end: int,
    people: Collection[KnownPerson],
    kinds: set[str],
    title: str,
) -> Span:
    """The span to replace and the words for it: the role, "[name]" after its own role, or "[family name]"."""
    if title and len(_TITLES_OF_COUPLES.findall(title)) > 1:
        return Span(start, end, "known_name", "the parents")
    if grown_up := _grown_up_of(people, title):
        return Span(start, end, "known_name", grown_up)
    candidates = _by_title(people, title)
    theirs = any(person.side == "family" for person in people)
    alone = theirs and kinds == {"family"} and not title
    if alone and (household := _HOUSEHOLD.match(source, end)):
        return Span(start, household.start(1), "known_name", "the ")
    if len({person.role for person in candidates}) > 1:
        return Span(
            start, end, "known_name", "[family name]" if kinds == {"family"} and not title else "[name]"
        )
    role = next(iter(candidates)).role
    if kinds == {"family"} and (other := _of_that_name(role, title)):
        return Span(start, end, "known_name", other)
    before = folded[max(0, start - 60) : start]
    if (
        _SPEAKS_OF_THE_NAME.search(before)
        or _role_stands_before(before, role)
        or _role_stands_behind(folded, end, role)
    ):
        return Span(start, end, "known_name", "[name]")
    return Span(start, end, "known_name", role)


def _by_title(people: Collection[KnownPerson], title: str) -> Collection[KnownPerson]:
    """Of several people who share the name, those whom the title fits; all of them where it fits none."""
    words = set(title.replace(".", " ").split())
    for titles, fits in _FITTING:
        if words & titles:
            return [person for person in people if fits(person)] or people
    return people


def _of_that_name(role: str, title: str) -> str:
    """What somebody else is who shares the family name, as the title shows: a Dr Moss is not the midwife of
    that name, and a Mrs Moss, manager of the practice, not its doctor. "" where the title tells nothing.
    """
    words = set(title.replace(".", " ").split())
    if words & _DOCTORS_TITLES and _NEVER_DOCTORS.search(role):
        return "a doctor"
    return "[name]" if words & _COURTESY_TITLES and _ALWAYS_DOCTORS.search(role) else ""


def somebody_else(span: Span, people: Collection[KnownPerson]) -> Span:
    """The family name of one person with the given name of another: whose it is nobody knows."""
    theirs = {"[family name]", *(person.role for person in people)}
    return span._replace(replacement="[name]") if span.replacement in theirs else span


def _grown_up_of(people: Collection[KnownPerson], title: str) -> str:
    """ "Mrs Okafor", where only children of that name are known, is a grown-up of the family; else ""."""
    if not (title and _TITLES_OF_GROWN_UPS.search(title)) or any(map(_is_grown_up, people)):
        return ""
    return "a relative"


def _is_grown_up(person: KnownPerson) -> bool:
    return not _CHILDREN.search(person.role)


_FITTING: tuple[tuple[frozenset[str], Callable[[KnownPerson], bool]], ...] = (
    (
        frozenset({"mr", "sir"}),
        lambda person: _is_grown_up(person) and (person.sex == "male" or bool(_MALE.search(person.role))),
    ),
    (
        frozenset({"mrs", "ms", "miss"}),
        lambda person: _is_grown_up(person) and (person.sex == "female" or bool(_FEMALE.search(person.role))),
    ),
    (frozenset({"baby", "little", "master", "poor"}), lambda person: person.role == "the child"),
    (
        frozenset({"dr", "doctor", "prof", "professor", "nurse", "midwife"}),
        lambda person: person.side == "professional",
    ),
)


def _role_stands_before(text: str, role: str) -> bool:
    expression, endings = _role_before(role)
    said = text.rstrip(_BEHIND_A_ROLE)
    if not said.endswith(endings) or expression.search(text) is None:
        return False
    return not _is_heading(said, text[len(said) :])


def _is_heading(said: str, behind: str) -> bool:
    """ "The child", on a line of its own over "Amara slept well": the heading says nothing of her."""
    if "\n" not in behind or ":" in behind:
        return False
    return behind.count("\n") > 1 or len(said) - said.rfind("\n") <= _LONGEST_HEADING


def _role_stands_behind(folded: str, end: int, role: str) -> bool:
    return (
        folded[end : end + 2].strip()[:1] in {",", "("} and _role_behind(role).match(folded, end) is not None
    )


@lru_cache(maxsize=1024)
def _role_behind(role: str) -> re.Pattern[str]:
    words = SAME_ROLE.get(role, re.escape(role.removeprefix("the ")))
    return re.compile(rf"{_BETWEEN_NAME_AND_ROLE}(?:{words})\b(?!')")


@lru_cache(maxsize=1024)
def _role_before(role: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """With what it ends in, but for marks and spaces: without one of these a text is not searched."""
    own = role.removeprefix("the ")
    words = SAME_ROLE.get(role, re.escape(own))
    endings = (*(SAME_ROLE[role].split("|") if role in SAME_ROLE else [own]), "called", "named")
    return re.compile(rf"\b(?:{words})(?:(?:,|\s+called|\s+named)?\s+|\s*[:\-–(]\s*)$"), endings
