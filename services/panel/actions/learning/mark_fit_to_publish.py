"""A second person says that nobody can be known by a text, or takes that back."""

from services.panel.domain.own_work import check_own_work
from services.panel.queries.learning import learning_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def mark_fit_to_publish(
    tx: Transaction, *, learning_id: str, fit: bool = True, own_work_because: str = ""
) -> None:
    """Refuses OwnWork: whoever wrote it marks it only with a reason."""
    check(tx.person, Permission.SHARE_LEARNING)
    learning, detail = learning_for_change(tx, learning_id), {"fit": fit}
    if not fit:
        learning.take_back()
    else:
        writer = {learning.written_by}
        detail["own_work"] = check_own_work(
            "publish_learning", person_id=tx.person.id, workers=writer, because=own_work_because
        )
        learning.mark_fit(by=tx.person.id, by_name=tx.person.name, at=tx.at)
    tx.audit("mark_fit_to_publish", subject=learning.id, detail=detail)
