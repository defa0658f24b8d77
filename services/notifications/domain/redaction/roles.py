"""What stands in the place of a known person's name."""

import re
from collections.abc import Collection

from .names import KnownPerson
from .replacing import Span

SAME_ROLE: dict[str, str] = {
    "the mother": "mother|mum|mummy|mam|mom",
    "the father": "father|dad|daddy|papa",
    "the child": "child|baby|infant|boy|girl|son|daughter|patient",
    "the general practitioner": "general practitioner|gp|family doctor",
    "the social worker": "social worker|sw",
    "the health visitor": "health visitor|hv",
    "the police officer": "police officer|officer|constable|sergeant|detective",
}
_FEMALE = re.compile(r"\b(?:mother|grandmother|aunt|sister|stepmother|midwife)\b")
_MALE = re.compile(r"\b(?:father|grandfather|uncle|brother|stepfather)\b")
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
    household = _HOUSEHOLD.match(source, end)
    candidates = _by_title(people, title)
    if household and kinds == {"family"} and not title:
        return Span(start, household.end(), "known_name", f"the {household.group(1).lower()}")
    if len({person.role for person in candidates}) > 1:
        return Span(
            start, end, "known_name", "[family name]" if kinds == {"family"} and not title else "[name]"
        )
    role = next(iter(candidates)).role
    if _role_stands_before(folded[:start], role):
        return Span(start, end, "known_name", "[name]")
    return Span(start, end, "known_name", role)


def _by_title(people: Collection[KnownPerson], title: str) -> Collection[KnownPerson]:
    """Of several people who share the name, those whom the title fits; all of them where it fits none."""
    words = set(title.replace(".", " ").split())
    if words & {"mr", "sir"}:
        fitting = [person for person in people if _MALE.search(person.role) or person.sex == "male"]
        return [person for person in fitting if person.role != "the child"] or fitting or people
    if words & {"mrs", "ms", "miss"}:
        fitting = [person for person in people if _FEMALE.search(person.role) or person.sex == "female"]
        return [person for person in fitting if person.role != "the child"] or fitting or people
    if words & {"baby", "little", "master", "poor"}:
        return [person for person in people if person.role == "the child"] or people
    if words & {"dr", "doctor", "prof", "professor", "nurse", "midwife"}:
        return [person for person in people if person.side == "professional"] or people
    return people


def _role_stands_before(text: str, role: str) -> bool:
    words = SAME_ROLE.get(role, re.escape(role.removeprefix("the ")))
    return re.search(rf"\b(?:{words})(?:,|\s+called|\s+named)?\s+$", text[-60:]) is not None
