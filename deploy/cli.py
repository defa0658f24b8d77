"""The command ``cdop``. Imports are inside the commands: ``cdop timeliness`` must not wait for the web."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from deploy.host import Installation

app = typer.Typer(
    help="Child death review: run it, and use its rules from the command line.", add_completion=False
)
FOLDER = Path(os.environ.get("CDOP_FOLDER") or Path(__file__).resolve().parent.parent / "var")
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port on 127.0.0.1.")]
ServiceName = Annotated[str, typer.Argument(help="notifications, panel or theming")]


@app.command()
def up(port: Port = 8000) -> None:
    """Run everything on this machine: PostgreSQL, three services, workers and the web."""
    with _plain_errors():
        from deploy.embedded_run import run_everything

        run_everything(FOLDER, port, say=_say)


@app.command()
def serve(service: ServiceName, port: Port = 8000) -> None:
    """Serve one service's web pages and API, on the databases the environment names."""
    with _plain_errors(), _place(service) as place:
        from deploy.host import server_for, web
        from deploy.ports import listening_socket

        _say(f"Serving {service} on http://127.0.0.1:{port}")
        server_for(web(place)).run(sockets=[listening_socket(port)])


@app.command()
def work(service: ServiceName) -> None:
    """Run one service's relay, consumers and steps until told to stop."""
    with _plain_errors(), _place(service) as place:
        from deploy.host import working

        with working(place):
            _say(f"Working for {service}. Ctrl-C stops.")
            signal.sigwait({signal.SIGINT, signal.SIGTERM})


@app.command()
def migrate() -> None:
    """Bring every service's database up to date."""
    with _plain_errors(), _place() as place:
        place.migrate()
        _say("Databases are up to date.")


@app.command()
def seed() -> None:
    """Fill an installation with the invented demonstration cases. Doing it twice changes nothing."""
    with _plain_errors(), _place() as place:
        from deploy.seed import seed as fill

        place.migrate()
        fill(place, _say)


@app.command()
def token(
    persona: Annotated[str, typer.Option(help="A persona's id or role, for example cdr-manager")],
) -> None:
    """Print a bearer token for a persona (demonstration only)."""
    with _plain_errors():
        from deploy.tokens import token_for

        print(token_for(FOLDER, persona))


@app.command()
def timeliness() -> None:
    """Judge the notification clocks of JSON lines on standard input."""
    from services.notifications.timeliness import judge_lines

    _print_lines(judge_lines(_lines_sent()))


@app.command()
def theme() -> None:
    """Find themes with evidence in the texts of JSON lines on standard input."""
    from services.theming.theming_command import theme_lines

    _print_lines(theme_lines(_lines_sent()))


@contextmanager
def _place(service: str = "") -> Iterator["Installation"]:
    """The installation the environment names, or the embedded one; of one service if named."""
    from deploy.host import embedded_settings, installation, settings_from_environment
    from deploy.services import BY_NAME, SERVICES

    if service and service not in BY_NAME:
        raise LookupError(f"There is no service '{service}'. Known: {', '.join(BY_NAME)}")
    chosen = (BY_NAME[service],) if service else SERVICES
    settings = settings_from_environment()
    if settings:
        with installation(settings, chosen) as place:
            yield place
    else:
        with embedded_settings(FOLDER) as embedded, installation(embedded, chosen) as place:
            yield place


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Expected failures end with one plain message, not a traceback; SIGTERM ends like Ctrl-C, in order."""
    from deploy.embedded import EmbeddedPostgresError
    from deploy.ports import PortTaken
    from shared.errors import Refusal
    from shared.messaging.log import UnknownEventLog
    from shared.settings import SettingsError

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    except (SettingsError, UnknownEventLog, EmbeddedPostgresError, PortTaken, LookupError, Refusal) as error:
        _stop_with(str(error.args[0] if error.args else error))
    except KeyboardInterrupt:
        _say("Stopped.")


def _stop_with(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _say(message: str) -> None:
    typer.echo(message)


def _lines_sent() -> Iterable[str]:
    """Standard input as UTF-8; a byte that is not is replaced: one bad line does not stop the rest."""
    return TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)
