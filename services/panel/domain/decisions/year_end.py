"""Completed reviews that are not finalised, as the reporting year ends on 31 March."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.panel.domain.decisions.finalising import CompletedReview, blocking
from shared.periods import Period


@dataclass(frozen=True)
class YearEnd:
    """``ready``: nothing in the way; ``held``: something is; ``later``: completed after the year.

    ``finalised``: how many reviews were finalised within the year. A review is of the year in which it was
    completed; one that is not finalised by the end drops out of that year's national figures.
    """

    year: Period
    ready: tuple[CompletedReview, ...]
    held: tuple[CompletedReview, ...]
    later: tuple[CompletedReview, ...]
    finalised: int


def year_end(reviews: Iterable[CompletedReview], year: Period, *, finalised: int) -> YearEnd:
    """The list to work through before ``year`` ends, each review in one part of it."""
    every = list(reviews)
    due = [one for one in every if one.case.closed_on and one.case.closed_on <= year.ends_on]
    return YearEnd(
        year=year,
        ready=tuple(one for one in due if not blocking(one)),
        held=tuple(one for one in due if blocking(one)),
        later=tuple(one for one in every if one not in due),
        finalised=finalised,
    )
