"""Text that waits for a person: typed into a section that somebody else had changed in the same place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.sections import SECTIONS
from shared.errors import Fault


@dataclass(frozen=True)
class KeptText:
    """``form`` holds the text in its section alone, typed over ``base_version`` of the review's form."""

    id: str
    case_reference: str
    review_version: int
    section: str
    base_version: int
    form: AnalysisForm
    kept_by: str
    kept_by_name: str
    kept_at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None
    settled_in: int | None = None

    @property
    def label(self) -> str:
        return SECTIONS[self.section].label


def kept_text_faults(waiting: Iterable[KeptText]) -> list[Fault]:
    """Every text that nobody has chosen for yet: a review is not signed off while one waits."""
    return [
        Fault("kept-texts", f"{one.label}: two people wrote in the same place. Choose what stands")
        for one in waiting
    ]
