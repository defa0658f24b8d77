"""How long a database session may wait, work and idle before PostgreSQL ends that, and why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TimeLimits:
    """In seconds: waiting for a lock, running one statement, and doing nothing with a transaction open."""

    lock: int
    statement: int
    idle_in_transaction: int

    @property
    def options(self) -> str:
        """As libpq's ``options`` parameter takes them."""
        return (
            f"-c lock_timeout={self.lock}s -c statement_timeout={self.statement}s "
            f"-c idle_in_transaction_session_timeout={self.idle_in_transaction}s"
        )


# Pages, consumers, relays.
# lock: longer than a migration waits for its own (so that one that gives up has harmed nobody), and shorter
#   than a person waits for a page. A consumer treats it as passing: the batch comes again.
# statement: the longest of ours are statistics over every case, some seconds; a minute is a fault.
# idle in a transaction: a relay waits for the log with its lease held, at most 30 s; a consumer reads texts
#   and a statistic is protected between two statements, some seconds. After two minutes the holder is lost
#   (a machine cut off, a stopped process), and another must get its lease.
SESSIONS = TimeLimits(lock=10, statement=60, idle_in_transaction=120)

# Migrations, while the version before goes on working.
# lock: whoever comes after a waiting ALTER TABLE waits behind it, so it gives up soon and tries again.
# statement: a step that holds its lock for longer than sessions wait for one would fail their work; what
#   takes longer (an index) is done beside the traffic, see ``migration_steps``.
MIGRATIONS = TimeLimits(lock=3, statement=8, idle_in_transaction=60)
