"""What meetings, agendas and declared interests refuse, in the field's words."""

from shared.errors import Conflict, NotFound, NotPermitted, TransitionRefused

CLOSED_TO_YOU = (
    "Its bundle, its minutes and the decision on it are closed to you. "
    "If that was a mistake, ask the CDR manager, who can withdraw the interest with a reason."
)


class MeetingCannotMove(TransitionRefused):
    title = "The meeting cannot take this step from where it stands"


class AgendaEmpty(TransitionRefused):
    title = "The agenda has no case yet"


class AgendaFixed(TransitionRefused):
    title = "The agenda of this meeting can no longer be changed"


class RegisterNotOpen(TransitionRefused):
    title = "Attendance cannot be recorded at this point"


class CaseCannotBeListed(TransitionRefused):
    title = "The case cannot be put on an agenda"


class AlreadyOnTheAgenda(Conflict):
    title = "The case is already on this agenda"


class NotOnTheAgenda(Conflict):
    title = "The case is not on this agenda"


class NotOnThePanel(Conflict):
    title = "This person is not on the panel on the day of the meeting"


class MeetingHasBegun(TransitionRefused):
    title = "The meeting can no longer be changed"


class AgendaHasChanged(Conflict):
    title = "The agenda has changed since the page was opened"


class InvitationLinkNotValid(NotFound):
    title = "This link does not open an invitation"


class AlreadyInvited(Conflict):
    title = "This member is already invited"


class InterestAlreadyDeclared(Conflict):
    title = "You have already declared an interest in this case"


class InterestNotStanding(Conflict):
    title = "This interest has already been withdrawn"


class InterestDeclared(NotPermitted):
    title = "You declared an interest in this case"
