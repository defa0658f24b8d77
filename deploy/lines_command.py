"""Commands that read standard input and need no installation: ``cdop timeliness``, ``redact``, ``theme``.

Imports are inside the commands: ``cdop timeliness`` must not wait for the web.
"""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import Annotated

import typer

from deploy.command_place import plain_errors

lines = typer.Typer()


@lines.command()
def timeliness() -> None:
    """Judge the notification clocks of JSON lines on standard input."""
    from services.notifications.timeliness import judge_lines

    print_lines(judge_lines(lines_sent()))


@lines.command()
def theme() -> None:
    """Find themes with evidence in the texts of JSON lines on standard input."""
    from services.theming.theming_command import cores, theme_lines, with_progress

    answers = theme_lines(lines_sent(), cores())
    print_lines(with_progress(answers, sys.stderr) if sys.stderr.isatty() else answers)


@lines.command()
def discover(
    without: Annotated[
        list[str] | None, typer.Option(help="A theme of the codebook to hide; may be repeated.")
    ] = None,
) -> None:
    """Find themes that the codebook lacks in the texts of JSON lines on standard input, best first."""
    from services.theming.discovery.run_command import discover_sent

    with plain_errors():
        print_lines(discover_sent(lines_sent(), without or (), sys.stderr))


@lines.command()
def compare(
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many of the nearest to name.")] = 5,
) -> None:
    """Name the texts most like each text of JSON lines on standard input, best first, with the reasons."""
    from services.theming.comparing.run_command import compare_sent

    with plain_errors():
        print_lines(compare_sent(lines_sent(), most, sys.stderr))


@lines.command()
def suppress(
    dims: Annotated[str, typer.Option(help="The columns that say what is counted, with commas between.")],
    count: Annotated[str, typer.Option(help="The column of counts.")],
    policy: Annotated[str, typer.Option(help="publishable or board")] = "publishable",
    overlapping: Annotated[
        list[str] | None, typer.Option(help="A dimension of which a case can have several values.")
    ] = None,
    sums: Annotated[
        list[str] | None,
        typer.Option("--sum", help='A sum in a dimension: "area: County = Town + Village"'),
    ] = None,
) -> None:
    """Protect the counts of a CSV on standard input; rows with Total in a dimension are totals."""
    from services.theming.disclosure.suppress_command import suppress as protect

    with plain_errors():
        sent = sys.stdin.buffer.read()
        done = protect(
            sent, dims=dims, count=count, policy=policy, overlapping=overlapping or (), sums=sums or (),
            on=datetime.now(UTC).date(), say=lambda words: typer.echo(words, err=True),
        )  # fmt: skip
        for message in done.messages:
            typer.echo(message, err=True)
        sys.stdout.write(done.csv)


@lines.command()
def redact() -> None:
    """De-identify the texts of JSON lines on standard input. Exits with 0 also where a text is withheld."""
    from services.notifications.redacting import lines_of, redact_lines

    print_lines(redact_lines(lines_of(lines_sent())))


def lines_sent() -> TextIOWrapper:
    """Standard input as UTF-8; a byte that is not is replaced: one bad line does not stop the rest."""
    return TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")


def print_lines(lines: Iterable[str]) -> None:
    """Each as soon as it is there."""
    for line in lines:
        print(line, flush=True)
