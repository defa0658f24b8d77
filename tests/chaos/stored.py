"""What the databases of a place hold, read directly: the judge believes no code of the product."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

Step = tuple[str, str]  # what was done, and to what
Steps = dict[str, list[Step]]  # by case reference

# What each event must lead to in each of its readers: the action in the audit, and its subject.
EFFECTS = {
    "panel": {
        "child-death-notified": ("open_review_case", "''"),
        "reporting-form-requested": ("record_form_request", "envelope->'data'->>'source_id'"),
        "reporting-form-received": ("record_form_received", "envelope->'data'->>'source_id'"),
        "case-material-confirmed": ("add_case_material", "envelope->'data'->>'material_id'"),
        "case-facts-recorded": ("keep_case_facts", "''"),
        "case-involvement-recorded": ("record_involvement", "''"),
    },
    "theming": {
        "child-death-notified": ("record_notified_case", "''"),
        "case-material-confirmed": ("keep_text", "envelope->'data'->>'kind'"),
    },
}
READERS = tuple(EFFECTS)
TOLD_BY_ITSELF = ("case-facts-recorded", "case-involvement-recorded")
_TO_TELL = """
    FROM notification n LEFT JOIN case_projection p USING (case_reference)
    WHERE coalesce(p.due, n.status = 'accepted')
