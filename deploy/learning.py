"""``cdop learn`` and ``cdop examples``: what theming learns from decisions, from the command line."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.theming.actions.opinions import form_opinions, learn_from_decisions
from services.theming.queries.opinions import examples_kept
from shared.people import SYSTEM

if TYPE_CHECKING:
    from deploy.host import Installation


def learn_now(place: "Installation", say: Callable[[str], None]) -> None:
    """Learn as at night, whatever the hour, and let the models read every case; say how far that is."""
    database, folder = place.databases["theming"], place.settings.models_folder
    with database.transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
        lesson = learn_from_decisions.begin(tx, folder)
    learned = learn_from_decisions.do(lesson, say)
    with database.transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
        learn_from_decisions.record(tx, lesson, learned)
    models = sum(1 for each in learned.models if each["file"])
    say(f"{models} of {len(learned.models)} themes have a model")
    wrong = sum(1 for rule in learned.wrong.values() if rule)
    say(f"{wrong} of {len(learned.wrong)} rejected sentences are still read as before")
    errand, read = form_opinions.form_opinions(folder), 0
    while True:
        with database.transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
            reading = errand.take(tx)
        if reading is None:
            return
        found = errand.do(reading)
        with database.transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
            errand.record(tx, reading, found)
        read += len(reading.cases)
        say(f"{read} cases read by the models")


def example_lines(place: "Installation") -> Iterator[str]:
    """One JSON object for each: number, theme, text, what is expected of it, the rule that gets it wrong."""
    with place.databases["theming"].transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
        kept = examples_kept(tx)
        tx.audit("write_examples", reading=True, detail={"examples": len(kept)})
    for each in kept:
        told = {"id": each.decision, "theme": each.theme, "text": each.sentence, "expected": "not affirmed"}
        yield json.dumps({**told, "still_wrong_by": each.still_wrong_by or None}, ensure_ascii=False)
