"""What libraries log is passed on without anything they quote."""

import json
import logging
from datetime import datetime, timedelta

import pytest
import structlog

from shared.log_lines import configure_logging

CANARY = "Quillfeatherstone"


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize("library", ["kafka.client", "uvicorn.error", "sqlalchemy.pool", "asyncio"])
def test_neither_values_nor_the_words_of_an_error_are_passed_on(
    library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging()
    try:
        raise ValueError(f"a row of {CANARY}")
    except ValueError:
        logging.getLogger(library).exception("Of %s, try %s", CANARY, 3)
    [line] = said(capsys)
    assert (line["library"], line["level"], line["error"]) == (library, "error", "ValueError")
    assert CANARY not in json.dumps(line)


def test_the_sentence_and_its_numbers_stay_where_the_library_speaks_plainly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging()
    logging.getLogger("kafka.conn").warning("Node %s failed %d times", CANARY, 3)
    logging.getLogger("somebody.else").warning("Bound " + CANARY)
    first, second = said(capsys)
    assert first["said"] == "Node <str> failed 3 times"
    assert "said" not in second


def test_what_a_library_only_mentions_is_not_passed_on_and_nothing_is_said_twice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging()
    configure_logging()
    logging.getLogger("kafka.conn").info("connected")
    logging.getLogger("kafka.conn").warning("lost")
    assert [line["said"] for line in said(capsys)] == ["lost"]


def test_what_somebody_sends_makes_no_line_of_its_own_and_times_are_in_utc(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging()
    forged = 'x\n{"event": "sign_in", "level": "info"}\r\n\u2028\x1b[2J'
    structlog.get_logger().info("request", path=forged)
    written = capsys.readouterr().err
    assert len(written.split("\n")) == 2, "one line and its end"
    assert not set(written[:-1]) & {"\r", "\u2028", "\x1b"}
    assert json.loads(written)["path"] == forged
    assert datetime.fromisoformat(json.loads(written)["timestamp"]).utcoffset() == timedelta()
