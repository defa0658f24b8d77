"""A member rates a case alone. Until the round is opened nobody else sees it, and it can be changed."""

from sqlalchemy import insert

from services.panel.domain.cases.case_status import CLOSED
from services.panel.domain.nobody_named import naming_faults, said_of
from services.panel.domain.ratings.rating import Rating, rating_faults
from services.panel.domain.ratings.rating_round import (
    NotAskedToRate,
    RatingsNotAsked,
    RoundChanged,
    check_round_of_review,
)
from services.panel.domain.refusals import ReviewLocked
from services.panel.queries.cases import case_for_change
from services.panel.queries.ratings import RATING, my_rating, newest_round, why_not_asked_to_rate
from services.panel.queries.relations import relations_to
from services.panel.tables.ratings import member_rating
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def rate_case(
    tx: Transaction, *, case_reference: str, number: int, rating: Rating, nobody_in: str = ""
) -> int:
    """Keep the rating in round ``number``; gives its version. The audit holds no answer.

    Refuses ReviewLocked once the review is signed off, RatingsNotAsked once the round is opened or belongs
    to an earlier review, NotAskedToRate to who takes no part, RoundChanged, and Invalid with every fault.
    ``nobody_in``: the tick that what was typed names nobody.
    """
    check(tx.person, Permission.RATE_FACTORS, relations_to(tx, case_reference))
    case, one = case_for_change(tx, case_reference), newest_round(tx, case_reference)
    if case.status in CLOSED:
        raise ReviewLocked(f"The case is now “{case.status_label}”: no rating is taken any more.")
    if one is None or one.opened:
        raise RatingsNotAsked("They are opened, or nobody has asked for them yet.")
    check_round_of_review(one, case.review_version + 1)
    if why_not := why_not_asked_to_rate(tx, case_reference):
        raise NotAskedToRate(f"{why_not} Nothing has been kept.")
    if one.number != number:
        raise RoundChanged("What you typed is below. Look at the factors, then send it again.")
    faults = rating_faults(rating, one.factors, scale=one.scale_version, categories=one.category_version)
    if faults := [*faults, *naming_faults(rating.texts, nobody_in)]:
        raise Invalid(faults)
    before, version = my_rating(tx, one)
    if before == rating:
        return version
    row = {"round_id": one.id, "person_id": tx.person.id, "version": version + 1, "rated_at": tx.at}
    kept = RATING.dump_python(rating, mode="json")
    tx.session.execute(insert(member_rating).values(**row, rating=kept))
    detail = {"round": number, "version": version + 1, **said_of(rating.texts, nobody_in)}
    tx.audit("rate_case", case=case_reference, detail=detail)
    return version + 1
