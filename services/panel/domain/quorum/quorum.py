"""Whether enough of the right people are in the room to decide on one case.

Rules are data. They are judged per case: who has declared an interest, or was out of the room, does not
count. Public health is a sector of its own: neither the health nor the local-authority professional needed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from services.panel.domain.meetings.attendance import IN_THE_MEETING, Mark
from services.panel.domain.meetings.membership import SEAT_ROLES, SECTORS

HEALTH = frozenset({"nhs_commissioner", "acute_hospital", "community_health"})
LOCAL_AUTHORITY = frozenset({"local_authority"})


@dataclass(frozen=True)
class Attendee:
    """Somebody on the register of one meeting, by the seat that they fill. ``mode`` is the mark there."""

    person_id: str
    role: str
    organisation: str
    sector: str
    mode: Mark = Mark.PRESENT


@dataclass(frozen=True)
class Needed:
    """At least one person with one of these seat roles or from one of these sectors, in ``words``."""

    words: str
    roles: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()

    def met_by(self, attendee: Attendee) -> bool:
        return attendee.role in self.roles or attendee.sector in self.sectors


@dataclass(frozen=True)
class QuorumRules:
    """A named, dated rule set. A minimum of 0 asks for nothing; every entry of ``needs`` must be met."""

    id: str
    name: str
    version: int
    starts_on: date
    source: str
    minimum_people: int = 0
    minimum_organisations: int = 0
    minimum_sectors: int = 0
    needs: tuple[Needed, ...] = ()


@dataclass(frozen=True)
class QuorumResult:
    """``missing`` names what is not met, in plain words; it is empty exactly when ``quorate``."""

    quorate: bool
    missing: tuple[str, ...]


def _role(role: str) -> Needed:
    return Needed(f"the {SEAT_ROLES[role].lower()}", roles=frozenset({role}))


DEFAULT_RULES = QuorumRules(
    id="default-1",
    name="Chair or designated doctor, health, local authority, 4 organisations",
    version=1,
    starts_on=date(2018, 10, 1),
    source="Shipped default, to be confirmed in the panel's terms of reference",
    minimum_organisations=4,
    needs=(
        Needed("the chair or the designated doctor", roles=frozenset({"chair", "designated_doctor"})),
        Needed("a health professional", sectors=HEALTH),
        Needed("a local-authority professional", sectors=LOCAL_AUTHORITY),
    ),
)
SIX_MEMBERS_FOUR_ROLES = QuorumRules(
    id="six-members-four-roles-1",
    name="6 members and four named roles",
    version=1,
    starts_on=date(2018, 10, 1),
    source="Terms of reference that count members and name roles",
    minimum_people=6,
    needs=tuple(_role(role) for role in ("chair", "designated_doctor", "social_care", "police")),
)
FOUR_ORGANISATIONS = QuorumRules(
    id="four-organisations-1",
    name="At least 4 organisations",
    version=1,
    starts_on=date(2018, 10, 1),
    source="Terms of reference that count organisations, not people",
    minimum_organisations=4,
)
QUORUM_RULES: dict[str, QuorumRules] = {
    rules.id: rules for rules in (DEFAULT_RULES, SIX_MEMBERS_FOUR_ROLES, FOUR_ORGANISATIONS)
}


def judge_quorum(rules: QuorumRules, present: Iterable[Attendee]) -> QuorumResult:
    """Whether those of ``present`` who are in the meeting meet ``rules``; other lines are ignored."""
    here = [attendee for attendee in present if attendee.mode in IN_THE_MEETING]
    missing = (*_unmet_needs(rules, here), *_too_few(rules, here))
    return QuorumResult(not missing, missing)


def taking_part(
    register: Iterable[Attendee], *, interested: Collection[str], absent: Collection[str] = ()
) -> list[Attendee]:
    """Those of the register who take part in one case: no declared interest, and not out of the room."""
    out = {*interested, *absent}
    return [attendee for attendee in register if attendee.person_id not in out]


def _unmet_needs(rules: QuorumRules, here: list[Attendee]) -> tuple[str, ...]:
    return tuple(need.words for need in rules.needs if not any(need.met_by(each) for each in here))


def _too_few(rules: QuorumRules, here: list[Attendee]) -> tuple[str, ...]:
    counts = (
        ("member", rules.minimum_people, len({each.person_id for each in here})),
        ("organisation", rules.minimum_organisations, len({_same(each.organisation) for each in here})),
        ("sector", rules.minimum_sectors, len({each.sector for each in here} & set(SECTORS))),
    )
    return tuple(_shortfall(thing, least, found) for thing, least, found in counts if found < least)


def _shortfall(thing: str, least: int, found: int) -> str:
    more = least - found
    return f"{more} more {thing}{'' if more == 1 else 's'} ({found} of {least} here)"


def _same(organisation: str) -> str:
    return " ".join(organisation.split()).casefold()
