"""A seat at one meeting: who is invited to it, and what the register says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from services.panel.domain.meetings.answers import ANSWERS
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.quorum.quorum import Attendee
from shared.errors import Fault, Invalid


@dataclass(eq=False)
class Seat:
    """An invitation and its line in the register; role, organisation and sector are those of the day.

    ``only_cases``: the cases for which an expert is asked; None is the whole agenda. ``answer``: a key of
    ANSWERS, what the person said of coming; the register says who came. ``deputy_id`` is kept with the mark
    DEPUTY, or with the answer "deputy" until the register says something else.
    """

    person_id: str
    name: str
    role: str
    organisation: str
    sector: str
    mark: Mark = Mark.NOT_RECORDED
    deputy_id: str | None = None
    email: str | None = None
    only_cases: list[str] | None = None
    answer: str | None = None
    answered_at: datetime | None = None

    def take_answer(self, answer: str, *, at: datetime, deputy_id: str | None = None) -> None:
        """What the person says of coming. Apologies stand on the register at once; so does taking them back.

        Raises Invalid for what is not among ANSWERS.
        """
        if answer not in ANSWERS:
            raise Invalid([Fault("answer", "Say whether you are coming")])
        self.answer, self.answered_at = answer, at.astimezone(UTC)
        self.deputy_id = deputy_id if answer == "deputy" else None
        if answer == "apologies":
            self.mark = Mark.APOLOGIES
        elif self.mark is Mark.APOLOGIES:
            self.mark = Mark.NOT_RECORDED

    def take_answer_back(self) -> None:
        """The meeting has moved: what was said of the old day says nothing of the new one."""
        if self.answer is not None:
            self.answer = self.answered_at = self.deputy_id = None
            self.mark = Mark.NOT_RECORDED

    def asked_about(self, case_reference: str) -> bool:
        """Whether they are asked about this case of the agenda: an expert only about their own."""
        return self.only_cases is None or case_reference in self.only_cases

    @property
    def announced_without_a_name(self) -> bool:
        """They said that a deputy comes, and nobody has said who: the deputy has no papers yet."""
        return self.answer == "deputy" and self.deputy_id is None

    @property
    def unnamed_deputy(self) -> bool:
        """A deputy came of whom nobody has said who: their interests are not known, so they do not count."""
        return self.mark is Mark.DEPUTY and self.deputy_id is None

    def who_came(self, deputies: Mapping[str, str]) -> str:
        """The name, or the deputy's and whom they stood in for. ``deputies``: names by the deputy's id."""
        if self.mark is not Mark.DEPUTY:
            return self.name
        return f"{deputies.get(self.deputy_id or '', 'A deputy, not named')}, for {self.name}"

    @property
    def attendee(self) -> Attendee:
        return Attendee(self._who(), self.role, self.organisation, self.sector, self.mark)

    def _who(self) -> str:
        if self.mark is not Mark.DEPUTY:
            return self.person_id
        return self.deputy_id or f"deputy-of-{self.person_id}"
