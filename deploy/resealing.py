"""``cdop reseal-documents``: after a change of keys, while people work on; then earlier keys can go."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from deploy.host import Installation
from services.notifications.actions.documents.reseal_documents import reseal_documents
from services.notifications.actions.documents.vault import Vault
from services.notifications.actions.reversal.reseal_hits import reseal_hits
from services.notifications.actions.subject_access.reseal_answers import reseal_answers
from services.notifications.queries.documents import are_any_sealed_with_others
from services.notifications.queries.reversals import are_any_hits_sealed_with_others
from services.notifications.queries.subject_access import are_any_answers_sealed_with_others
from shared.people import SYSTEM
from shared.storage import Transaction

PAUSE_SECONDS = 0.2  # before what somebody else had locked is looked at again


def reseal_all(place: Installation, say: Callable[[str], None]) -> int:
    """All that earlier keys sealed, some at a time, each lot kept as soon as it is done; gives how many.

    It may be ended at any moment and run again: what is done stays done, and the rest opens as before.
    """
    done = 0
    if keys := place.settings.sealing_keys:
        vault = Vault(keys)
        some = _until_none_is_left(
            place,
            lambda tx: reseal_documents(tx, vault=vault),
            lambda tx: are_any_sealed_with_others(tx, vault.keys.current),
        )
        say(f"{some} documents were sealed anew. All are sealed with the key '{keys.current}'.")
        done += some
        some = _until_none_is_left(
            place,
            lambda tx: reseal_answers(tx, keys=keys),
            lambda tx: are_any_answers_sealed_with_others(tx, keys.current),
        )
        say(f"{some} answers to people were sealed anew. All are sealed with the key '{keys.current}'.")
        done += some
    if words := place.settings.redaction_keys:
        some = _until_none_is_left(
            place,
            lambda tx: reseal_hits(tx, keys=words),
            lambda tx: are_any_hits_sealed_with_others(tx, words.current),
        )
        say(f"{some} redactions were sealed anew. All are sealed with the key '{words.current}'.")
        done += some
    return done


def _until_none_is_left(
    place: Installation, some: Callable[[Transaction], int], are_any: Callable[[Transaction], bool]
) -> int:
    done = 0
    while True:
        with place.databases["notifications"].transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
            now = some(tx)
            over = not now and not are_any(tx)
        done += now
        if over:
            return done
        if not now:
            time.sleep(PAUSE_SECONDS)
