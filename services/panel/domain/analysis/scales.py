"""Domains, grades and modifiability of contributory factors, as dated scales.

Source: the child death analysis form. A grade is never averaged or summed, and 0 is missing information,
not a low score. The scale used before April 2019 is kept: an old review stays readable as it was written.
"""

from dataclasses import dataclass

DOMAINS: dict[str, str] = {
    "A": "Factors intrinsic to the child",
    "B": "Social environment, including family and parenting capacity",
    "C": "Physical environment",
    "D": "Service provision",
}
MODIFIABLE: dict[str, str] = {"yes": "Yes", "no": "No", "not_known": "Not known"}
MODIFIABILITY: dict[str, str] = {
    "modifiable": "Modifiable factors identified",
    "none": "No modifiable factors identified",
    "inadequate_information": "Inadequate information upon which to make a judgement",
}
CAUSES_AGREE: dict[str, str] = {"yes": "Yes", "no": "No, they differ", "not_known": "Not known"}
LEVELS: dict[str, str] = {"local": "Local", "regional": "Regional", "national": "National"}
MODIFIABLE_MEANING = (
    "A factor is modifiable if action that can be achieved locally or nationally could lower the risk of "
    "future child deaths. It is about other children, not about blame."
)


@dataclass(frozen=True)
class GradeScale:
    """The grades that may be given under one version of the analysis form, each with its meaning."""

    version: str
    source: str
    grades: dict[int, str]


SCALES: dict[str, GradeScale] = {
    scale.version: scale
    for scale in (
        GradeScale(
            "england-2008",
            "Analysis form C, before April 2019",
            {
                0: "Information not available",
                1: "No factors identified, or unlikely to have contributed",
                2: "Factors that may have contributed to vulnerability, ill health or death",
                3: "Factors that are a complete and sufficient explanation of the death",
            },
        ),
        GradeScale(
            "england-2019",
            "Child death analysis form, from 1 April 2019",
            {
                0: "Information not available",
                1: "No factors identified, or identified but unlikely to have contributed to the death",
                2: "Factors identified that may have contributed to vulnerability, ill health or death",
            },
        ),
    )
}
CURRENT_SCALE = "england-2019"
