"""Reads of ratings. Of a round that is not opened there is one's own rating and a count, and nothing else."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select

from services.panel.domain.ratings.differences import Difference, added_factors, differences
from services.panel.domain.ratings.raters import NO_SEAT, Raters, raters, why_not_asked
from services.panel.domain.ratings.rating import AddedFactor, Rating
from services.panel.domain.ratings.rating_round import Progress, RatingRound
from services.panel.queries.relations import meeting_deciding, people_with_an_interest, relations_to
from services.panel.tables.ratings import member_rating, rating_round
from shared.people import Permission, can, check
from shared.storage import Transaction

RATING = TypeAdapter(Rating)
_ROUND = TypeAdapter(RatingRound)
_SHOWN = [rating_round.c[name] for name in RatingRound.__dataclass_fields__]


def rounds_of(tx: Transaction, case_reference: str) -> list[RatingRound]:
    """The rounds of a case, newest first."""
    check(tx.person, Permission.READ_RATINGS, relations_to(tx, case_reference))
    found = select(*_SHOWN).where(rating_round.c.case_reference == case_reference)
    rows = tx.session.execute(found.order_by(rating_round.c.number.desc()))
    return [_ROUND.validate_python(dict(row._mapping)) for row in rows]


def newest_round(tx: Transaction, case_reference: str) -> RatingRound | None:
    """The round that is being filled in, or the last one that was opened; None before the first."""
    return next(iter(rounds_of(tx, case_reference)), None)


def my_rating(tx: Transaction, one: RatingRound) -> tuple[Rating | None, int]:
    """The newest version of what the person who acts has rated in this round, and its number; None and 0."""
    mine = (
        select(member_rating.c.rating, member_rating.c.version)
        .where(member_rating.c.round_id == one.id, member_rating.c.person_id == tx.person.id)
        .order_by(member_rating.c.version.desc())
        .limit(1)
    )
    row = tx.session.execute(mine).one_or_none()
    return (RATING.validate_python(row.rating), row.version) if row else (None, 0)


def is_still_to_rate(tx: Transaction, case_reference: str) -> bool:
    """Whether who acts is asked to rate the case now, and has not."""
    if not can(tx.person, Permission.RATE_FACTORS, relations_to(tx, case_reference)):
        return False
    one = newest_round(tx, case_reference)
    if one is None or one.opened or my_rating(tx, one)[0] is not None:
        return False
    return not why_not_asked_to_rate(tx, case_reference)


def why_not_asked_to_rate(tx: Transaction, case_reference: str) -> str:
    """Why who acts does not rate a case to which they are invited; "" where they do."""
    meeting = meeting_deciding(tx, case_reference)
    if meeting is None:
        return NO_SEAT
    may = _raters(tx, case_reference).may
    return "" if tx.person.id in may else why_not_asked(meeting, case_reference, tx.person.id)


def rating_progress(tx: Transaction, case_reference: str) -> Progress | None:
    """How many ratings of the newest round are in, or were when it was opened; None before a first."""
    one = newest_round(tx, case_reference)
    if one is None:
        return None
    if one.opened:
        return Progress(one.number, one.came_in or 0, one.expected or 0, True)
    awaited = _raters(tx, case_reference).awaited
    who = member_rating.c.person_id
    people = func.count(who.distinct())
    # The same people as opened_ratings shows: the count and the table are of one another.
    rated = select(people, people.filter(who.in_(awaited))).where(
        member_rating.c.round_id == one.id, who.not_in(people_with_an_interest(case_reference))
    )
    with tx.seen_by_the_system():  # how many, and nothing of what: that stays blind
        came_in, of_awaited = tx.session.execute(rated).one()
    return Progress(one.number, came_in, came_in + len(awaited) - of_awaited, False, bool(awaited))


def opened_ratings(tx: Transaction, one: RatingRound) -> list[Rating]:
    """What was rated in a round once it is opened, without those with an interest; before that nothing."""
    check(tx.person, Permission.READ_RATINGS, relations_to(tx, one.case_reference))
    if not one.opened:
        return []
    newest = (
        select(member_rating.c.rating)
        .join(rating_round, rating_round.c.id == member_rating.c.round_id)
        .where(
            rating_round.c.id == one.id,
            rating_round.c.opened_at.is_not(None),
            member_rating.c.person_id.not_in(people_with_an_interest(one.case_reference)),
        )
        .distinct(member_rating.c.person_id)
        .order_by(member_rating.c.person_id, member_rating.c.version.desc())
    )
    return [RATING.validate_python(rating) for rating in tx.session.scalars(newest)]


def differences_in(
    tx: Transaction, one: RatingRound
) -> tuple[int, list[Difference], list[AddedFactor], list[str]]:
    """How many ratings of an opened round are shown; where they differ, widest first; factors that were
    added; comments.
    """
    ratings = opened_ratings(tx, one)
    scales: dict[str, Any] = {"scale": one.scale_version, "categories": one.category_version}
    comments = sorted(rating.comment for rating in ratings if rating.comment)
    found = differences(ratings, one.factors, **scales) if ratings else []
    return len(ratings), found, added_factors(ratings), comments


def opened_differences(tx: Transaction, case_reference: str) -> list[Difference] | None:
    """Where the ratings of the newest round differ, widest first; None until it is opened."""
    one = newest_round(tx, case_reference)
    return differences_in(tx, one)[1] if one and one.opened else None


def _raters(tx: Transaction, case_reference: str) -> Raters:
    """Who rates a case at the meeting that decides on it; nobody while it is on no agenda."""
    meeting = meeting_deciding(tx, case_reference)
    if meeting is None:
        return Raters()
    return raters(meeting, case_reference, set(tx.session.scalars(people_with_an_interest(case_reference))))
