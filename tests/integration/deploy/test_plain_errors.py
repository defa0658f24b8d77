"""What goes wrong is said plainly, and quotes neither a password nor a row."""

import signal
from collections.abc import Iterator

import pytest
import typer

from deploy.command_place import plain_errors
from shared.storage import make_engine

CANARY = "Quillfeatherstone"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.fixture(autouse=True)
def _signals_stay_as_they_are() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_database_that_does_not_answer_is_said_without_its_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    engine = make_engine(f"postgresql+psycopg://role:{CANARY}@127.0.0.1:1/nowhere")
    with pytest.raises(typer.Exit), plain_errors():
        engine.connect()
    words = said(capsys)
    assert "A database does not answer" in words
    assert "OperationalError" in words
    assert CANARY not in words


def test_what_nobody_foresaw_is_said_by_its_kind_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stopped, plain_errors():
        raise ValueError(f"duplicate key: ({CANARY})")
    words = said(capsys)
    assert stopped.value.exit_code == 1
    assert "ValueError at test_plain_errors.py:" in words
    assert CANARY not in words


def test_a_command_may_still_choose_its_exit_status() -> None:
    with pytest.raises(typer.Exit) as stopped, plain_errors():
        raise typer.Exit(3)
    assert stopped.value.exit_code == 3
