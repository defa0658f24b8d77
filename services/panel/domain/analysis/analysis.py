"""The analysis form: what the panel concluded about one death, written as the panel speaks.

An unfinished form leaves things out (None or empty); ``analysis_faults`` says what keeps it unfinished.
Source: the child death analysis form (England).
"""

from dataclasses import dataclass, fields
from datetime import date

from services.panel.domain.analysis.categories import CategoryList, category_list
from services.panel.domain.analysis.scales import CURRENT_SCALE


@dataclass(frozen=True)
class ContributoryFactor:
    """One factor on its own line. ``evidence`` is a quotation or the page of the bundle, such as 2.3."""

    domain: str = ""
    factor: str = ""
    grade: int | None = None
    modifiable: str = ""
    evidence: str = ""

    @property
    def blank(self) -> bool:
        return all(getattr(self, one.name) in ("", None) for one in fields(self))


@dataclass(frozen=True)
class AgreedAction:
    """An action the panel agreed. ``owner`` is a role or an organisation; ``told_on`` is when it was told."""

    text: str = ""
    owner: str = ""
    level: str = ""
    due_on: date | None = None
    told_on: date | None = None

    @property
    def blank(self) -> bool:
        return all(getattr(self, one.name) in ("", None) for one in fields(self))


@dataclass(frozen=True)
class AnalysisForm:
    """One version of the panel's analysis of one case."""

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
