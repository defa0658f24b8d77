"""Commands that answer lines: answers alone on standard output, and how they end."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
import typer

from deploy.lines_command import answering, texts_sent
from services.theming.domain.themes.faulty_file import FaultyFile
from services.theming.lines_told import NoLineRead

PROGRAM = Path(sys.executable).parent / "cdop"
LINES = "".join(f'{{"id": {number}, "died_at": null, "notified_at": "2026-03-02"}}\n' for number in range(9))


@pytest.fixture(autouse=True)
def _signals_stay_as_they_are() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("fault", [FaultyFile("a.toml, rule b: no"), NoLineRead("a.toml, rule b: no")])
def test_a_fault_of_a_file_is_one_plain_message_beside_the_answers(
    fault: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended, answering():
        raise fault
    said = capsys.readouterr()
    assert (ended.value.exit_code, said.out, said.err) == (1, "", "a.toml, rule b: no\n")


def test_being_stopped_is_told_beside_the_answers(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, answering():
        raise KeyboardInterrupt
    said = capsys.readouterr()
    assert (ended.value.exit_code, said.out, said.err) == (130, "", "Stopped.\n")


def test_lines_with_bytes_that_are_not_utf8_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b'"a"\n"\xff\xe2\x82"\n"\xc3\xa9"\n')))
    with answering() as telling:
        assert list(texts_sent(telling)) == ['"a"\n', '"\ufffd\ufffd"\n', '"é"\n']
    assert "1 of the lines held bytes that are not UTF-8" in capsys.readouterr().err


def test_a_reader_who_has_had_enough_is_no_failure() -> None:
    with subprocess.Popen(
        [PROGRAM, "timeliness"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdin.write(LINES)
        started.stdin.flush()
        assert json.loads(started.stdout.readline())["id"] == 0
        started.stdout.close()
        started.stdin.write(LINES * 100)
        started.stdin.close()
        assert (started.stderr.read(), started.wait()) == ("", 0)


def test_answers_that_cannot_be_written_are_told_beside_them() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [PROGRAM, "timeliness"], input=LINES, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (
        1,
        "The answers could not be written: No space left on device\n",
    )


def test_what_nobody_caught_is_told_on_standard_error() -> None:
    program = (
        "from shared.uncaught import tell_without_words; tell_without_words(); raise ValueError('canary')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "ValueError" in done.stderr
    assert "canary" not in done.stderr
