"""What the clocks and milestones refuse."""

from services.notifications.domain.clocks.milestones import MILESTONES
from shared.errors import Conflict


class MilestoneAlreadyRecorded(Conflict):
    title = "This is already recorded with another day"

    def __init__(self, kind: str) -> None:
        super().__init__(f"Take back “{MILESTONES[kind].label.lower()}” before recording another day for it.")
