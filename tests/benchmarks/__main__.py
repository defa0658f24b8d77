"""``make bench``: figures of this machine, each beside a floor measured in the same run.

``python -m tests.benchmarks rules accepting`` measures these only. Each takes at most a minute or two.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import structlog

from deploy.embedded import embedded_postgres
from deploy.host import embedded_settings, installation
from deploy.kafka import LocalKafka, LocalKafkaError
from shared.log_lines import configure_logging
from shared.settings import Settings
from tests.benchmarks import (
    accepting,
    agreeing,
    audit_costs,
    auditing,
    awaiting_themes,
    board,
    bundling,
    carrying,
    comparing,
    counting,
    delivering,
    discovering,
    duplicates,
    importing,
    lagging,
    looking_up_sessions,
    proposing,
    protecting,
    reading,
    rebuilding,
    redacting,
    reporting,
    row_rules,
    rules,
    signalling,
    theming,
)
from tests.benchmarks.measuring import note

KAFKA_PARTITIONS = 6


@contextmanager
def settings() -> Iterator[Settings]:
    """A durable PostgreSQL of its own that keeps when each transaction was committed."""
    with tempfile.TemporaryDirectory(prefix="cdr-bench-", dir="/tmp") as made:
        folder = Path(made)
        folder.chmod(0o755)
        with embedded_postgres(folder / "postgres") as server, server.connect() as connection:
            connection.execute("ALTER SYSTEM SET track_commit_timestamp = on")
        with embedded_settings(folder) as found:
            with installation(found) as place:
                place.migrate()
            yield found


@contextmanager
def on_kafka(found: Settings) -> Iterator[Settings]:
    """The same databases with a log on a Kafka of one node."""
    with tempfile.TemporaryDirectory(prefix="cdr-bench-", dir="/tmp") as folder:
        with LocalKafka(Path(folder)) as kafka:
            url = f"{kafka.url}/?partitions={KAFKA_PARTITIONS}"
            yield found.model_copy(update={"events_url": url})


def on_both_logs(measure: Callable[[Settings, str], None]) -> None:
    """Databases of its own for each log: a log and its databases belong together."""
    with settings() as found:
        measure(found, "PostgreSQL log")
    try:
        with settings() as found, on_kafka(found) as with_kafka:
            measure(with_kafka, "Kafka log")
    except LocalKafkaError as missing:
        note(f"NOT MEASURED on Kafka: {missing}")


def measure_rules() -> None:
    rules.judging_deaths()
    rules.theming_texts()


def measure_delivering() -> None:
    with settings() as found, installation(found) as place:
        delivering.waiting_for_an_event(place)
        delivering.delivering_events(place)


def measure_accepting() -> None:
    with settings() as found, installation(found) as place:
        accepting.accepting(place)


def measure_duplicates() -> None:
    with settings() as found, installation(found) as place:
        duplicates.duplicates(place)


def measure_importing() -> None:
    with settings() as found, installation(found) as place:
        importing.importing(place)


def measure_rebuilding() -> None:
    with settings() as found:
        rebuilding.rebuilding(found)


def measure_awaiting_themes() -> None:
    with settings() as found:
        awaiting_themes.awaiting_themes(found)


def measure_board() -> None:
    with settings() as found, installation(found) as place:
        board.board(found, place.databases["notifications"])


def measure_row_rules() -> None:
    with settings() as found, installation(found) as place:
        row_rules.row_rules(place)


def measure_reading() -> None:
    with settings() as found, installation(found) as place:
        reading.reading(place)


def measure_auditing() -> None:
    with settings() as found, installation(found) as place:
        auditing.auditing(place)


def measure_looking_up_sessions() -> None:
    with settings() as found, installation(found) as place:
        assert place.accounts is not None
        looking_up_sessions.looking_up_sessions(place, place.accounts)


def measure_audit_costs() -> None:
    with settings() as found, installation(found) as place:
        audit_costs.audit_costs(place)


def measure_proposing() -> None:
    with settings() as found, installation(found) as place:
        proposing.proposing(found, place.databases["panel"])


def measure_reporting() -> None:
    with settings() as found, installation(found) as place:
        reporting.reporting(place)


def measure_counting() -> None:
    with settings() as few, settings() as many:
        counting.counting(few, many)


MEASURED: Mapping[str, Callable[[], None]] = {
    "rules": measure_rules,
    "redacting": redacting.redacting,
    "theming": theming.theming,
    "discovering": discovering.discovering,
    "signalling": signalling.signalling,
    "delivering": measure_delivering,
    "lagging": lambda: on_both_logs(lagging.lagging),
    "carrying": lambda: on_both_logs(carrying.carrying),
    "awaiting_themes": measure_awaiting_themes,
    "accepting": measure_accepting,
    "duplicates": measure_duplicates,
    "importing": measure_importing,
    "rebuilding": measure_rebuilding,
    "board": measure_board,
    "proposing": measure_proposing,
    "bundling": bundling.bundling,
    "reading": measure_reading,
    "auditing": measure_auditing,
    "row_rules": measure_row_rules,
    "looking_up_sessions": measure_looking_up_sessions,
    "audit_costs": measure_audit_costs,
    "comparing": comparing.comparing,
    "protecting": protecting.protecting,
    "agreeing": agreeing.agreeing,
    "counting": measure_counting,
    "reporting": measure_reporting,
}


def main(names: list[str]) -> None:
    with open(os.devnull, "w") as nobody:
        configure_logging("info")  # lines are made as in production, and nobody reads them
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(nobody))
        for name in names or MEASURED:
            MEASURED[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
