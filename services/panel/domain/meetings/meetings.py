"""A panel meeting: its standing, who is invited, its register and its agenda."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from services.panel.domain.meetings.agenda import AgendaItem, moved, numbered
from services.panel.domain.meetings.attendance import Mark, tally
from services.panel.domain.meetings.meeting_refusals import (
    AgendaFixed,
    AgendaHasChanged,
    AlreadyInvited,
    AlreadyOnTheAgenda,
    MeetingCannotMove,
    MeetingHasBegun,
    NotOnTheAgenda,
    NotOnThePanel,
    RegisterNotOpen,
)
from services.panel.domain.meetings.meeting_status import (
    AGENDA_OPEN,
    BEFORE_IT_BEGINS,
    MEETING_STATUS_LABELS,
    MEETING_TRANSITIONS,
    REGISTER_OPEN,
    MeetingStatus,
)
from services.panel.domain.meetings.membership import PanelMember
from services.panel.domain.meetings.panels import PANEL_TYPES, PanelType
from services.panel.domain.meetings.seats import Seat
from services.panel.domain.meetings.sectors_here import SectorsHere, sectors_here
from services.panel.domain.quorum.quorum import (
    QUORUM_RULES,
    Attendee,
    QuorumResult,
    QuorumRules,
    judge_quorum,
    taking_part,
)
from services.panel.domain.quorum.quorum_rules import KeptRules
from shared.errors import Fault, Invalid

PANEL_KINDS: dict[str, str] = {kind.id: kind.label for kind in PANEL_TYPES.values()}
TARGET_CASES = 8  # cases a meeting; source: the panel's aim, "at least 8"


@dataclass(eq=False)
class PanelMeeting:
    """One meeting on ``held_on`` at ``starts`` ("09:30", London). ``quorum_rules``: a rule set's id.

    ``planned_on``: the day for which it was called, where it took place on another; else None.
    ``rule_set`` is the rule set where it was made here; one that is shipped is a key of QUORUM_RULES.
    ``acting_chair``: the id of whoever chairs it in the chair's place, "" or None where nobody does.

    ``panel_id`` None is DEFAULT_PANEL. ``series_id`` is shared by meetings planned together.
    ``published_at``: when its agenda went out. ``sequence`` grows with each change of day, time or place
    (RFC 5545, 3.8.7.4).
    """

    id: str
    held_on: date
    starts: str
    place: str
    kind: str
    quorum_rules: str
    target_cases: int = TARGET_CASES
    theme: str = ""
    status: MeetingStatus = MeetingStatus.PLANNED
    seats: list[Seat] = field(default_factory=list)
    agenda: list[AgendaItem] = field(default_factory=list)
    panel_id: str | None = None
    series_id: str | None = None
    published_at: datetime | None = None
    sequence: int = 0
    rule_set: KeptRules | None = None
    acting_chair: str | None = None
    planned_on: date | None = None

    @property
    def type(self) -> PanelType:
        return PANEL_TYPES[self.kind]

    @property
    def rules(self) -> QuorumRules:
        return self.rule_set.rules if self.rule_set else QUORUM_RULES[self.quorum_rules]

    @property
    def status_label(self) -> str:
        return MEETING_STATUS_LABELS[self.status]

    @property
    def register(self) -> list[Attendee]:
        return [seat.attendee for seat in self.seats]

    def may_move_to(self, status: MeetingStatus) -> bool:
        return status in MEETING_TRANSITIONS[self.status]

    def check_step(self, status: MeetingStatus) -> None:
        """Refuse with MeetingCannotMove what is no step of MEETING_TRANSITIONS."""
        if not self.may_move_to(status):
            label = MEETING_STATUS_LABELS[status]
            raise MeetingCannotMove(f"It is now “{self.status_label}”; “{label}” does not follow.")

    def move_to(self, status: MeetingStatus) -> None:
        """Take one step of MEETING_TRANSITIONS, or refuse with MeetingCannotMove."""
        self.check_step(status)
        self.status = status

    def invite(self, member: PanelMember) -> Seat:
        """A seat for ``member`` as they are on the day. Refuses NotOnThePanel and AlreadyInvited."""
        if not member.on_the_panel(self.held_on):
            raise NotOnThePanel(f"{member.name} does not hold a seat on that day.")
        if any(seat.person_id == member.person_id for seat in self.seats):
            raise AlreadyInvited(f"{member.name} is on the list of this meeting.")
        seat = Seat(member.person_id, member.name, member.role, member.organisation, member.sector)
        self.seats.append(seat)
        return seat

    def uninvite(self, person_id: str) -> None:
        """Take a seat off the list. Refuses once the register says something of it or the meeting is over."""
        seat = self.seat(person_id)
        if seat.mark is not Mark.NOT_RECORDED:
            raise RegisterNotOpen("The register already says something of this seat.")
        self.check_agenda_open()
        self.seats.remove(seat)

    def reschedule(self, held_on: date, starts: str, place: str) -> None:
        """Another day, time or place: the agenda stays, and what people said of coming is asked anew.

        Refuses MeetingHasBegun.
        """
        self.check_not_begun()
        if held_on != self.held_on or starts != self.starts:
            for seat in self.seats:
                seat.take_answer_back()
        self.held_on, self.starts, self.place = held_on, starts, place
        self.sequence += 1

    def publish(self, at: datetime) -> None:
        """Open the agenda to those invited; what comes from now on is late."""
        self.move_to(MeetingStatus.AGENDA_PUBLISHED)
        self.published_at = at.astimezone(UTC)

    def take_back(self) -> None:
        """Back to planned: nothing is late until it is published again."""
        self.move_to(MeetingStatus.PLANNED)
        self.published_at = None

    def cancel(self) -> None:
        self.move_to(MeetingStatus.CANCELLED)
        self.sequence += 1

    def answered(self, person_id: str, answer: str, *, at: datetime, deputy_id: str | None = None) -> Seat:
        """Keep what somebody says of coming. Refuses MeetingHasBegun: from then on the register speaks."""
        self.check_not_begun()
        seat = self.seat(person_id)
        seat.take_answer(answer, at=at, deputy_id=deputy_id)
        return seat

    def invite_expert(self, expert: Seat) -> Seat:
        """A seat for somebody asked about ``expert.only_cases``. Refuses AlreadyInvited, MeetingHasBegun."""
        if self.status is MeetingStatus.CLOSED or self.status is MeetingStatus.CANCELLED:
            raise MeetingHasBegun(f"The meeting is “{self.status_label}”.")
        if any(seat.person_id == expert.person_id for seat in self.seats):
            raise AlreadyInvited(f"{expert.name} is on the list of this meeting.")
        self.seats.append(expert)
        return expert

    @property
    def needs_reason_to_list(self) -> bool:
        """Whether a case put on the agenda now is a late item."""
        return self.published_at is not None

    def list_case(self, case_reference: str, *, by: str, at: datetime, late_because: str = "") -> AgendaItem:
        """Put a case at the end of the agenda. Refuses AgendaFixed and AlreadyOnTheAgenda.

        Once the agenda has gone out it is a late item: Invalid without a reason.
        """
        self.check_agenda_open()
        if self.needs_reason_to_list and not late_because.strip():
            raise Invalid([Fault("late_because", "Say why the case comes after the agenda has gone out")])
        if any(item.case_reference == case_reference for item in self.agenda):
            raise AlreadyOnTheAgenda("Nothing has been changed.")
        late = late_because.strip() if self.needs_reason_to_list else ""
        item = AgendaItem(case_reference, len(self.agenda) + 1, by, at, late_because=late)
        self.agenda.append(item)
        return item

    def take_off(self, case_reference: str) -> None:
        """Take a case off the agenda and close the gap."""
        self.check_agenda_open()
        self.agenda.remove(self.item(case_reference))
        numbered(self.agenda)

    def move_item(self, case_reference: str, *, places: int) -> None:
        """Move an item by ``places`` (-1 is up, 1 is down); it stops at either end."""
        self.check_agenda_open()
        numbered(moved(self.agenda, self.item(case_reference), places))
        self.agenda.sort(key=lambda item: item.position)

    def put_in_order(self, case_references: Sequence[str]) -> None:
        """The agenda in this order. AgendaHasChanged unless they are the cases that are on it."""
        self.check_agenda_open()
        by_reference = {item.case_reference: item for item in self.agenda}
        if sorted(by_reference) != sorted(case_references):
            raise AgendaHasChanged("Nothing has been changed. Look at the agenda again.")
        numbered(by_reference[each] for each in case_references)
        self.agenda.sort(key=lambda item: item.position)

    def item(self, case_reference: str) -> AgendaItem:
        found = next((item for item in self.agenda if item.case_reference == case_reference), None)
        if found is None:
            raise NotOnTheAgenda("The agenda may have changed since the page was opened.")
        return found

    def seat(self, person_id: str) -> Seat:
        found = next((seat for seat in self.seats if seat.person_id == person_id), None)
        if found is None:
            raise NotOnThePanel("This person is not invited to the meeting.")
        return found

    def record(self, person_id: str, mark: Mark, *, deputy_id: str | None = None) -> None:
        """Write one line of the register; DEPUTY keeps ``deputy_id``, or the deputy named before."""
        if self.status not in REGISTER_OPEN:
            raise RegisterNotOpen(f"The meeting is “{self.status_label}”.")
        seat = self.seat(person_id)
        named = deputy_id or seat.deputy_id
        seat.mark, seat.deputy_id = mark, named if mark is Mark.DEPUTY else None

    def quorum_for(self, case_reference: str, interested: set[str]) -> QuorumResult:
        """Quorum for one case, without those ``interested`` (person ids) and those out of the room for it."""
        return judge_quorum(self.rules, self.taking_part_in(case_reference, interested))

    def expected_quorum_for(self, case_reference: str, interested: set[str]) -> QuorumResult:
        """Quorum for one case if everybody comes of whom nothing is recorded yet."""
        part = self.taking_part_in(case_reference, interested)
        blank = Mark.NOT_RECORDED
        coming = [replace(each, mode=Mark.PRESENT) if each.mode is blank else each for each in part]
        return judge_quorum(self.rules, coming)

    def taking_part_in(self, case_reference: str, interested: set[str]) -> list[Attendee]:
        """Who of the register takes part in one case: an expert where they were asked, a deputy by name."""
        asked = [seat for seat in self.seats if seat.asked_about(case_reference)]
        register = [self._line(seat) for seat in asked if not seat.unnamed_deputy]
        return taking_part(register, interested=interested, absent=self.item(case_reference).out_of_the_room)

    def set_out_of_the_room(
        self,
        case_reference: str,
        person_ids: Collection[str],
        *,
        and_later: bool,
        decided: Collection[str] = (),
    ) -> list[AgendaItem]:
        """Say who left for this case and, with ``and_later``, for the ones after it; the items changed.

        A later case keeps who else left for it, and one of those ``decided`` (references) keeps its record.
        """
        if self.status not in REGISTER_OPEN:
            raise RegisterNotOpen(f"The meeting is “{self.status_label}”.")
        first = self.item(case_reference)
        out = {attendee.person_id for attendee in self.register} & set(person_ids)
        back = set(first.out_of_the_room) - out
        later = [item for item in self.agenda if and_later and item.position > first.position]
        items = [first, *(item for item in later if item.case_reference not in decided)]
        for item in items:
            others = set() if item is first else set(item.out_of_the_room)
            item.out_of_the_room[:] = sorted((others | out) - back)
        return items

    @property
    def tally_in_words(self) -> dict[str, int]:
        return {mark.value: count for mark, count in tally(seat.mark for seat in self.seats).items()}

    @property
    def sectors(self) -> SectorsHere:
        """Of the panel's sectors those from which nobody came or is recorded; it is held all the same."""
        return sectors_here(self.seats)

    def items_shown_to(self, person_id: str) -> list[AgendaItem]:
        """The whole agenda, but to somebody who was asked only about some cases no other than those."""
        seats = [seat for seat in self.seats if person_id in (seat.person_id, seat.deputy_id)]
        if not seats or any(seat.only_cases is None for seat in seats):
            return list(self.agenda)
        asked = {case for seat in seats for case in seat.only_cases or ()}
        return [item for item in self.agenda if item.case_reference in asked]

    def _line(self, seat: Seat) -> Attendee:
        return replace(seat.attendee, chairs=seat.attendee.person_id == self.acting_chair)

    def check_not_begun(self) -> None:
        """Refuse with MeetingHasBegun once it is in session, over or cancelled."""
        if self.status not in BEFORE_IT_BEGINS:
            raise MeetingHasBegun(f"The meeting is “{self.status_label}”.")

    def check_agenda_open(self) -> None:
        """Refuse with AgendaFixed once it is over or cancelled."""
        if self.status not in AGENDA_OPEN:
            raise AgendaFixed(f"The meeting is “{self.status_label}”.")
