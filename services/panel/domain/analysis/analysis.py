"""The analysis form: what the panel concluded about one death, written as the panel speaks.

An unfinished form leaves things out (None or empty); ``analysis_faults`` says what keeps it unfinished.
Source: the child death analysis form (England).
"""

from dataclasses import dataclass, fields

from services.panel.domain.analysis.categories import CategoryList, category_list
from services.panel.domain.analysis.scales import CURRENT_SCALE
from services.panel.domain.learning.agreed_action import AgreedAction

__all__ = ["AgreedAction", "AnalysisForm", "CertificateCause", "ContributoryFactor"]


@dataclass(frozen=True)
class CertificateCause:
    """The cause as certified, line by line: I a to c, each due to the next; II what contributed besides.

    Source: medical certificate of cause of death (England and Wales).
    """

    ia: str = ""
    ib: str = ""
    ic: str = ""
    ii: str = ""

    @property
    def text(self) -> str:
        """The lines that are filled in, as one text."""
        return ". ".join(line for line in (self.ia, self.ib, self.ic, self.ii) if line)


@dataclass(frozen=True)
class ContributoryFactor:
    """One factor on its own line. ``evidence`` is a quotation or the page of the bundle, such as 2.3.

    ``source``: the page of the bundle ("2.3"), or the number of a document ("2").
    """

    domain: str = ""
    factor: str = ""
    grade: int | None = None
    modifiable: str = ""
    evidence: str = ""
    source: str = ""

    @property
    def blank(self) -> bool:
        return all(getattr(self, one.name) in ("", None) for one in fields(self))


@dataclass(frozen=True)
class AnalysisForm:
    """One version of the panel's analysis of one case.

    ``form_version``, ``scale_version`` and ``category_version`` say how it is to be read, for ever.
    """

    cause_of_death: str = ""
    summary: str = ""
    category: int | None = None
    secondary_categories: tuple[int, ...] = ()
    override_reason: str = ""
    factors: tuple[ContributoryFactor, ...] = ()
    modifiability: str = ""
    learning: tuple[str, ...] = ()
    actions: tuple[AgreedAction, ...] = ()
    dissent: str = ""
    scale_version: str = CURRENT_SCALE
    category_version: str = "england-2019"
    form_version: str = "england-2019"
    certificate_cause: CertificateCause = CertificateCause()
    causes_agree: str = ""
    causes_comment: str = ""
    good_practice: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()

    @property
    def categories(self) -> CategoryList:
        return category_list(self.category_version)

    @property
    def applicable(self) -> set[int]:
        """The categories that apply besides the primary: recorded as secondary, or named in the cause."""
        return {*self.secondary_categories, *self.categories.pointed_to_by(self.cause_of_death)}

    @property
    def overridden(self) -> bool:
        """Whether the order of priority is set aside."""
        return self.category is not None and (
            self.categories.stands_above(self.category, self.applicable) is not None
        )
