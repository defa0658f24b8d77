"""A theming database at work: events through the real consumers and steps, and people who decide."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from deploy.personas import PERSONAS
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.app import SERVICE as THEMING
from shared.contracts import Event, ReviewCompleted, to_cloudevent
from shared.messaging import EventLog, Record
from shared.messaging.work import drain, jobs
from shared.service import Service
from shared.storage import Database
from tests.integration.theming.conftest import SLEEP_STORY, material, notified, reviewed

START = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
CONTENTS = {
    "case_facts": "SELECT * FROM {} ORDER BY case_reference",
    "case_fact_version": "SELECT * FROM {} ORDER BY 1, 2, 3",
    "case_text": "SELECT case_reference, material_id, version, part, parts, kind, title, text, arrived_at,"
    " set_aside_because, themed_by FROM {} ORDER BY 1, 2, 3, 4",
    "theme_mention": "SELECT m.case_reference, material_id, part, theme, assertion, start, m.end, rule_id,"
    " cue, pipeline_version FROM {} m JOIN {schema}.case_text x ON x.id = m.text_id"
    " ORDER BY 1, 2, 3, 4, 5, 6, 7, 8",
    "theme_confirmation": "SELECT * FROM {} ORDER BY case_reference, theme",
    "inbox": "SELECT event_id, handled_at FROM {} ORDER BY event_id",
    "dead_letter": "SELECT event_id, topic, key, tries, settled_how FROM {} ORDER BY event_id",
}


@dataclass
class Lively:
    """Every event has its own instant; ``at`` is the clock of consumers and people."""

    database: Database
    log: EventLog
    service: Service = THEMING
    at: datetime = START
    ids: list[str] = field(default_factory=list)

    def tell(self, *events: Event, **changed: Any) -> None:
        """Put events on the log; ``changed`` spoils their data."""
        self.log.append([self._record(event, changed) for event in events])

    def work(self) -> None:
        self.at += timedelta(minutes=7)
        drain(jobs(self.service, self.database, self.log, now=lambda: self.at))

    def act(self, action: Callable[..., Any], **given: Any) -> Any:
        self.at += timedelta(minutes=1)
        with self.database.transaction(person=PERSONAS["cdr-manager"], at=self.at) as tx:
            return action(tx, **given)

    def contents(self, schema: str = "public") -> dict[str, list[tuple[Any, ...]]]:
        """Every row without its surrogate ids, in one order."""
        with self.database.owner.connect() as connection:
            return {
                table: [
                    tuple(row)
                    for row in connection.execute(text(sql.format(schema + "." + table, schema=schema)))
                ]
                for table, sql in CONTENTS.items()
            }

    def sql(self, statement: str) -> Any:
        with self.database.owner.begin() as connection:
            found = connection.execute(text(statement))
            return found.all() if found.returns_rows else found.rowcount

    def schemas(self) -> set[str]:
        return {
            name for (name,) in self.sql("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^info'")
        }

    def _record(self, event: Event, changed: dict[str, Any]) -> Record:
        topic = self.service.consumes[1 if isinstance(event, ReviewCompleted) else 0]
        envelope = to_cloudevent(str(uuid4()), "/test", self.at, event)
        envelope["data"] |= changed
        self.ids.append(envelope["id"])
        return Record(topic, event.case_reference, envelope)


def reading(lively: Lively, *topics: str) -> Lively:
    """The same, on topics of its own."""
    return replace(lively, service=replace(lively.service, consumes=topics))


def live_through(lively: Lively, cases: int = 6) -> None:
    """Versions of material, a text set aside, reviews reopened, decisions of every kind, a dead letter."""
    references = [f"LLR-2026-{number:04}" for number in range(1, cases + 1)]
    for reference in references:
        lively.tell(notified(reference), material(reference))
    lively.work()
    first, second, third, fourth, *_ = references
    lively.tell(reviewed(first), reviewed(second, summary="Nothing."))
    lively.tell(
        material(second, version=2, text=SLEEP_STORY), material(third, text="Asthma.", part=2, parts=2)
    )
    lively.work()
    lively.tell(
        reviewed(first, review_version=2, category=3), material(fourth, version=2, text="Ring 0116 496 0000.")
    )
    lively.tell(reviewed(references[4]), category="none")
    lively.work()
    lively.act(confirm_theme, case=first, theme="asthma", reason="Plain in the text")
    lively.act(reject_theme, case=third, theme="asthma")
    lively.act(add_theme, case=second, theme="cord_strangulation", reason="The photographs")
    lively.tell(reviewed(references[4], review_version=2))
    lively.work()


def live_a_little(lively: Lively) -> None:
    """Two cases, one of them reviewed; one theme is confirmed and others wait."""
    lively.tell(notified("LLR-2026-0001"), material("LLR-2026-0001"), reviewed("LLR-2026-0001"))
    lively.tell(notified("LLR-2026-0002"), material("LLR-2026-0002", text=SLEEP_STORY))
    lively.work()
    lively.act(confirm_theme, case="LLR-2026-0001", theme="asthma")
