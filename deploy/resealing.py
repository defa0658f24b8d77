"""``cdop reseal-documents``: after a change of the document keys, so that the earlier ones can go."""

from collections.abc import Callable
from datetime import UTC, datetime

from deploy.host import Installation
from services.notifications.actions.documents.reseal_documents import reseal_documents
from services.notifications.actions.documents.vault import vault_of
from shared.people import SYSTEM


def reseal_all(place: Installation, say: Callable[[str], None]) -> int:
    """Some documents at a time, each lot kept as soon as it is done; gives how many there were."""
    vault, done = vault_of(place.settings), 0
    while True:
        with place.databases["notifications"].transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
            some = reseal_documents(tx, vault=vault)
        if not some:
            break
        done += some
    say(f"{done} documents were sealed anew. All are sealed with the key '{vault.keys.current}'.")
    return done
