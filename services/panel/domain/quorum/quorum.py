"""Whether enough of the right people are in the room to decide on one case.

Rules are data. They are judged per case: who has an interest in it, or was out of the room, does not count.
Public health is a sector of its own: neither the health nor the local-authority professional needed. Whoever
fills two seats counts once, in the seat that is their own.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from services.panel.domain.meetings.attendance import IN_THE_MEETING, Mark
from services.panel.domain.meetings.membership import SECTORS
from services.panel.domain.quorum.quorum_rules import QUORUM_RULES, Needed, QuorumRules

__all__ = ["QUORUM_RULES", "Attendee", "Count", "Needed", "QuorumResult", "QuorumRules", "judge_quorum"]


@dataclass(frozen=True)
class Attendee:
    """Somebody on the register of one meeting, by the seat that they fill. ``mode`` is the mark there.

    ``chairs``: they chair the meeting in the chair's place, and count as the chair besides their own seat.
    """

    person_id: str
    role: str
    organisation: str
    sector: str
    mode: Mark = Mark.PRESENT
    chairs: bool = False


@dataclass(frozen=True)
class Count:
    """One part of the rules as it stands: what is needed, how many there are and how many it takes."""

    words: str
    here: int
    needed: int

    @property
    def met(self) -> bool:
        return self.here >= self.needed


@dataclass(frozen=True)
class QuorumResult:
    """``missing`` names what is not met, in plain words; it is empty exactly when ``quorate``.

    ``counts``: every part of the rules, met or not, in their order; ``people``: how many count for the case.
    ``not_recorded``: of how many who might count the register says nothing yet. They are not absent.
    """

    quorate: bool
    missing: tuple[str, ...]
    counts: tuple[Count, ...] = ()
    people: int = 0
    not_recorded: int = 0

    @property
    def blanks_in_words(self) -> str:
        """What a missing quorum may be for want of a record; "" if every seat is recorded."""
        if not self.not_recorded:
            return ""
        return f"{self.not_recorded} {'seat is' if self.not_recorded == 1 else 'seats are'} not recorded."


DEFAULT_RULES = QUORUM_RULES["default-1"]
SIX_MEMBERS_FOUR_ROLES = QUORUM_RULES["six-members-four-roles-1"]
FOUR_ORGANISATIONS = QUORUM_RULES["four-organisations-1"]
SIX_SECTORS = QUORUM_RULES["six-sectors-1"]


def judge_quorum(rules: QuorumRules, present: Iterable[Attendee]) -> QuorumResult:
    """Whether those of ``present`` who are in the meeting meet ``rules``; other lines are ignored."""
    register = list(present)
    here = _once(attendee for attendee in register if _counts(rules, attendee))
    needs = tuple(Count(need.words, sum(_meets(need, each) for each in here), 1) for need in rules.needs)
    numbers = _numbers(rules, here)
    missing = (*(one.words for one in needs if not one.met), *map(_shortfall, _unmet(numbers)))
    blank = sum(attendee.mode is Mark.NOT_RECORDED for attendee in register)
    return QuorumResult(not missing, missing, (*needs, *numbers), len(here), blank)


def taking_part(
    register: Iterable[Attendee], *, interested: Collection[str], absent: Collection[str] = ()
) -> list[Attendee]:
    """Those of the register who take part in one case: no interest in it, and not out of the room."""
    out = {*interested, *absent}
    return [attendee for attendee in register if attendee.person_id not in out]


def _counts(rules: QuorumRules, attendee: Attendee) -> bool:
    ways = {Mark.REMOTE: rules.remote_counts, Mark.DEPUTY: rules.deputies_count}
    return attendee.mode in IN_THE_MEETING and ways.get(attendee.mode, True)


def _once(here: Iterable[Attendee]) -> list[Attendee]:
    """Each person once: in their own seat rather than in that of somebody for whom they came."""
    own_first = sorted(here, key=lambda each: each.mode is Mark.DEPUTY)
    seats: dict[str, Attendee] = {}
    for each in own_first:
        seats.setdefault(each.person_id, each)
    return list(seats.values())


def _meets(need: Needed, attendee: Attendee) -> bool:
    return need.met_by(attendee.role, attendee.sector) or (attendee.chairs and "chair" in need.roles)


def _numbers(rules: QuorumRules, here: list[Attendee]) -> tuple[Count, ...]:
    counts = (
        Count("member", len(here), rules.minimum_people),
        Count("organisation", len({_same(each.organisation) for each in here}), rules.minimum_organisations),
        Count("sector", len({each.sector for each in here} & set(SECTORS)), rules.minimum_sectors),
    )
    return tuple(one for one in counts if one.needed)


def _unmet(counts: Iterable[Count]) -> list[Count]:
    return [one for one in counts if not one.met]


def _shortfall(count: Count) -> str:
    more = count.needed - count.here
    return f"{more} more {count.words}{'' if more == 1 else 's'} ({count.here} of {count.needed} here)"


def _same(organisation: str) -> str:
    return " ".join(organisation.split()).casefold()
