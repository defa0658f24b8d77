"""What the notification tells redaction to look for: everybody and everything it names."""

import re
from collections.abc import Iterable, Iterator

from services.notifications.domain.forms.answers import Answers, Row
from services.notifications.domain.redaction import (
    CaseDates,
    KnownIdentifier,
    KnownNames,
    KnownPerson,
    KnownPlace,
    names_in_prose,
)
from shared.reference_lists import ROLES

_PLACE_KINDS = {
    "general_practitioner": "the GP practice",
    "practice_nurse": "the GP practice",
    "teacher": "the school",
    "school_nurse": "the school",
    "social_worker": "the council",
    "police_officer": "the police",
    "paramedic": "the ambulance service",
    "coroners_officer": "the coroner's office",
    "palliative_care_professional": "the hospice",
}
_TITLES = re.compile(
    r"^(?:(?:dr|mr|mrs|ms|miss|mx|prof|professor|nurse|sister|w?pc|pcso|dc|ds|di|dci|sgt|insp|sergeant|inspector|midwife)\.?\s+)+",
    re.IGNORECASE,
)
_RELATIONS = {"mother": "female", "father": "male", "stepfather": "male", "stepmother": "female"}


def known_names(answers: Answers) -> KnownNames:
    """Every person, place and number on the form."""
    return KnownNames(
        people=tuple(_people(answers)),
        places=tuple(_places(answers)),
        identifiers=tuple(_identifiers(answers)),
    )


def known_sibling(answers: Answers) -> KnownNames:
    """A child linked with this one, who is a case of their own: their names are looked for here too."""
    names = (answers.get("child.given_names"), answers.get("child.family_name"))
    sibling = KnownPerson(*names, "a sibling", sex=answers.choice("child.sex"))
    number = KnownIdentifier(answers.get("child.nhs_number"), "nhs_number")
    return KnownNames(people=(sibling,), identifiers=(number,))


def worked_on_case(workers: Iterable[tuple[str, str, str]]) -> KnownNames:
    """Professionals beside those of the notification: (name, role or code of a role, organisation)."""
    people, places = [], []
    for name, role, organisation in workers:
        said = role if role.startswith("the ") else _role(role)
        people += [_person(name, said, side="professional")] if name else []
        places += [KnownPlace(organisation, _place_kind({"role": role}))] if organisation else []
    return KnownNames(people=tuple(people), places=tuple(places))


def together(known: Iterable[KnownNames]) -> KnownNames:
    """All of several, each once, in the order in which they come."""
    every = tuple(known)
    return KnownNames(
        people=tuple(dict.fromkeys(person for each in every for person in each.people)),
        places=tuple(dict.fromkeys(place for each in every for place in each.places)),
        identifiers=tuple(dict.fromkeys(one for each in every for one in each.identifiers)),
    )


def case_dates(answers: Answers) -> CaseDates:
    died_by = None if answers.died_on else answers.times.death.last_date
    return CaseDates(answers.born_on, answers.died_on, died_by)


def _people(answers: Answers) -> Iterator[KnownPerson]:
    aliases = tuple(
        alias for alias in re.split(r"[,;/]| and | or ", answers.get("child.aliases")) if alias.strip()
    )
    yield KnownPerson(
        answers.get("child.given_names"),
        answers.get("child.family_name"),
        "the child",
        aliases,
        sex=answers.choice("child.sex"),
    )
    for row in answers.groups.get("parents", ()):
        relation = row.get("relation", "").lower()
        word = next((word for word in _RELATIONS if word in relation.split()), "")
        yield _person(
            row.get("name", ""), f"the {word}" if word else "a parent or carer", sex=_RELATIONS.get(word, "")
        )
    for name in names_in_prose(answers.get("family.other_children")):
        yield KnownPerson(name, "", "a sibling")
    for row in answers.rows:
        yield _person(row.get("name", ""), _role(row.get("role", "")), side="professional")
    yield _person(answers.get("notifier.name"), _role(answers.get("notifier.role")), side="professional")


def _person(name: str, role: str, *, side: str = "family", sex: str = "") -> KnownPerson:
    """ "Dr Priya Patel" and "PATEL, Priya" are the same person."""
    plain = _TITLES.sub("", " ".join(name.split()))
    family, comma, given = plain.partition(",")
    if not comma:
        given, _, family = plain.rpartition(" ")
    return KnownPerson(given.strip(), family.strip(), role, side=side, sex=sex)


def _role(code: str) -> str:
    plain = code in ROLES and code not in {"other", "not_known"}
    return f"the {ROLES.label(code).split(' or ')[0].lower()}" if plain else "a professional"


def _places(answers: Answers) -> Iterator[KnownPlace]:
    for row in answers.rows:
        yield KnownPlace(row.get("organisation", ""), _place_kind(row))
    yield KnownPlace(
        answers.get("notifier.organisation"), _PLACE_KINDS.get(answers.get("notifier.role"), "the hospital")
    )
    addresses = (
        answers.get("home.address"),
        *(row.get("address", "") for row in answers.groups.get("parents", ())),
    )
    yield from (KnownPlace(address, "[address]") for address in addresses)


def _place_kind(row: Row) -> str:
    in_hospital = row.get("sector") == "acute_hospital"
    return _PLACE_KINDS.get(row.get("role", ""), "the hospital" if in_hospital else "the service")


def _identifiers(answers: Answers) -> Iterable[KnownIdentifier]:
    people = (
        *answers.rows,
        {"email": answers.get("notifier.email"), "telephone": answers.get("notifier.telephone")},
    )
    yield KnownIdentifier(answers.get("child.nhs_number"), "nhs_number")
    yield KnownIdentifier(answers.get("home.postcode"), "postcode")
    yield KnownIdentifier(answers.get("home.alternative_postcode"), "postcode")
    for row in people:
        yield KnownIdentifier(row.get("email", ""), "email")
        yield KnownIdentifier(row.get("telephone", ""), "telephone")
