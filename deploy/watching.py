"""What a process of an installation says about itself: what must be ready here, and how work stands."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shared.accounts.app import ACCOUNTS
from shared.messaging.standing import StandingCollector
from shared.messaging.work import Workers
from shared.storage import Database
from shared.web.health import Check, Readiness, Watched

if TYPE_CHECKING:
    from deploy.host import Installation


def watched(place: "Installation", workers: Workers | None = None) -> Watched:
    """Ready once every database answers and is migrated, the log answers, and the workers here run."""
    checks: dict[str, Check] = {
        f"{service.name} database": _Usable(place.databases[service.name], service.migrations)
        for service in place.services
    }
    if place.accounts:
        checks["accounts database"] = _Usable(place.accounts, ACCOUNTS.migrations)
    checks["event log"] = place.log.ready
    if workers:
        checks["workers"] = workers.alive
    standing = StandingCollector(place.services, place.databases, place.log)
    return Watched(Readiness(checks), place.settings.metrics_token, standing)


@dataclass
class _Usable:
    """Whether a database answers and has all that this version needs, which it does not lose again."""

    database: Database
    migrations: Path
    migrated: bool = False

    def __call__(self) -> bool:
        from shared.storage.migrate import is_migrated  # loaded once it is asked, not at the start

        self.migrated = self.migrated or is_migrated(self.database, self.migrations)
        return self.migrated and self.database.ready()
