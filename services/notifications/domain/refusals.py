"""What this service refuses, in the field's words."""

from shared.errors import Conflict, Fault, Invalid, TransitionRefused


class NotificationTransitionRefused(TransitionRefused):
    """The notification's status does not allow the step."""

    def __init__(self, was: str, wanted: str) -> None:
        super().__init__(f"The notification is '{was.lower()}', so it cannot become '{wanted.lower()}'.")


class SettledAlready(NotificationTransitionRefused):
    """Somebody decided before. ``when`` is written out. For the office: it names who decided."""

    title = "It is already decided"

    def __init__(self, was: str, wanted: str, *, by: str, when: str) -> None:
        super().__init__(was, wanted)
        instead = "" if was == wanted else f" It cannot become “{wanted.lower()}” now."
        self.detail = f"It is already {was.lower()}, by {by} on {when}.{instead}"
        self.args = (self.detail,)


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

    def __init__(self, says: str, *, lacks_reason: bool = True, to_state: str = "") -> None:
        reason = Fault("reason", f"{says} To accept it all the same, write the reason")
        stated = Fault("contrary", f"{says} It can be accepted only if this is so: {to_state}")
        super().__init__([*([reason] if lacks_reason else []), *([stated] if to_state else [])])


class KeptApart(Invalid):
    """Somebody decided that they are two children. ``when`` is written out."""

    def __init__(self, one: str, other: str, *, by: str, when: str) -> None:
        says = f"{by} decided on {when} that {one} and {other} are two children. Tick that you know it"
        super().__init__([Fault("kept_apart", says)])


class ChildrenOfOneBirth(Conflict):
    title = "These are linked as two children of one birth"

    def __init__(self) -> None:
        super().__init__("Take the link away first, with the reason, if they are one child after all.")


class AcceptedStays(Conflict):
    title = "An accepted case stays"

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"{reference} is accepted and the panel has been told of it. Keep it, and merge the other."
        )


class TwoAcceptedCases(Conflict):
    title = "Both cases are accepted"

    def __init__(self) -> None:
        super().__init__(
            "The panel has been told of both, so neither can be merged. "
            "Ask the panel to close one as a duplicate."
        )


class MergedAlready(Conflict):
    title = "It was merged before"

    def __init__(self, reference: str, into: str) -> None:
        super().__init__(f"{reference} was merged into {into}. Choose {into}, or take that merge back first.")


class NotMerged(Conflict):
    title = "It is not merged"

    def __init__(self) -> None:
        super().__init__("There is no merge of this notification to take back.")


class TraceTakenBack(Conflict):
    title = "This traced number is no longer in use"

    def __init__(self) -> None:
        super().__init__("It was taken back before, or another number has been confirmed since.")


class TracingIsOff(Conflict):
    title = "Tracing is off"

    def __init__(self) -> None:
        super().__init__("This installation has no file of patients to trace NHS numbers in.")
