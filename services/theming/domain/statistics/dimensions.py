"""What a table of cases may be split by: a closed list of safe dimensions, each with all its values.

Every value is listed, so that nobody in a value shows as 0 and not as a gap. ``theme`` and
``theme_group`` overlap: a case may be in several, so they do not add to the cases.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.theming.domain.themes.codebook import Codebook
from shared.reference_lists import ETHNIC_CATEGORIES, PLACES, SECTORS, SEX

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
OVERLAPPING = ("theme", "theme_group")
KNOWN_AT_REVIEW = ("category", "modifiability")
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
    )
    return {dimension.name: dimension for dimension in every}


def published_place(code: str) -> str:
    """The group that a place of death is published under."""
    return PLACES.term(code).group if code in PLACES else code
