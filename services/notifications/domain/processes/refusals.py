"""What the records of parallel processes refuse."""

from shared.errors import Conflict


class ProcessAlreadyConcluded(Conflict):
    title = "This process has already ended"

    def __init__(self, detail: str = "If it begins again, record it as a new one.") -> None:
        super().__init__(detail)


class SameProcessOpen(Conflict):
    title = "This process is already recorded as open"

    def __init__(self, label: str) -> None:
        super().__init__(f"There is an open record of it: {label}. Bring that one up to date.")
