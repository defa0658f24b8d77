"""What this service refuses, in the field's words."""

from collections.abc import Sequence

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
