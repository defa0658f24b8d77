"""``cdop work``: one service's relay, consumers and steps, and a port that says how they are."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import structlog

from deploy.host import Installation
from deploy.ports import listening_socket
from deploy.told import Told
from shared.log_lines import configure_logging
from shared.messaging.work import Workers

logger = structlog.get_logger(__name__)


def work_until_told(place: Installation, *, host: str, port: int, say: Callable[[str], None]) -> None:
    """Until SIGTERM or Ctrl-C; then what is in hand is finished and committed. ``port`` 0: no port."""
    told = Told()
    configure_logging(place.settings.log_level)
    names = [service.name for service in place.services]
    workers = Workers(place.all_jobs())
    with ExitStack() as stack:
        leave = stack.enter_context(_answering(place, workers, host, port)) if port else lambda: None
        workers.start()
        stack.callback(workers.stop)
        logger.info("started", process="work", services=names)
        say(f"Working for {', '.join(names)}. Ctrl-C stops.")
        told.wait()
        leave()
        logger.info("stopping", process="work", services=names)
    logger.info("stopped", process="work", services=names)


@contextmanager
def _answering(place: Installation, workers: Workers, host: str, port: int) -> Iterator[Callable[[], None]]:
    """Says how the workers are, and gives what says that they leave. Loads what speaks HTTP."""
    from deploy.stopping import in_background
    from deploy.telling import server_that_tells
    from deploy.watching import watched

    about = watched(place, workers)
    with in_background(server_that_tells(about), listening_socket(port, host)):
        yield about.readiness.leave
