"""What taking over a review refuses."""

from shared.errors import Conflict


class ReviewAlreadyTakenOver(Conflict):
    title = "This review has already been taken over"

    def __init__(self) -> None:
        super().__init__("The same outcome is in the case. Nothing has been added a second time.")
