"""Run with the released version's code: makes its tables, or notifies and accepts deaths until told to stop.

Writes each case reference once its death is accepted.
"""

import json
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from deploy.host import Installation, installation
from deploy.personas import PERSONAS
from services.notifications.actions.accept_notification import accept_notification
from services.notifications.actions.submit_notification import submit_notification
from services.notifications.domain.notification_form import read_form
from services.notifications.domain.sent_payload import flat
from shared.settings import load_settings

PAUSE_SECONDS = 0.02
told_to_stop = threading.Event()


def notify(place: Installation, payload: dict) -> str:
    database, at = place.databases["notifications"], datetime.now(UTC)
    answers = read_form(flat(payload), now=at, demonstration=True)
    with database.transaction(person=PERSONAS["cdr-manager"], at=at) as tx:
        reference = submit_notification(tx, answers=answers, panel_code="LLR", channel="api").case_reference
    with database.transaction(person=PERSONAS["cdr-manager"], at=at) as tx:
        accept_notification(tx, reference=reference, reason="The child lived here.")
    return reference


def main(task: str, payload: Path) -> None:
    signal.signal(signal.SIGTERM, lambda *_: told_to_stop.set())
    with installation(load_settings()) as place:
        if task == "migrate":
            place.migrate()
        while task == "write" and not told_to_stop.is_set():
            sys.stdout.write(notify(place, json.loads(payload.read_text())) + "\n")
            sys.stdout.flush()
            time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
