"""What gathering and confirmation refuse, in the field's words."""

from shared.errors import Conflict, NotFound, TransitionRefused


class CaseNotAccepted(TransitionRefused):
    def __init__(self) -> None:
        super().__init__("The notification has not been accepted yet, so nobody can be asked about it.")


class RequestTransitionRefused(TransitionRefused):
    """The request's status does not allow the step."""

    def __init__(self, was: str, wanted: str) -> None:
        super().__init__(f"The request is '{was.lower()}', so it cannot become '{wanted.lower()}'.")


class ChasingIsPaused(TransitionRefused):
    """Somebody has asked that nobody be chased about the case for now."""

    title = "Chasing is paused for this case"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The reason given: {reason}")


class LinkNotValid(NotFound):
    """A responder's link is wrong, used, withdrawn or too old. It does not say which child it was for."""

    title = "This link cannot be used"


class MaterialWithheld(Conflict):
    """Redaction could not let the text through."""

    title = "This text is withheld"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The text could not be de-identified: {reason}. It cannot be confirmed.")


class AlreadyConfirmed(TransitionRefused):
    def __init__(self) -> None:
        super().__init__(
            "This version has been confirmed and told to the panel. Begin a new version to change it."
        )


class AlreadyWithheld(TransitionRefused):
    def __init__(self) -> None:
        super().__init__("The panel has been told that this is withheld. Begin a new version to change it.")
