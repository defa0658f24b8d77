"""The office writes a text of learning that may be passed on."""

from collections.abc import Sequence
from uuid import uuid4

from services.panel.domain.learning.sharing import LearningKind, SharedLearning, learning_faults
from services.panel.domain.nobody_named import naming_faults, said_of
from services.panel.queries.learning import completed_among
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def write_learning(
    tx: Transaction,
    *,
    kind: str,
    title: str,
    text: str,
    themes: Sequence[str],
    cases: Sequence[str],
    nobody_in: str = "",
) -> SharedLearning:
    """Keep it, not yet fit to publish. Invalid names every fault; a composite account needs three cases.

    ``nobody_in``: the tick that it names nobody.
    """
    check(tx.person, Permission.SHARE_LEARNING)
    drawn_from = list(dict.fromkeys(cases))
    known = completed_among(tx, drawn_from)
    typed = {"title": title, "text": text}
    faults = learning_faults(kind, title, text, themes, drawn_from, known)
    if faults := [*faults, *naming_faults(typed, nobody_in)]:
        raise Invalid(faults)
    written = SharedLearning(
        str(uuid4()),
        LearningKind(kind),
        title.strip(),
        text.strip(),
        list(themes),
        drawn_from,
        tx.person.id,
        tx.person.name,
        tx.at,
    )
    tx.session.add(written)
    said = said_of(typed, nobody_in)
    for case in drawn_from:
        tx.audit("write_learning", case=case, subject=written.id, detail=said)
    if not drawn_from:
        tx.audit("write_learning", subject=written.id, detail=said)
    return written