"""
_KIND = r"substring(envelope->>'type' from 'review\.(.*)\.v1$')"
# Rows beyond the audit, by reader: how many there must be for so many events of a kind.
ROWS = {
    ("panel", "child-death-notified"): "SELECT reference FROM review_case",
    ("panel", "reporting-form-received"): (
        "SELECT case_reference FROM information_source WHERE outcome IS NOT NULL"
    ),
    ("panel", "case-material-confirmed"): "SELECT case_reference FROM bundle_part",
    ("theming", "child-death-notified"): "SELECT case_reference FROM case_facts",
    ("theming", "case-material-confirmed"): "SELECT case_reference FROM case_text",
}
# A notification is whole or it is not there. Each of these finds the reference or key of one that is neither.
HALVES = {
    "a notification without its identity": (
        "SELECT case_reference FROM notification EXCEPT SELECT case_reference FROM child_identity"
    ),
    "a notification not audited once": """
        SELECT n.case_reference FROM notification n LEFT JOIN audit_entry a
          ON a.case_reference = n.case_reference AND a.action = 'submit_notification'
        GROUP BY 1 HAVING count(a.id) <> 1
    """,
    "a notification without what its sender is answered": """
        SELECT case_reference FROM notification WHERE channel = 'api'
        EXCEPT SELECT answer->>'case_reference' FROM idempotency_key
    """,
    "an answer without its notification": """
        SELECT coalesce(answer->>'case_reference', key) FROM idempotency_key
        EXCEPT SELECT case_reference FROM notification
    """,
    "an acceptance that is not all of status, event, text and audit": """
        SELECT n.case_reference FROM notification n
        WHERE (n.status = 'accepted')::int <> (SELECT count(*) FROM audit_entry a
                WHERE a.case_reference = n.case_reference AND a.action = 'accept_notification')
           OR (n.status = 'accepted')::int <> (SELECT count(*) FROM outbox o
                WHERE o.key = n.case_reference AND o.envelope->>'type' LIKE '%child-death-notified.v1')
           OR (n.status = 'accepted')::int <> (SELECT count(*) FROM case_material m
                WHERE m.case_reference = n.case_reference)
    """,
    "a request that is not all of row, link, event and audit": """
        SELECT r.request_id FROM reporting_form_request r
        WHERE 1 <> (SELECT count(*) FROM responder_link l WHERE l.request_id = r.request_id)
           OR 1 <> (SELECT count(*) FROM audit_entry a
                WHERE a.subject = r.request_id AND a.action = 'request_reporting_form')
           OR 1 <> (SELECT count(*) FROM outbox o WHERE o.key = r.case_reference
                AND o.envelope->>'type' LIKE '%reporting-form-requested.v1'
                AND o.envelope->'data'->>'source_id' = r.source_id)
    """,
    "a nil return that is not all of status, event and audit": """
        SELECT r.request_id FROM reporting_form_request r
        WHERE (r.status = 'nil_return')::int <> (SELECT count(*) FROM audit_entry a
                WHERE a.subject = r.request_id AND a.action = 'record_nil_return')
           OR (r.status = 'nil_return')::int <> (SELECT count(*) FROM outbox o WHERE o.key = r.case_reference
                AND o.envelope->>'type' LIKE '%reporting-form-received.v1'
                AND o.envelope->'data'->>'source_id' = r.source_id)
    """,
    "a confirmation that is not all of day, event and audit": """
        SELECT m.material_id FROM case_material m
        WHERE (m.confirmed_on IS NOT NULL)::int <> (SELECT count(*) FROM audit_entry a
                WHERE a.subject = m.material_id AND a.action = 'confirm_case_material')
           OR (m.confirmed_on IS NOT NULL)::int <> (SELECT count(*) FROM outbox o
                WHERE o.key = m.case_reference AND o.envelope->'data'->>'material_id' = m.material_id)
    """,
}


@dataclass(frozen=True)
class Stored:
    """Reads of the services' databases; ``connect`` opens one by the service's name."""

    connect: Callable[[str], psycopg.Connection]

    def implied(self, reader: str) -> Steps:
        """What the publisher's outbox, in order, must lead to in a reader."""
        effects = EFFECTS[reader]
        subject = " ".join(f"WHEN '{kind}' THEN {field}" for kind, (_, field) in effects.items())
        found = self.rows(
            "notifications",
            f"""SELECT key, kind, CASE kind {subject} END FROM (
                  SELECT *, substring(envelope->>'type' from 'review\\.(.*)\\.v1$') AS kind FROM outbox
                ) AS told WHERE kind = ANY(%s) ORDER BY id""",
            list(effects),
        )
        return _by_case((case, (effects[kind][0], subject)) for case, kind, subject in found)

    def done(self, reader: str) -> Steps:
        """What the reader did, in the order in which it did it."""
        actions = [action for action, _ in EFFECTS[reader].values()]
        found = self.rows(
            reader,
            "SELECT case_reference, action, subject FROM audit_entry WHERE action = ANY(%s) ORDER BY id",
            actions,
        )
        return _by_case((case, (action, subject)) for case, action, subject in found)

    def cases_of_rows(self, reader: str, kind: str) -> list[str]:
        """The case of each row that events of ``kind`` have left."""
        return [case for (case,) in self.rows(reader, ROWS[reader, kind])]

    def cases_told_of(self) -> list[str]:
        """The case of each event that somebody's work leads to, once.

        What the panel is told by itself is told whenever it has changed: how often depends on the moment.
        """
        found = self.rows(
            "notifications", f"SELECT key FROM outbox WHERE {_KIND} <> ALL(%s)", list(TOLD_BY_ITSELF)
        )
        return [case for (case,) in found]

    def half_there(self) -> list[str]:
        """Everything in notifications that was begun and not finished, with what is wrong with it."""
        return [
            f"{wrong}: {what}"
            for wrong, query in HALVES.items()
            for (what,) in self.rows("notifications", query)
        ]

    def waiting(self) -> dict[str, int]:
        """What is still under way, by name; nothing but zeros once everything has arrived."""
        # First: what the panel is told by itself is told in a step of its own, which adds to the outbox.
        found = {"cases to tell of": self.count("notifications", _TO_TELL)}
        found["outbox"] = self.count("notifications", "FROM outbox WHERE published_at IS NULL")
        told = {event for (event,) in self.rows("notifications", "SELECT event_id FROM outbox")}
        for reader in READERS:
            known = {event for (event,) in self.rows(reader, "SELECT event_id FROM inbox")}
            found[f"inbox of {reader}"] = len(told - known)
            parked = "FROM dead_letter WHERE settled_at IS NULL"
            found[f"dead letters of {reader}"] = self.count(reader, parked)
        unread = "FROM case_text WHERE themed_by IS NULL AND set_aside_because IS NULL"
        return {**found, "texts to theme": self.count("theming", unread)}

    def count(self, database: str, of: str) -> int:
        return int(self.rows(database, f"SELECT count(*) {of}")[0][0])

    def change(self, database: str, statement: str) -> None:
        """What a person at the database does."""
        with self.connect(database) as connection:
            connection.execute(statement)

    def rows(self, database: str, query: str, *given: Any) -> list[tuple[Any, ...]]:
        with self.connect(database) as connection:
            return connection.execute(query, given or None).fetchall()


def _by_case(steps: Iterator[tuple[str, Step]]) -> Steps:
    found: Steps = {}
    for case, step in steps:
        found.setdefault(case, []).append(step)
    return found
