"""What every command needs: the installation it works on, plain errors, and how it speaks."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, NoReturn

import typer

from deploy.told import TOLD_BY, end_at_once
from shared.loading import loading

if TYPE_CHECKING:
    from deploy.host import Installation

PRODUCT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("CDOP_FOLDER") or PRODUCT / "var")
NO_DATABASE = (
    "A database does not answer, or refuses. See that it runs, and what CDOP_..._DATABASE_URL and"
    " CDOP_EVENTS_URL say."
)
NO_LOG = "The event log does not answer, or refuses. See that it runs, and what CDOP_EVENTS_URL says."

INTERRUPTED = 130  # as a shell tells it


@contextmanager
def place_named(
    service: str = "", *, bound: bool = False, or_accounts: bool = False
) -> Iterator["Installation"]:
    """The installation the environment names, or the embedded one; of one service if named.

    ``or_accounts``: "accounts" may be named too, the database of who is signed in, without any service.
    An embedded one that runs already is joined: a rebuild works beside it. ``bound``: as ``installation``.
    """
    with loading():
        from deploy.embedded import running_on
        from deploy.host import embedded_settings, installation, settings_from_environment, settings_on
        from deploy.service_row import NAMES, service_named
        from shared.accounts.app import NAME as ACCOUNTS

        named = () if or_accounts and service == ACCOUNTS else (service,) if service else NAMES
        chosen = tuple(service_named(name) for name in named)
    settings = settings_from_environment(chosen)
    running = None if settings else running_on(FOLDER / "postgres")
    if running:
        settings = settings_on(running, FOLDER)
    if settings:
        with installation(settings, chosen, bound=bound) as place:
            yield place
    else:
        with embedded_settings(FOLDER) as embedded, installation(embedded, chosen, bound=bound) as place:
            yield place


@contextmanager
def plain_errors(*, answers: bool = False) -> Iterator[None]:
    """Failures end with one plain message, not a traceback: that would show passwords, rows and texts.

    SIGTERM ends like Ctrl-C, in order; a second one of either ends at once. Only warnings are logged: what
    serves or works, and logs more, says so itself. ``answers``: standard output is for answers alone, and to
    be stopped before the last of them is no success.
    """
    with loading():
        from kafka.errors import KafkaError
        from sqlalchemy.exc import OperationalError

        from deploy.embedded import EmbeddedPostgresError
        from deploy.ports import PortTaken
        from shared.errors import Refusal
        from shared.log_lines import configure_logging
        from shared.messaging.kafka_address import BadKafkaAddress
        from shared.messaging.log import UnknownEventLog, Unwritten
        from shared.settings import SettingsError
        from shared.storage.held_up import MigrationHeldUp

    named = (BadKafkaAddress, UnknownEventLog, Unwritten, MigrationHeldUp)
    configure_logging("warning")
    for each in TOLD_BY:
        signal.signal(each, _told)
    try:
        with _as_it_began():
            yield
    except (*named, SettingsError, EmbeddedPostgresError, PortTaken, LookupError, Refusal) as error:
        _stop_with(str(error.args[0] if error.args else error))
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=answers)
        if answers:
            raise typer.Exit(INTERRUPTED) from None
    except (typer.Exit, typer.Abort):
        raise
    except OperationalError as error:
        _stop_with(f"{NO_DATABASE} ({kind_and_places(error)})")
    except KafkaError as error:
        _stop_with(f"{NO_LOG} ({kind_and_places(error)})")
    except Exception as error:
        _stop_with(f"Something went wrong that nobody foresaw: {kind_and_places(error)}")


@contextmanager
def _as_it_began() -> Iterator[None]:
    """A failure while something is tidied up gives way to what it was tidied up for."""
    try:
        yield
    except Exception as error:
        began = _beginning_of(error)
        if began is error:
            raise
        raise began from None


def _beginning_of(error: BaseException) -> BaseException:
    """That it was told to stop, wherever that came; else after what the database took nothing more."""
    from sqlalchemy.exc import PendingRollbackError

    chain = [error]
    while before := chain[-1].__cause__ or chain[-1].__context__:
        chain.append(before)
    told = (each for each in chain if isinstance(each, KeyboardInterrupt | SystemExit))
    others = (each for each in chain if not isinstance(each, PendingRollbackError))
    return next(told, None) or next(others, error)


def kind_and_places(error: Exception) -> str:
    """What kind of error, and where it came about; not its words, which may quote a row or a password."""
    written = [(Path(frame.filename), frame.lineno) for frame in extract_tb(error.__traceback__)[1:]]
    ours = [
        (path, line)
        for path, line in written
        if path.is_relative_to(PRODUCT) and "site-packages" not in path.parts
    ]
    places = [f"{path.name}:{line}" for path, line in ours[-4:]]
    return " at ".join([type(error).__name__, ", ".join(places)])


def _told(number: int, frame: object) -> None:
    for each in TOLD_BY:
        signal.signal(each, lambda second, _: end_at_once(second))
    if number == signal.SIGTERM:
        sys.exit(0)
    raise KeyboardInterrupt


def _stop_with(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def say(message: str) -> None:
    typer.echo(message)
