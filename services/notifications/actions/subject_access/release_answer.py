"""The second person lets the answer out: it is made, sealed and never changed. Opening it is audited."""

import json
import os
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from sqlalchemy import insert

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.propose_answer import AnswerChanged, drafted
from services.notifications.actions.subject_access.take_step import take_step
from services.notifications.domain.documents.refusals import DocumentNotReadable
from services.notifications.domain.subject_access.answer import Answer
from services.notifications.domain.subject_access.request import Stage, check_release
from services.notifications.queries.subject_access import (
    answer_of,
    cases_of,
    must_see_all,
    request_of,
    request_to_change,
    worked_on,
)
from services.notifications.tables.subject_access import subject_access_answer
from shared.errors import NotFound
from shared.people import Permission, check
from shared.sealing import NONCE_BYTES, SealBroken, SealingKeys
from shared.storage import Transaction

KINDS = ("pdf", "json")


def release_answer(
    tx: Transaction,
    *,
    request_id: str,
    seen: str,
    panel_name: str,
    keys: SealingKeys,
    print_it: Callable[[Answer], bytes],
) -> None:
    """``seen``: digest of the answer that was looked at; it is the one that was proposed, or nothing goes.

    Raises NotFound, TransitionRefused, NotAllOpen, AnswerChanged; NotPermitted for whoever had a hand in it.
    """
    check(tx.person, Permission.RELEASE_SUBJECT_ACCESS)
    asked = request_to_change(tx, request_id)
    check_release(asked, worked_on(tx, request_id), by=tx.person.id)
    must_see_all(tx, request_id)
    answer, proposed = drafted(tx, asked, panel_name), asked.proposed
    if proposed is None or not answer.digest == seen == proposed.digest:
        raise AnswerChanged()
    files = {"pdf": print_it(answer), "json": as_json(answer)}
    row: dict[str, Any] = {f"{kind}_sha256": sha256(made).hexdigest() for kind, made in files.items()}
    row |= {f"sealed_{kind}": _sealed(keys, request_id, kind, made) for kind, made in files.items()}
    tx.session.execute(
        insert(subject_access_answer).values(
            request_id=request_id,
            proposed_step=proposed.number,
            proposed_by=proposed.by,
            released_by=tx.person.id,
            released_by_name=tx.person.name,
            released_at=tx.at,
            digest=seen,
            key_id=keys.current,
            **row,
        )
    )
    take_step(tx, request_id, Stage.RELEASED, on=today(tx), words="", digest=seen)


def open_answer(tx: Transaction, *, request_id: str, kind: str, keys: SealingKeys) -> bytes:
    """A released file, as it was made. Raises NotFound, DocumentNotReadable."""
    request_of(tx, request_id)
    row = answer_of(tx, request_id)
    if row is None or kind not in KINDS:
        raise NotFound("There is no such file.")
    try:
        made = keys.open(row[f"sealed_{kind}"], key=row["key_id"], bound_to=place_of_file(request_id, kind))
    except SealBroken:
        raise DocumentNotReadable() from None
    if sha256(made).hexdigest() != row[f"{kind}_sha256"]:
        raise DocumentNotReadable()
    for case in cases_of(tx, request_id):
        detail = {"kind": kind}
        tx.audit("open_subject_access_answer", case=case, subject=request_id, reading=True, detail=detail)
    return made


def as_json(answer: Answer) -> bytes:
    """For programs: the same words, and the digest of all it says."""
    return json.dumps({**answer.data, "digest": answer.digest}, ensure_ascii=False, indent=2).encode()


def _sealed(keys: SealingKeys, request_id: str, kind: str, made: bytes) -> bytes:
    return keys.seal(made, nonce=os.urandom(NONCE_BYTES), bound_to=place_of_file(request_id, kind))


def place_of_file(request_id: str, kind: str) -> str:
    """What a sealed file belongs to."""
    return f"subject access {request_id} {kind}"
