"""A rating as fields of a page: a row for each factor of the round, and rows for factors that are added."""

from services.panel.domain.analysis.scales import DOMAINS, MODIFIABLE
from services.panel.domain.ratings.rating import AddedFactor, FactorRating, Rating
from shared.web import PostedForm

ROWS_TO_ADD = 2
MOST_ADDED = 20


def rating_from(posted: PostedForm, factors: int) -> Rating:
    """What was chosen for ``factors`` factors of the round, and the added ones that were not left blank."""
    rated = tuple(
        FactorRating(_grade(posted, f"factor-{number}"), posted.text(f"factor-{number}-modifiable"))
        for number in range(factors)
    )
    added = (_added(posted, number) for number in range(MOST_ADDED))
    return Rating(
        category=posted.text("category"),
        modifiability=posted.text("modifiability"),
        factors=rated,
        added=tuple(one for one in added if not one.blank),
        comment=posted.text("comment"),
    )


def values_of(rating: Rating | None) -> dict[str, str]:
    """The fields that show a rating; none before the first."""
    if rating is None:
        return {}
    values = {name: getattr(rating, name) for name in ("category", "modifiability", "comment")}
    for number, one in enumerate(rating.factors):
        values |= _judged(f"factor-{number}", one.grade, one.modifiable)
    for number, added in enumerate(rating.added):
        values |= _judged(f"added-{number}", added.grade, added.modifiable)
        values |= {f"added-{number}-domain": added.domain, f"added-{number}-factor": added.factor}
    return values


def _added(posted: PostedForm, number: int) -> AddedFactor:
    field = f"added-{number}"
    domain, modifiable = posted.text(f"{field}-domain"), posted.text(f"{field}-modifiable")
    return AddedFactor(
        domain=domain if domain in DOMAINS else "",
        factor=posted.text(f"{field}-factor"),
        grade=_grade(posted, field),
        modifiable=modifiable if modifiable in MODIFIABLE else "",
    )


def _grade(posted: PostedForm, field: str) -> int | None:
    typed = posted.text(f"{field}-grade")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 1 else None


def _judged(field: str, grade: int | None, modifiable: str) -> dict[str, str]:
    return {f"{field}-grade": "" if grade is None else str(grade), f"{field}-modifiable": modifiable}
