"""The threads of the background work."""

import json
from functools import partial
from threading import Event

import pytest

from shared.log_lines import configure_logging
from shared.messaging import work
from shared.messaging.work import Workers
from shared.metrics import COUNTED

CANARY = "Quillfeatherstone"


def test_a_job_that_fails_is_counted_said_without_its_words_and_tried_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging()
    failures = partial(COUNTED.get_sample_value, "cdop_job_failures_total", {"work": "panel: relay"})
    before = failures() or 0  # of what failed in this process before
    tried, again = Event(), Event()

    def job() -> bool:
        if tried.is_set():
            again.set()
            return False
        tried.set()
        raise ValueError(f"a row of {CANARY}")

    workers = Workers({"panel: relay": job})
    workers.start()
    assert again.wait(timeout=30)
    assert workers.alive()
    workers.stop()
    assert not workers.alive()
    lines = capsys.readouterr().err
    failed = [json.loads(line) for line in lines.splitlines() if "job_failed" in line]
    assert [(line["job"], line["error"].split()[0]) for line in failed] == [("panel: relay", "ValueError")]
    assert CANARY not in lines
    assert failures() == before + 1


def test_told_to_stop_a_job_in_hand_is_finished() -> None:
    begun, told, finished = Event(), Event(), Event()

    def job() -> bool:
        begun.set()
        told.wait(timeout=30)
        finished.set()
        return False

    workers = Workers({"job": job})
    workers.start()
    begun.wait(timeout=30)
    workers._stop.set()
    assert not finished.is_set()
    told.set()
    workers.stop()
    assert finished.is_set()


def test_workers_that_never_began_can_be_stopped() -> None:
    workers = Workers({"job": lambda: False})
    workers.stop()
    assert not workers.alive()


def test_jobs_look_less_often_once_nothing_is_found_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seconds = 100.0
    monkeypatch.setattr(work, "monotonic", lambda: seconds)
    workers = Workers({"relay": lambda: False})
    assert workers._pause_after(False) == work.IDLE_SECONDS
    seconds += work.LIVELY_SECONDS
    assert workers._pause_after(False) == work.QUIET_SECONDS
    assert workers._pause_after(True) == 0
    assert workers._pause_after(False) == work.IDLE_SECONDS, "what one job finds is more work for the others"
