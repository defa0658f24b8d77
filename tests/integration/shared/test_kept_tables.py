"""What a database says it keeps it keeps whole: a table is not emptied where its rows cannot be deleted."""

from collections.abc import Callable

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from deploy.services import SERVICES
from shared.service import Service
from shared.storage import Database

# The bits of pg_trigger.tgtype: before a statement that deletes, or that empties.
_REFUSING = """
    SELECT kept.relname, bool_or(trigger.tgtype & 32 > 0) AS not_emptied
    FROM pg_trigger trigger JOIN pg_class kept ON kept.oid = trigger.tgrelid
    WHERE NOT trigger.tgisinternal AND trigger.tgtype & 2 > 0 AND trigger.tgtype & 40 > 0
    GROUP BY kept.relname ORDER BY kept.relname
"""

# What people decided, answered, did and gave out: a correction is another row.
_ONLY_ADDED_TO = {
    "notifications": {"audit_entry"},
    "panel": {
        "audit_entry", "status_change", "review_decision", "review_finalising", "acting_chair",
        "meeting_step", "quorum_rule_set", "room_movement", "action_feedback", "family_answer",
        "action_record", "register_correction", "bundle_download", "early_release",
    },
    "theming": {
        "audit_entry", "case_fact_version", "statistics_question", "signal_step", "signal_evidence",
        "signal_extract", "report_file", "pack_gathering", "pack_text", "pack_round", "pack_file",
    },
}  # fmt: skip


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_table_whose_rows_are_kept_is_kept_from_being_emptied(
    service: Service, database_for: Callable[[Service], Database]
) -> None:
    database = database_for(service)
    with database.engine.connect() as connection:
        kept = dict(connection.execute(text(_REFUSING)).tuples().all())
    assert _ONLY_ADDED_TO[service.name] <= kept.keys()
    assert [table for table, not_emptied in kept.items() if not not_emptied] == []
    for table in kept:
        with pytest.raises(DBAPIError, match=r"never|stays as it was"), database.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {table} CASCADE"))
    for table in _ONLY_ADDED_TO[service.name]:
        for change in (f"DELETE FROM {table}", f"UPDATE {table} SET {_some_column(database, table)} = NULL"):
            with pytest.raises(DBAPIError, match="never"), database.engine.begin() as connection:
                connection.execute(text(change))


def _some_column(database: Database, table: str) -> str:
    return inspect(database.engine).get_columns(table)[-1]["name"]
