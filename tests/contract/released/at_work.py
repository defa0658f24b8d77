"""Run with the released version's code: makes its tables, works, and notifies deaths until told to stop.

Writes each case reference once its death is accepted, then "stopped", and works on until nobody listens.
"""

import json
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from deploy.host import Installation, installation, working
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


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(payload: Path) -> None:
    signal.signal(signal.SIGTERM, lambda *_: told_to_stop.set())
    with installation(load_settings()) as place:
        place.migrate()
        with working(place):
            while not told_to_stop.is_set():
                say(notify(place, json.loads(payload.read_text())))
                time.sleep(PAUSE_SECONDS)
            say("stopped")
            sys.stdin.read()  # the workers go on until nobody listens any more


if __name__ == "__main__":
    main(Path(sys.argv[1]))
