"""What interests that were found refuse, in the field's words; nothing here says why the case is closed."""

from shared.errors import Conflict, NotPermitted

CLOSED_FOR_NOW = (
    "The office's records suggest that you may have been involved. Its bundle, its minutes and the ratings "
    "are closed to you for now. If you were involved, declare it. If not, tell the CDR manager, who can open "
    "it to you again."
)


class InterestAlreadySettled(Conflict):
    title = "Somebody has settled this already"


class InterestFound(NotPermitted):
    title = "This case is closed to you for now"
