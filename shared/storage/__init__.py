"""Engine, transaction, audit and migration. Only this package, the relay and the inbox commit."""

from shared.storage.database import Database, make_engine
from shared.storage.kernel_tables import Instant, service_metadata
from shared.storage.transaction import Transaction

__all__ = ["Database", "Instant", "Transaction", "make_engine", "service_metadata"]
