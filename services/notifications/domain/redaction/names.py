"""The case's own identifiers: what to look for first, because the notification says what they are."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody named in the case. `role` is the phrase that replaces the name: "the mother", "the
    health visitor".

    `also_known_as` holds nicknames, former and other names. `side` tells whose initials may stand alone:
    "family" (and the child) or "professional".
    """

    given_names: str
    family_name: str
    role: str
    also_known_as: tuple[str, ...] = ()
    side: str = "family"
    sex: str = ""

    def __hash__(self) -> int:  # of what differs: people are put into sets at every name that is found
        return hash((self.given_names, self.family_name, self.role))


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A school, practice, hospital, street or town of the case. `kind` replaces it: "the school",
    "[address]".
    """

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class KnownIdentifier:
    """A number, e-mail or postcode of the case, found however it is spaced. `rule` is a key of
    `rules.RULES`.
    """

    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class KnownNames:
    people: tuple[KnownPerson, ...] = ()
    places: tuple[KnownPlace, ...] = ()
    identifiers: tuple[KnownIdentifier, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseDates:
    """The two dates every other date is told by. Either may be unknown: then a date becomes "[date]".

    `died_by`: of a death whose day is not known, the last day on which it can have been.
    """

    born_on: date | None = None
    died_on: date | None = None
    died_by: date | None = None
