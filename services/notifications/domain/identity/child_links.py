"""Children who belong together and stay two cases: the kinds of link, as a table."""

from dataclasses import dataclass
from datetime import date

from services.notifications.domain.identity.likeness import ChildIdentity, birth_order, born_together

SAME_BIRTH = "same_birth"


@dataclass(frozen=True)
class LinkKind:
    """A way in which two children belong together."""

    id: str
    label: str
    hint: str


LINK_KINDS: tuple[LinkKind, ...] = (
    LinkKind(SAME_BIRTH, "Twins, or children of one birth", "They are never offered as one child again"),
    LinkKind("same_event", "They died in the same event", "For example a house fire or a collision"),
    LinkKind("same_household", "Brothers or sisters, or one household", "Also years apart"),
)
LINK_LABELS = {kind.id: kind.label for kind in LINK_KINDS}


@dataclass(frozen=True)
class SuggestedLink:
    """Another case that may belong with this one: the kind, and why."""

    reference: str
    kind: str
    because: str


def suggested_link(reference: str, child: ChildIdentity, other: ChildIdentity) -> SuggestedLink | None:
    """Whether two children look like two who belong together; None if nothing says so."""
    if _are_of_one_birth(child, other):
        return SuggestedLink(reference, SAME_BIRTH, "Born together, and known to be two")
    if _same_day(child.died_on, other.died_on) and _same_home(child, other):
        return SuggestedLink(reference, "same_event", "Same date of death and same home")
    if _same_home(child, other) and not _same_day(child.born_on, other.born_on):
        return SuggestedLink(reference, "same_household", "Same home, another date of birth")
    return None


def _are_of_one_birth(one: ChildIdentity, other: ChildIdentity) -> bool:
    if born_together(one, other):
        return True
    two_numbers = one.nhs_number and other.nhs_number and one.nhs_number != other.nhs_number
    orders = birth_order(one.given_names), birth_order(other.given_names)
    several = bool(two_numbers) or any(orders)
    return several and _same_day(one.born_on, other.born_on) and _same_home(one, other)


def _same_day(one: date | None, other: date | None) -> bool:
    return one is not None and one == other


def _same_home(one: ChildIdentity, other: ChildIdentity) -> bool:
    ours, theirs = (
        {"".join(home.upper().split()) for home in (child.postcode, child.other_postcode)} - {""}
        for child in (one, other)
    )
    return bool(ours & theirs)
