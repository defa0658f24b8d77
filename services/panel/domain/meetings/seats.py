"""A seat at one meeting: who is invited to it, and what the register says."""

from dataclasses import dataclass

from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.quorum.quorum import Attendee


@dataclass(eq=False)
class Seat:
    """An invitation and its line in the register; role, organisation and sector are those of the day."""

    person_id: str
    name: str
    role: str
    organisation: str
    sector: str
    mark: Mark = Mark.NOT_RECORDED
    deputy_id: str | None = None

    @property
    def attendee(self) -> Attendee:
        return Attendee(self._who(), self.role, self.organisation, self.sector, self.mark)

    def _who(self) -> str:
        if self.mark is not Mark.DEPUTY:
            return self.person_id
        return self.deputy_id or f"deputy-of-{self.person_id}"
