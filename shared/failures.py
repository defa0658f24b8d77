"""What went wrong: whether it passes by itself, and its kind and place without its words."""

from traceback import walk_tb

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from shared.key_keepers import KeyKeeperAway

OURS = ("services.", "shared.")
# SQLSTATE classes and codes that say nothing about the event: it would succeed on a database in good health.
# Source: PostgreSQL, "PostgreSQL Error Codes".
PASSING = (
    "08",  # connection
    "25006",  # read-only: another server is taking over
    "25P03",  # idle in a transaction for too long
    "25P04",  # transaction for too long
    "40",  # deadlock, serialization
    "53",  # disk full, out of memory, too many connections
    "55P03",  # a lock not got in time
    "57",  # a statement timeout, a server that starts or stops
    "58",  # the server's own disk or system
)


def is_passing(failure: Exception) -> bool:
    """Whether the database, or what keeps a key, failed and will be well again, and not what it was asked."""
    if isinstance(failure, NoConnectionFree | KeyKeeperAway):
        return True
    if not isinstance(failure, DBAPIError):
        return False
    code = getattr(failure.orig, "sqlstate", None)
    if code is None:  # the driver's own: a connection that is gone, or a value it cannot send
        return failure.connection_invalidated or isinstance(failure, OperationalError | InterfaceError)
    return failure.connection_invalidated or code.startswith(PASSING)


def kind_of(failure: BaseException) -> str:
    """The kind of a failure and where in our code it arose; never its words, which may quote the event."""
    walked = [(frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(failure.__traceback__)]
    ours = [f" at {name}:{line}" for name, line in walked if name.startswith(OURS) and name != __name__]
    return type(failure).__name__ + (ours[-1] if ours else "")
