"""What this service refuses, in the field's words."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.errors import Conflict, NotPermitted, StaleVersion, TransitionRefused


class CaseCannotMove(TransitionRefused):
    title = "The case cannot take this step from where it stands"


class CaseHeld(TransitionRefused):
    title = "The case is on hold"


class HoldAlreadyLifted(Conflict):
    title = "This hold has already been lifted"


class CaseNotReady(TransitionRefused):
    """``missing`` says what is missing and from whom, one sentence each."""

    title = "The case is not ready for the panel"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = tuple(missing)


class CaseNotListed(TransitionRefused):
    title = "The case is not on the agenda of a panel meeting"


class PanelNotQuorate(TransitionRefused):
    """``missing`` says which parts of the quorum rules are not met, one sentence each."""

    title = "The panel is not quorate for this case"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("The review cannot be completed. Missing: " + "; ".join(missing) + ".")
        self.missing = tuple(missing)


class PanelQuorate(TransitionRefused):
    title = "The panel is quorate for this case"


class MeetingNotBegun(TransitionRefused):
    title = "The meeting has not begun"


class CategoryHierarchyNotFollowed(Conflict):
    title = "A category nearer the top of the list also applies"


class ReviewLocked(Conflict):
    title = "The review is completed and locked"


class AnalysisChangedMeanwhile(StaleVersion):
    """``saved_version`` is the version that is stored now."""

    def __init__(self, saved_version: int) -> None:
        super().__init__("Both texts are shown below. Nothing you typed is lost.")
        self.saved_version = saved_version


class AnalysisNotAsRead(StaleVersion):
    title = "The analysis has changed since you opened this page"

    def __init__(self) -> None:
        super().__init__("Nothing has been recorded. Read it below as it is now, then decide.")


class DecidedMeanwhile(StaleVersion):
    title = "A decision on this case has been recorded since you opened this page"

    def __init__(self) -> None:
        super().__init__(
            "Nothing has been recorded a second time. If another decision is to stand, say so again."
        )


class SectionChangedMeanwhile(StaleVersion):
    """Both texts of one section by field, the one that both were written over, and the version stored now."""

    def __init__(
        self,
        section: str,
        saved_version: int,
        *,
        base: Mapping[str, Any],
        theirs: Mapping[str, Any],
        mine: Mapping[str, Any],
    ) -> None:
        super().__init__("Both texts are kept until somebody has chosen. Nothing you typed is lost.")
        self.section, self.saved_version = section, saved_version
        self.base, self.theirs, self.mine = base, theirs, mine


class QuestionWithdrawn(Conflict):
    title = "The family has withdrawn this question"


class BundleClosed(NotPermitted):
    """The meeting is over for so long that its bundles are shut; it says so, and how they open again."""

    title = "This bundle has closed"


class BundleNotDownloadable(Conflict):
    title = "Bundles are not downloaded at present"


class AllowanceEnded(Conflict):
    title = "Downloads under this allowance have ended already"


class NoteChangedMeanwhile(StaleVersion):
    """``saved`` and ``saved_version``: the note as it now stands."""

    def __init__(self, saved: str, saved_version: int) -> None:
        super().__init__("Both texts are shown below. Nothing you typed is lost.")
        self.saved = saved
        self.saved_version = saved_version
