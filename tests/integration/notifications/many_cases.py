"""Many cases like one there is, put straight into the tables: where it matters how many they are."""

from services.notifications.app import SERVICE
from shared.storage import Database

# What each copied table tells its rows apart by, besides the case.
COPIED = {
    "notification": "",
    "reporting_form_request": "request_id",
    "parallel_process": "process_id",
    "clock_judgement": "judgement_id",
    "case_milestone": "milestone_id",
}


def copies(database: Database, reference: str, number: int, prefix: str) -> None:
    """`number` cases whose reference is `prefix` and 1, 2, ..."""
    with database.engine.begin() as connection:
        for table, key in COPIED.items():
            columns = [column for column in SERVICE.metadata.tables[table].c if column.identity is None]
            new = {"case_reference": f"'{prefix}' || n", key: f"{key} || '{prefix}' || n"}
            names = ", ".join(f'"{column.name}"' for column in columns)
            chosen = ", ".join(new.get(column.name, f'"{column.name}"') for column in columns)
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table}, generate_series(1, {number}) n"
                f" WHERE case_reference = '{reference}'"
            )
