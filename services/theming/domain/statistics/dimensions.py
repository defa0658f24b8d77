"""What a table of cases may be split by: a closed list of safe dimensions, each with all its values.

Every value is listed, so that nobody in a value shows as 0 and not as a gap. ``NOT_RECORDED`` is a value of
each that no list has: nothing was said, which is neither "not known" nor "no". Dimensions that overlap do not
add to the cases: a case may have several of their values, or none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.theming.domain.statistics.tree import AREA_LABELS, AREAS, PARTS_OF_AREA
from services.theming.domain.themes.codebook import Codebook
from shared.periods import period_of
from shared.reference_lists import ETHNIC_CATEGORIES, PLACES, SECTORS, SEX, YES_NO_NOT_KNOWN

NOT_RECORDED = "not_recorded"
AGE_BANDS = ("0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years", "not known")
CATEGORIES = {
    "1": "1 Deliberately inflicted injury, abuse or neglect",
    "2": "2 Suicide or deliberate self-inflicted harm",
    "3": "3 Trauma and other external factors",
    "4": "4 Malignancy",
    "5": "5 Acute medical or surgical condition",
    "6": "6 Chronic medical condition",
    "7": "7 Chromosomal, genetic and congenital anomalies",
    "8": "8 Perinatal or neonatal event",
    "9": "9 Infection",
    "10": "10 Sudden unexpected, unexplained death",
}
MODIFIABILITY = {
    "modifiable": "Modifiable factors identified",
    "none": "No modifiable factors identified",
    "inadequate_information": "Inadequate information to judge",
}
QUINTILES = {
    "1": "1 Most deprived fifth of areas",
    "2": "2",
    "3": "3",
    "4": "4",
    "5": "5 Least deprived fifth of areas",
}
SUPPLEMENTARY_FORMS = (
    "Asthma and anaphylaxis",
    "Cardiac",
    "Chromosomal, genetic and congenital anomalies",
    "Delivery suite, labour ward or neonatal unit",
    "Diabetic ketoacidosis",
    "Drowning",
    "Epilepsy",
    "Fire, burns or electrocution",
    "Infection",
    "Intensive care",
    "Life-limiting conditions",
    "Oncology",
    "Other non-intentional injury or poisoning",
    "Substance misuse",
    "Sudden unexpected death",
    "Suicide and self-harm",
    "Vehicle collision",
    "Violence and maltreatment",
)
IN_TIME = {
    "in_time": "Notified by the next working day",
    "late": "Notified later",
    "cannot_be_judged": "Cannot be judged",
}
FACTOR_DOMAINS = {
    "A": "A Characteristics of the child",
    "B": "B Social environment and parenting",
    "C": "C Physical environment",
    "D": "D Service provision",
}
MONTHS_TO_REVIEW = ("0-6 months", "7-12 months", "13-24 months", "over 24 months")
LAST_MONTHS = {"0-6 months": 6, "7-12 months": 12, "13-24 months": 24}
REVIEWED = {"reviewed": "Reviewed", "not_reviewed": "Not reviewed"}
AUTHORITIES = tuple(area for area in AREAS if area not in PARTS_OF_AREA)
OVERLAPPING = ("theme", "theme_group", "supplementary_form", "modifiable_factor_domain")
KNOWN_AT_REVIEW = ("category", "modifiability", "modifiable_factor_domain", "months_to_review")
#: These split a table with others, or a report: the page of one dimension does not offer them.
NOT_BY_ITSELF = ("area", "year_of_death", "months_to_review", "reviewed")
COHORTS = {"reviewed": "Deaths reviewed", "notified": "Deaths notified"}
BASIS_LABELS = {
    "reviewed": "by the date on which the review was completed",
    "notified": "by the date on which the death was notified",
}


@dataclass(frozen=True)
class Dimension:
    name: str
    label: str
    values: Mapping[str, str]

    @property
    def overlaps(self) -> bool:
        return self.name in OVERLAPPING

    def with_found(self, found: Iterable[str]) -> "Dimension":
        """The same dimension with values that its list lacks, if any case has them, at the end."""
        extra = {value: _label(value) for value in sorted(set(found) - set(self.values))}
        return Dimension(self.name, self.label, {**self.values, **extra})


def _label(value: str) -> str:
    return "Not recorded" if value == NOT_RECORDED else value


def _groups(groups: Iterable[str]) -> dict[str, str]:
    return {group: group for group in dict.fromkeys(groups) if group}


def dimensions(codebook: Codebook) -> dict[str, Dimension]:
    """Every dimension by name. Places are published by their parent: single places hold too few."""
    ages = {band: band[0].upper() + band[1:] for band in AGE_BANDS}
    yes_no = {term.code: term.label for term in YES_NO_NOT_KNOWN}
    every = (
        Dimension("theme", "Theme", {theme.id: theme.label for theme in codebook.themes.values()}),
        Dimension("theme_group", "Group of themes", dict(codebook.groups)),
        Dimension("category", "Category of death", CATEGORIES),
        Dimension("modifiability", "Modifiability", MODIFIABILITY),
        Dimension("age_band", "Age at death", ages),
        Dimension("sex", "Sex", {term.code: term.label for term in SEX}),
        Dimension("ethnic_group", "Ethnic group", _groups(term.group for term in ETHNIC_CATEGORIES)),
        Dimension("place_of_death", "Place of death", _groups(term.group for term in PLACES)),
        Dimension("notifier_sector", "Sector of the notifier", {term.code: term.label for term in SECTORS}),
        Dimension("deprivation_quintile", "Deprivation fifth", QUINTILES),
        Dimension("supplementary_form", "Supplementary form", _groups(SUPPLEMENTARY_FORMS)),
        Dimension("in_time", "Notified in time", IN_TIME),
        Dimension("joint_agency_response", "Joint agency response", {"yes": "Yes", "no": "No"}),
        Dimension("expected", "Death expected", yes_no),
        Dimension("modifiable_factor_domain", "Domain with modifiable factors", FACTOR_DOMAINS),
        Dimension("area", "Local authority", {each: AREA_LABELS.get(each, each) for each in AUTHORITIES}),
        Dimension("year_of_death", "Year of death", {}),
        Dimension("months_to_review", "Months from death to review", _groups(MONTHS_TO_REVIEW)),
        Dimension("reviewed", "Whether reviewed", REVIEWED),
    )
    return {dimension.name: dimension for dimension in every}


def published_place(code: str) -> str:
    """The group that a place of death is published under."""
    return PLACES.term(code).group if code in PLACES else code


def financial_year(month: str) -> str:
    """The financial year of a month such as "2025-11"."""
    return period_of(date.fromisoformat(f"{month}-01"), "Y").name


def groups_of(dimension: Dimension, codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """The values of an overlapping dimension by the group in which a case with any of them is counted."""
    if dimension.name in ("theme", "theme_group"):
        themes = codebook.themes.values()
        return {group: tuple(each.id for each in themes if each.group == group) for group in codebook.groups}
    return {f"any {dimension.name}": tuple(dimension.values)}
