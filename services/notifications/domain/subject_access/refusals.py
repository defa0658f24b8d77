"""What is refused because somebody else, or the record, was quicker: nothing is lost in silence."""

from shared.errors import Conflict


class ItemChanged(Conflict):
    title = "The record has changed since you looked at it"

    def __init__(self) -> None:
        super().__init__("Nothing has been decided. Look at what stands there now.")


class DecidedMeanwhile(Conflict):
    title = "Somebody has decided this since you looked at it"

    def __init__(self) -> None:
        super().__init__(
            "What you wrote is not saved yet. Look at what was decided, and decide again if you must."
        )


class ChosenMeanwhile(Conflict):
    title = "Somebody has changed the choice since you looked at it"

    def __init__(self) -> None:
        super().__init__("Your choice is not saved yet. Look at theirs, and send yours again if you must.")


class OwnDetailsMeanwhile(Conflict):
    title = "Somebody has written down other details since you looked at them"

    def __init__(self) -> None:
        super().__init__("What you wrote is not saved yet. Look at theirs, and send yours again if you must.")


class NamedMeanwhile(Conflict):
    title = "Somebody has corrected the name since you looked at it"

    def __init__(self) -> None:
        super().__init__("What you wrote is not saved yet. Look at theirs, and send yours again if you must.")


class SharedMeanwhile(Conflict):
    title = "What is held back with the same words has changed since you looked at it"

    def __init__(self) -> None:
        super().__init__(
            "What you wrote is not saved yet. Look at the sentences, and decide again if you must."
        )
