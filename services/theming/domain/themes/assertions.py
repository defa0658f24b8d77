"""What a piece of text says about a theme, and which of several readings wins.

Only `affirmed` counts for a case. The other six are kept because a panel wants to see that something was
asked.
Source: general rule of the codebook; the precedence is ours.
"""

from collections.abc import Collection
from enum import StrEnum


class Assertion(StrEnum):
    AFFIRMED = "affirmed"
    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    HYPOTHETICAL = "hypothetical"
    OTHER_PERSON = "other_person"
    UNANSWERED = "unanswered"


#: The first reading found here wins: "advised not to share a bed" is advice, "no family history of
#: epilepsy" a negation.
PRECEDENCE = (
    Assertion.UNANSWERED,
    Assertion.HYPOTHETICAL,
    Assertion.UNCERTAIN,
    Assertion.NEGATED,
    Assertion.OTHER_PERSON,
    Assertion.HISTORICAL,
)


def strongest(readings: Collection[Assertion]) -> Assertion:
    """The reading that wins; with no cue at all the mention is affirmed."""
    return next((reading for reading in PRECEDENCE if reading in readings), Assertion.AFFIRMED)


def counts(assertion: Assertion) -> bool:
    """Whether a mention with this assertion makes the theme true of the case."""
    return assertion is Assertion.AFFIRMED
