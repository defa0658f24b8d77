"""At whom or what a recommendation is aimed: the wider it reaches, the less it rests on being remembered.

Source: the levels of recommendation used by maternal mortality review committees (patient/family, provider,
facility, system, community), put into the words of child death review.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RecommendationKind:
    """One type of recommendation, with what falls under it and since when the type is used."""

    id: str
    label: str
    means: str
    starts_on: date
    version: str = "2026.1"
    source: str = "After the recommendation levels of maternal mortality review committees"


_FROM = date(2026, 4, 1)
RECOMMENDATION_KINDS: dict[str, RecommendationKind] = {
    kind.id: kind
    for kind in (
        RecommendationKind(
            "families", "Families", "Information, advice and support offered to families", _FROM
        ),
        RecommendationKind("practice", "Professional practice", "What a professional or a team does", _FROM),
        RecommendationKind(
            "organisation", "One organisation", "Its guidance, training, staffing, equipment", _FROM
        ),
        RecommendationKind(
            "system", "Between organisations", "Pathways, commissioning, sharing information", _FROM
        ),
        RecommendationKind("community", "Community", "Places, products, campaigns, the law", _FROM),
    )
}


def kind_label(kind: str) -> str:
    """The label of a type; "" where none was chosen, and one no longer used as it was written."""
    return RECOMMENDATION_KINDS[kind].label if kind in RECOMMENDATION_KINDS else kind
