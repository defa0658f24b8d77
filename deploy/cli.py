"""The command ``cdop``. Imports are inside the commands: ``cdop timeliness`` must not wait for the web."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from deploy.account_command import account
from deploy.audit_command import audit
from deploy.backup_command import backups
from deploy.command_place import FOLDER, place_named, plain_errors, say
from deploy.lines_command import lines, lines_sent, print_lines
from deploy.ports import LOCAL
from shared.closed_process import close_to_others
from shared.loading import loading
from shared.uncaught import tell_without_words

app = typer.Typer(
    help="Child death review: run it, and use its rules from the command line.",
    add_completion=False,
    pretty_exceptions_enable=False,  # they show variables: texts about a child, passwords
)
app.add_typer(account, name="account")
app.add_typer(audit, name="audit")
app.add_typer(backups)
app.add_typer(lines)


@app.callback()
def _close_this_process() -> None:
    close_to_others()
    tell_without_words()


Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to listen on.")]
WorkPort = Annotated[
    int,
    typer.Option(
        envvar="CDOP_WORK_PORT", min=0, max=65535, help="Port of /health, /ready and /metrics; 0: none."
    ),
]
Host = Annotated[
    str, typer.Option(envvar="CDOP_HOST", help="Address to listen on; 0.0.0.0 is every network.")
]
ServiceName = Annotated[str, typer.Argument(help="notifications, panel or theming")]


@app.command()
def up(port: Port = 8000) -> None:
    """Run everything on this machine: PostgreSQL, three services, workers and the web."""
    with plain_errors():
        with loading():
            from deploy.embedded_run import run_everything

        run_everything(FOLDER, port, say=say)


@app.command()
def serve(service: ServiceName, port: Port = 8000, host: Host = LOCAL) -> None:
    """Serve one service's web pages and API, on the databases the environment names."""
    with plain_errors(), place_named(service, bound=True) as place:
        with loading():
            from deploy.ports import listening_socket
            from deploy.serving import server_for, web

            application = web(place)

        say(f"Serving {service} on http://{host}:{port}")
        server_for(application, place.settings).run(sockets=[listening_socket(port, host)])


@app.command()
def work(service: ServiceName, port: WorkPort = 0, host: Host = LOCAL) -> None:
    """Run one service's relay, consumers and steps until told to stop."""
    with plain_errors(), place_named(service, bound=True) as place:
        with loading():
            from deploy.work_command import work_until_told

        work_until_told(place, host=host, port=port, say=say)


@app.command()
def migrate() -> None:
    """Bring every service's database up to date."""
    with plain_errors(), place_named() as place:
        place.migrate()
        say("Databases are up to date.")


@app.command()
def seed() -> None:
    """Fill an installation with the invented demonstration cases. Doing it twice changes nothing."""
    with plain_errors(), place_named() as place:
        from deploy.seed import seed as fill

        place.migrate()
        fill(place, say)


@app.command()
def rebuild(
    service: Annotated[str, typer.Argument(help="theming; panel with --check only")],
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit 1 if anything differs.")] = False,
    discard: Annotated[bool, typer.Option("--discard", help="Remove what the last one replaced.")] = False,
) -> None:
    """Make a service's tables anew from the event log, while the old ones serve, and swap."""
    with plain_errors(), place_named(service) as place:
        from deploy.rebuild_command import run
        from shared.log_lines import configure_logging

        configure_logging("warning")  # a line for each event is for workers
        code = run(place, service, only_check=check, only_discard=discard, say=say)
    raise typer.Exit(code)


@app.command()
def retention(
    on: Annotated[str, typer.Option(help="As of which day, for example 2051-06-12; today if left out.")] = "",
    as_table: Annotated[bool, typer.Option("--table", help="A table for people, not JSON lines.")] = False,
    register: Annotated[
        bool, typer.Option("--register", help="Print the register of disposals, to be kept elsewhere.")
    ] = False,
    redo: Annotated[
        bool, typer.Option("--redo", help="Dispose again of what the register on standard input names.")
    ] = False,
) -> None:
    """Say what would be disposed of, by which row, and what is held; after a restore, do disposals again."""
    with plain_errors(), place_named("notifications") as place:
        from deploy import retention_command as command

        now = datetime.now(UTC)
        if redo:
            print_lines(command.redo(place, lines_sent(), at=now))
        elif register:
            print_lines(command.register_lines(place, at=now))
        else:
            print_lines(command.dry_run(place, on=on, as_table=as_table, at=now))


@app.command("reseal-documents")
def reseal_documents() -> None:
    """Put what is sealed under the first of CDOP_DOCUMENT_KEYS and of CDOP_REVERSAL_KEYS."""
    with plain_errors(), place_named("notifications") as place:
        from deploy.resealing import reseal_all

        reseal_all(place, say)


@app.command()
def token(
    persona: Annotated[str, typer.Option(help="A persona's id or role, for example cdr-manager")],
) -> None:
    """Print a bearer token for a persona (demonstration only)."""
    with plain_errors():
        from deploy.tokens import token_for

        print(token_for(FOLDER, persona))


@app.command()
def learn() -> None:
    """Learn models for the second opinion now, from what people decided, and try the rules on examples."""
    with plain_errors(), place_named("theming") as place:
        from deploy.learning import learn_now

        learn_now(place, say)


@app.command()
def examples() -> None:
    """Write the sentences that people rejected as JSON lines, for the codebook's author."""
    with plain_errors(), place_named("theming") as place:
        from deploy.learning import example_lines

        print_lines(example_lines(place))


@app.command()
def table(
    rows: Annotated[str, typer.Option(help="What the rows are, for example age_band; area and year too.")],
    period: Annotated[str, typer.Option(help="2025-26-Q1, 2025-26-H1, 2025-26 or 2021-22..2025-26")],
    columns: Annotated[str, typer.Option(help="What the columns are; none if left out.")] = "",
    filters: Annotated[
        list[str] | None, typer.Option("--filter", help="At most two, as in sex=female.")
    ] = None,
    area: Annotated[str, typer.Option(help="One area, or all.")] = "all",
    basis: Annotated[str, typer.Option(help="reviewed or notified")] = "reviewed",
    policy: Annotated[str, typer.Option(help="publishable or restricted_board")] = "publishable",
    measure: Annotated[str, typer.Option(help="count, percent_of_row, percent_of_column or rate")] = "count",
    persona: Annotated[str, typer.Option(help="Who asks (demonstration only).")] = "public-health-analyst",
) -> None:
    """Make a table of a demonstration's cases, protected with what the account was told before, as CSV."""
    with plain_errors(), place_named("theming") as place:
        from deploy.table_command import table_of
        from services.theming.domain.statistics.table_question import Asked

        asked = Asked(rows, columns, tuple(filters or ()), period, area, basis, policy, measure)
        made, messages = table_of(place, persona, asked)
        for message in messages:
            typer.echo(message, err=True)
        sys.stdout.write(made)
