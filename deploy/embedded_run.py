"""``cdop up``: everything on one machine, said step by step, stopped in order."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from deploy.host import embedded_settings, installation, refuse_production, working
from deploy.personas import PERSONAS
from deploy.ports import listening_socket
from deploy.seed import seed
from deploy.serving import server_for, web

Say = Callable[[str], None]


def run_everything(folder: Path, port: int, *, say: Say) -> None:
    """Run until Ctrl-C or SIGTERM; then the web, the workers and PostgreSQL stop, in this order."""
    refuse_production()
    with ExitStack() as stack:
        listener = stack.enter_context(listening_socket(port))
        say("Starting PostgreSQL")
        settings = stack.enter_context(embedded_settings(folder, port=port))
        place = stack.enter_context(installation(settings, bound=True))
        say("Bringing the databases up to date")
        place.migrate()
        seed(place, say)
        workers = stack.enter_context(working(place))
        say(_welcome(settings.public_url))
        server_for(web(place, workers), settings).run(sockets=[listener])
        logging.shutdown()
    say("Stopped. Everything is kept in var/.")


def _welcome(address: str) -> str:
    people = "\n".join(f"  {person.id:<24}{person.name}" for person in PERSONAS.values())
    return (
        f"\nChild death review is ready: {address}\n"
        f"Demonstration with invented people. Sign in at {address}/sign-in as one of:\n{people}\n"
        f"Notify a death without signing in: {address}/notifications/notify\n"
        "Ctrl-C stops.\n"
    )
