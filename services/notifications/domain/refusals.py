"""What this service refuses, in the field's words."""

from shared.errors import Conflict, Fault, Invalid, TransitionRefused


class NotificationTransitionRefused(TransitionRefused):
    """The notification's status does not allow the step."""

    def __init__(self, was: str, wanted: str) -> None:
        super().__init__(f"The notification is '{was.lower()}', so it cannot become '{wanted.lower()}'.")


class ReasonMissing(Invalid):
    def __init__(self) -> None:
        super().__init__([Fault("reason", "Write the reason")])


class MergeIntoItself(Invalid):
    def __init__(self) -> None:
        super().__init__([Fault("into", "Choose another notification to merge into")])


class TwoDifferentChildren(Conflict):
    title = "These are two different children"

    def __init__(self) -> None:
        super().__init__("Both have a valid NHS number and the numbers differ, so they cannot be merged.")


class IdempotencyKeyReused(Conflict):
    title = "This Idempotency-Key was used for something else"

    def __init__(self) -> None:
        super().__init__(
            "The key was sent before with a different notification. Send this one with a new key."
        )


class OutOfScope(Invalid):
    title = "The scope rule does not say yes"

    def __init__(self, says: str) -> None:
        super().__init__([Fault("reason", f"{says} To accept it all the same, write the reason")])
