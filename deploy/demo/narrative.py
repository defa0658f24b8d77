"""Put chosen sentences into texts: the circumstances of the notification and each agency's sections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from deploy.demo.case import Professional
from deploy.demo.data import Table, table
from deploy.demo.family import Family
from deploy.demo.story import Said

_PRONOUNS = {
    "female": {"he": "she", "He": "She", "his": "her", "His": "Her", "him": "her", "himself": "herself"},
    "male": {"he": "he", "He": "He", "his": "his", "His": "His", "him": "him", "himself": "himself"},
}
_TOLD_FIRST = 3


@dataclass(frozen=True)
class Circumstance:
    """What the sentences' blanks are filled from."""

    family: Family
    born_on: date
    died_at: datetime
    weeks: int
    grams: int
    age_text: str


def fill(rng: Random, sentence: str, about: Circumstance, by: Professional | None = None) -> str:
    """A sentence with its blanks filled; ``by`` is who writes it."""
    family, died = about.family, about.died_at
    staff = table("names")["staff"]
    blanks = {
        **_PRONOUNS[family.sex],
        "child": family.child, "family": family.family_name,
        "mother": family.mother, "father": family.father,
        "sibling": family.sibling, "address": f"{family.address}, {family.town}", "postcode": family.postcode,
        "nhs": f"{family.nhs_number[:3]} {family.nhs_number[3:6]} {family.nhs_number[6:]}",
        "surgery": family.surgery, "gpname": family.gp_name, "school": family.school,
        "nursery": family.nursery,
        "phone": by.phone if by else family.phone, "mobile": family.mobile, "familyemail": family.email,
        "email": by.email if by else family.email, "author": plain_name(by) if by else "",
        "colleague": rng.choice(staff["names"]),
        "keyworker": f"{rng.choice(staff['given'])} {rng.choice(staff['names'])}",
        "born": written(about.born_on),
        "date": written(died.date()), "time": f"{died:%H:%M}", "weeks": about.weeks, "grams": about.grams,
        "agetext": about.age_text, "contact": _days_off(rng, about, 1), "before": _days_off(rng, about, -1),
        "earlier": f"{died - timedelta(minutes=rng.randrange(50, 170)):%H:%M}", 
        "attendance": rng.randrange(88, 99), "gravida": rng.randrange(2, 5), "parity": rng.randrange(1, 3),
    }  # fmt: skip
    return sentence.format(**blanks)


def circumstances(rng: Random, scenario: Table, said: Sequence[Said], about: Circumstance) -> str:
    """The narrative of the notification: the course of events and what was known at the bedside."""
    opening = rng.choice(table("bedside")["opening"])
    course = rng.choice(scenario["course"])
    known = [each.sentences[0] for each in said[:_TOLD_FIRST]]
    closing = rng.sample(table("bedside")["closing"], 4)
    parts = [opening, course, *([scenario["extra"]] if "extra" in scenario else []), *known, *closing]
    return _joined(rng, parts, about)


def sections(
    rng: Random, by: Professional, said: Sequence[tuple[Said, int]], about: Circumstance
) -> dict[str, str]:
    """One agency's return: letter of the section -> text. ``said``: what, and which of its sentences."""
    voice = table("voices")[by.voice]
    details = rng.sample(voice["detail"], min(len(voice["detail"]), 6))
    common = table("common")
    parts: dict[str, list[str]] = {letter: rng.sample(common[letter], 2) for letter in voice["knows"]}
    for n, detail in enumerate(details):
        parts[voice["knows"][n % len(voice["knows"])]].append(detail)
    for each, which in said:
        parts.setdefault(each.section, []).append(each.sentences[which])
    for sentences in parts.values():
        rng.shuffle(sentences)
    parts = dict(sorted(parts.items()))
    next(iter(parts.values())).insert(0, rng.choice(voice["opening"]))
    next(reversed(parts.values())).append(rng.choice(voice["closing"]))
    return {letter: _joined(rng, lines, about, by) for letter, lines in parts.items() if lines}


def plain_name(person: Professional) -> str:
    """A name without its title."""
    return person.name.removeprefix(str(table("voices")[person.voice]["title"])).strip()


def written(day: date) -> str:
    """ "14 May 2025"."""
    return f"{day.day} {day:%B %Y}"


def _joined(
    rng: Random, sentences: Sequence[str], about: Circumstance, by: Professional | None = None
) -> str:
    """Sentences as running text; a form's unanswered heading stands on its own line."""
    filled = [fill(rng, sentence, about, by) for sentence in sentences]
    pieces = [f"\n{line}\n" if line[-1] not in '.!"”' else line for line in filled]
    return " ".join(pieces).replace(" \n", "\n").replace("\n ", "\n").replace("\n\n", "\n").strip()


def _days_off(rng: Random, about: Circumstance, sign: int) -> str:
    """A date some weeks before (-1) or after (1) the death."""
    return written(about.died_at.date() + sign * timedelta(days=rng.randrange(3, 40)))
