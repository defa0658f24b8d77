"""What the other services are told of an agreed action: where it stands, never who recorded what."""

from datetime import date

from services.panel.domain.learning.action_log import LoggedAction
from shared.contracts import RecommendationFollowed


def recommendation_followed(
    one: LoggedAction, themes: tuple[str, ...], *, as_at: date
) -> RecommendationFollowed:
    """``themes``: those of its case, for an action that names none itself."""
    return RecommendationFollowed.model_validate(
        {
            "case_reference": one.case_reference,
            "review_version": one.review_version,
            "number": one.number,
            "text": one.action.text,
            "owner": one.action.owner,
            "level": one.action.level,
            "kind": one.action.kind,
            "themes": one.action.themes or themes,
            "agreed_on": one.agreed_on,
            "due_on": one.action.due_on,
            "state": one.state.value,
            "effect": one.effect,
            "as_at": as_at,
        }
    )
