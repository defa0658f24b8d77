"""A panel agreed an action, or a step of it was recorded: its words and where it stands are kept."""

from sqlalchemy.dialects.postgresql import insert

from services.theming.tables import recommendation
from shared.contracts import RecommendationFollowed
from shared.identifier_patterns import identifiers_in
from shared.storage import Transaction

_KEY = ("case_reference", "review_version", "number")


def record_recommendation(tx: Transaction, event: RecommendationFollowed) -> None:
    """The last that was told holds. Words in which a pattern finds an identifier are not kept."""
    found = identifiers_in(f"{event.text}\n{event.owner}")
    row = event.model_dump() | {"themes": list(event.themes)}
    row["set_aside_because"] = f"It seems to show: {', '.join(found)}" if found else None
    if found:
        row |= {"text": "", "owner": ""}
    said = {name: value for name, value in row.items() if name not in _KEY}
    made = insert(recommendation).values(row)
    tx.session.execute(made.on_conflict_do_update(index_elements=_KEY, set_=said))
    tx.audit("record_recommendation", case=event.case_reference, detail={"state": event.state})
