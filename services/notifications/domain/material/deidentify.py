"""What leaves this service about a child: age and month, no dates; kinds of place; roles, no names."""

from dataclasses import asdict, dataclass
from typing import Any

from services.notifications.domain.age import age_band, age_text
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.supplementary_forms import supplementary_forms
from services.notifications.domain.joint_agency.criteria import joint_agency_reasons
from shared.contracts.death_notifications import InformationSource
from shared.reference_lists import (
    CIRCUMSTANCE_EVENTS,
    ETHNIC_CATEGORIES,
    LOCAL_AUTHORITIES,
    PLACES,
    ROLES,
    SECTORS,
    SEX,
    YES_NO_NOT_KNOWN,
    ReferenceList,
)

NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Deidentified:
    """The fields of ChildDeathNotified that come from the form. Codes of the reference lists only: a word
    that is in no list is "other" or "not_known", because what somebody typed may be a name.
    """

    died_in: str | None
    age_band: str
    age_text: str
    sex: str
    ethnic_category: str
    ethnic_group: str
    area: str
    deprivation_quintile: int | None
    place_of_death: str
    place_of_event: str
    expected: str
    gestation_weeks: int | None
    notifier_sector: str
    notifier_role: str
    events: tuple[str, ...]
    supplementary_forms: tuple[str, ...]
    joint_agency_response: bool
    coroner_informed: str
    sources: tuple[InformationSource, ...]

    def event_fields(self) -> dict[str, Any]:
        """As keyword arguments of ChildDeathNotified."""
        return {**asdict(self), "sources": self.sources}


def deidentified(answers: Answers) -> Deidentified:
    """The de-identified facts of a notification."""
    ethnic_category = _code(ETHNIC_CATEGORIES, answers.choice("child.ethnic_category"), "99")
    place_of_death = _code(PLACES, answers.choice("death.place_of_death"))
    return Deidentified(
        died_in=f"{answers.died_on:%Y-%m}" if answers.died_on else None,
        age_band=age_band(answers.born_on, answers.died_on),
        age_text=age_text(answers.born_on, answers.died_on),
        sex=_code(SEX, answers.choice("child.sex")),
        ethnic_category=ethnic_category,
        ethnic_group=ETHNIC_CATEGORIES.term(ethnic_category).group,
        area=_code(LOCAL_AUTHORITIES, answers.choice("home.local_authority")),
        deprivation_quintile=answers.number("home.deprivation_quintile"),
        place_of_death=place_of_death,
        place_of_event=_code(PLACES, answers.get("death.place_of_event") or place_of_death),
        expected=_code(YES_NO_NOT_KNOWN, answers.choice("death.expected")),
        gestation_weeks=answers.number("birth.gestation_weeks"),
        notifier_sector=_code(SECTORS, answers.choice("notifier.sector"), "other"),
        notifier_role=_code(ROLES, answers.choice("notifier.role"), "other"),
        events=events_of(answers),
        supplementary_forms=supplementary_forms(answers),
        joint_agency_response=bool(joint_agency_reasons(answers)),
        coroner_informed=_code(YES_NO_NOT_KNOWN, answers.choice("death.coroner_informed")),
        sources=sources_of(answers),
    )


def events_of(answers: Answers) -> tuple[str, ...]:
    """The circumstance events ticked, codes of the list only."""
    return tuple(code for code in answers.chosen("death.events") if code in CIRCUMSTANCE_EVENTS)


def sources_of(answers: Answers) -> tuple[InformationSource, ...]:
    """The professionals named on the form, by role and sector."""
    return tuple(
        InformationSource(source_id=named.source_id, role=named.role, sector=named.sector)
        for named in named_professionals(answers)
    )


@dataclass(frozen=True)
class NamedProfessional:
    """A professional on the form as the office sees them. Only `source_id`, `role` and `sector` may leave."""

    source_id: str
    role: str
    sector: str
    name: str
    organisation: str
    email: str


def named_professionals(answers: Answers) -> tuple[NamedProfessional, ...]:
    """In the order of the form; `source_id` is the opaque place in it: "s1"."""
    return tuple(
        NamedProfessional(
            source_id(number),
            _code(ROLES, row.get("role", NOT_KNOWN), "other"),
            _code(SECTORS, row.get("sector") or _usual_sector(row), "other"),
            row.get("name", ""),
            row.get("organisation", ""),
            row.get("email", ""),
        )
        for number, row in enumerate(answers.rows, start=1)
    )


def source_id(number: int) -> str:
    """The opaque id of the `number`-th professional on the form."""
    return f"s{number}"


def _usual_sector(row: dict[str, str]) -> str:
    role = row.get("role", "")
    return ROLES.term(role).group if role in ROLES else NOT_KNOWN


def _code(allowed: ReferenceList, code: str, otherwise: str = NOT_KNOWN) -> str:
    return code if code in allowed else otherwise
