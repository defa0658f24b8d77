"""Put chosen sentences into texts: the circumstances of the notification and each agency's sections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from deploy.demo.case import Professional
from deploy.demo.data import Table, table
from deploy.demo.family import Family
from deploy.demo.story import Said, Setting, fitted

_PRONOUNS = {
    "female": {"he": "she", "He": "She", "his": "her", "His": "Her", "him": "her", "himself": "herself"},
    "male": {"he": "he", "He": "He", "his": "his", "His": "His", "him": "him", "himself": "himself"},
}
_TOLD_FIRST = 3
_SOME_WEEKS = (3, 40)  # days
_FIRST_VISIT = timedelta(days=10)  # after the birth


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
        "agetext": about.age_text, "contact": _after(rng, about), "before": _before(rng, about, by),
        "earlier": f"{died - timedelta(minutes=rng.randrange(50, 170)):%H:%M}", 
        "attendance": rng.randrange(88, 99), "gravida": rng.randrange(2, 5), "parity": rng.randrange(1, 3),
    }  # fmt: skip
    return sentence.format(**blanks)


def circumstances(
    rng: Random, scenario: Table, said: Sequence[Said], about: Circumstance, setting: Setting
) -> str:
    """The narrative of the notification: the course of events and what was known at the bedside."""
    opening = rng.choice(table("bedside")["opening"])
    courses = scenario["course"]
    [course] = fitted([rng.choice(courses)], [*courses, *scenario.get("course_instead", ())], setting)
    known = [each.sentences[0] for each in said[:_TOLD_FIRST]]
    closing = rng.sample(table("bedside")["closing"], 4)
    parts = [opening, course, *([scenario["extra"]] if "extra" in scenario else []), *known, *closing]
    return _joined(rng, parts, about)


def sections(
    rng: Random, by: Professional, said: Sequence[tuple[Said, int]], about: Circumstance, setting: Setting
) -> dict[str, str]:
    """One agency's return: letter of the section -> text. ``said``: what, and which of its sentences."""
    voice = table("voices")[by.voice]
    every = voice["detail"]
    details = rng.sample(every, min(len(every), 6))
    details = fitted(details, [*every, *voice.get("detail_instead", ())], setting)
    common = table("common")
    parts = {
        letter: fitted(rng.sample(common[letter], 2), common[letter], setting) for letter in voice["knows"]
    }
    for n, detail in enumerate(details):
        parts[voice["knows"][n % len(voice["knows"])]].append(detail)
    for each, which in said:
        parts.setdefault(each.section, []).append(each.sentences[which])
    for sentences in parts.values():
        rng.shuffle(sentences)
    parts = dict(sorted(parts.items()))
    openings = voice["opening"]
    opening = fitted([rng.choice(openings)], [*voice.get("opening_instead", ()), *openings], setting)
    next(iter(parts.values())).insert(0, *opening)
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
    # What is left out is filled too: chance must go on as it would have with it.
    filled = list(filter(None, [fill(rng, sentence, about, by) for sentence in sentences]))
    pieces = [f"\n{line}\n" if line[-1] not in '.!"”' else line for line in filled]
    return " ".join(pieces).replace(" \n", "\n").replace("\n ", "\n").replace("\n\n", "\n").strip()


def _before(rng: Random, about: Circumstance, by: Professional | None) -> str:
    """A date some weeks before the death; of those who knew the mother first it may lie before the birth."""
    day = about.died_at.date() - timedelta(days=rng.randrange(*_SOME_WEEKS))
    before_birth = by is not None and table("voices")[by.voice].get("before_birth", False)
    age = about.died_at.date() - about.born_on
    return written(day if before_birth else max(day, about.born_on + min(_FIRST_VISIT, age / 2)))


def _after(rng: Random, about: Circumstance) -> str:
    """A date some weeks after the death."""
    return written(about.died_at.date() + timedelta(days=rng.randrange(*_SOME_WEEKS)))
