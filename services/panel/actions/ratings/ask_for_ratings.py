"""The office or the chair asks every member for their own rating of a case, before it is discussed."""

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.cases.case_status import CLOSED
from services.panel.domain.ratings.rating import RatedFactor
from services.panel.domain.ratings.rating_round import RatingsAlreadyAsked, check_asking
from services.panel.domain.refusals import ReviewLocked
from services.panel.queries.analyses import newest_analysis
from services.panel.queries.cases import case_for_change
from services.panel.queries.ratings import newest_round
from services.panel.queries.relations import relations_to
from services.panel.tables.ratings import rating_round
from shared.people import Permission, check
from shared.storage import Transaction


def ask_for_ratings(tx: Transaction, *, case_reference: str, because: str = "") -> int:
    """Begin a round with the draft's factors; gives its number. A further round needs a reason.

    Refuses ReviewLocked, RatingsAlreadyAsked and Invalid.
    """
    check(tx.person, Permission.RECORD_ANALYSIS, relations_to(tx, case_reference))
    case = case_for_change(tx, case_reference)
    if case.status in CLOSED:
        raise ReviewLocked(f"The case is now “{case.status_label}”.")
    number = check_asking(newest_round(tx, case_reference), because)
    saved = newest_analysis(tx, case_reference, case.review_version + 1)
    form = saved.form if saved else AnalysisForm()
    row = {
        "case_reference": case_reference,
        "review_version": case.review_version + 1,
        "number": number,
        "factors": [{"domain": one.domain, "factor": one.factor} for one in _rated(form)],
        "scale_version": form.scale_version,
        "category_version": form.category_version,
        "because": because.strip(),
    }
    asked = {"asked_by": tx.person.id, "asked_by_name": tx.person.name, "asked_at": tx.at}
    try:
        tx.session.execute(insert(rating_round).values(**row, **asked))
    except IntegrityError:  # two people asked at the same moment
        raise RatingsAlreadyAsked("Somebody asked for them just now.") from None
    tx.audit("ask_for_ratings", case=case_reference, detail={"round": number})
    return number


def _rated(form: AnalysisForm) -> list[RatedFactor]:
    return [RatedFactor(one.domain, one.factor) for one in form.factors if one.domain and one.factor]
