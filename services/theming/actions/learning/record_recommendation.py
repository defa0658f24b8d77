"""A panel agreed an action, or a step of it was recorded: its words and where it stands are kept."""

from sqlalchemy.dialects.postgresql import insert

from services.theming.queries.standing import steps_told
from services.theming.tables import recommendation, recommendation_told
from shared.contracts import RecommendationFollowed
from shared.identifier_patterns import identifiers_in
from shared.storage import Transaction

_KEY = ("case_reference", "review_version", "number")
_STEP = ("level", "themes", "agreed_on", "due_on", "state", "effect")


def record_recommendation(tx: Transaction, event: RecommendationFollowed) -> None:
    """The last that was told holds; each step stays on record, without its words.

    Words in which a pattern finds an identifier are not kept.
    """
    found = identifiers_in(f"{event.text}\n{event.owner}")
    row = event.model_dump() | {"themes": list(event.themes)}
    row["set_aside_because"] = f"It seems to show: {', '.join(found)}" if found else None
    if found:
        row |= {"text": "", "owner": ""}
    said = {name: value for name, value in row.items() if name not in _KEY}
    made = insert(recommendation).values(row)
    tx.session.execute(made.on_conflict_do_update(index_elements=_KEY, set_=said))
    told = {name: row[name] for name in (*_KEY, *_STEP)}
    number = steps_told(tx, event.case_reference, event.review_version, event.number) + 1
    tx.session.execute(insert(recommendation_told).values(**told, told=number, known_from=tx.at))
    tx.audit("record_recommendation", case=event.case_reference, detail={"state": event.state})
