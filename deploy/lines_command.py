"""Commands that read standard input and need no installation: ``cdop timeliness``, ``redact``, ``theme``.

Imports are inside the commands: ``cdop timeliness`` must not wait for the web.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.command_place import plain_errors
from deploy.lines_help import COMPARE, DISCOVER, THEME

if TYPE_CHECKING:
    from services.theming.lines_told import Telling

lines = typer.Typer()
#: How Python keeps a byte that is not UTF-8.
NOT_UTF8 = re.compile("[\udc80-\udcff]")


@lines.command()
def timeliness() -> None:
    """Judge the notification clocks of JSON lines on standard input."""
    from services.notifications.timeliness import judge_lines

    print_answers(judge_lines(lines_sent()))


@lines.command(help=THEME)
def theme() -> None:
    with answering() as telling:
        from services.theming.many_processes import cores
        from services.theming.theming_command import theme_lines

        sent = telling.sent(texts_sent(telling))
        print_answers(telling.answered(theme_lines(sent, cores())))


@lines.command(help=DISCOVER)
def discover(
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="The id of a theme of the codebook to hide; write it again before each further id."
        ),
    ] = None,
) -> None:
    with answering() as telling:
        from services.theming.discovery.run_command import discover_sent

        print_answers(discover_sent(texts_sent(telling), without or (), telling))


@lines.command(help=COMPARE)
def compare(
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many of the nearest to name.")] = 5,
) -> None:
    with answering() as telling:
        from services.theming.comparing.run_command import compare_sent

        print_answers(compare_sent(texts_sent(telling), most, telling))


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

    print_answers(redact_lines(lines_of(lines_sent())))


def lines_sent() -> TextIOWrapper:
    """Standard input as UTF-8; a byte that is not is replaced: one bad line does not stop the rest."""
    return TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")


def texts_sent(telling: "Telling") -> Iterator[str]:
    """The lines of standard input; those with bytes that are not UTF-8 are noted by their number."""
    stream = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape")
    for number, line in enumerate(stream, 1):
        if NOT_UTF8.search(line):
            telling.not_utf8.append(number)
            line = line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        yield line


@contextmanager
def answering() -> Iterator["Telling"]:
    """Whatever is told goes to standard error: on standard output there are answers alone."""
    with plain_errors(answers=True):
        from services.theming.domain.themes.faulty_file import FaultyFile
        from services.theming.lines_told import NoLineRead, Telling

        telling = Telling(sys.stderr)
        try:
            with telling.watching():
                yield telling
        except (FaultyFile, NoLineRead) as fault:
            typer.echo(fault, err=True)
            raise typer.Exit(1) from None


def print_lines(lines: Iterable[str]) -> None:
    """Each as soon as it is there."""
    for line in lines:
        print(line, flush=True)


def print_answers(answers: Iterator[str]) -> None:
    """Each as soon as it is there. A reader who has had enough ends the command, which is no failure."""
    with closing(answers):  # type: ignore[type-var]
        for answer in answers:
            try:
                print(answer, flush=True)
            except OSError as fault:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in the buffer
                if isinstance(fault, BrokenPipeError):
                    raise typer.Exit from None
                typer.echo(f"The answers could not be written: {fault.strerror}", err=True)
                raise typer.Exit(1) from None
