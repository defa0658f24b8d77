"""What a crash would write down: the whole memory of the processes of panel and theming is looked through.

They have read and shown the family's case by then; a process of notifications that has too holds the names.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.host import Installation
from deploy.personas import PERSONAS
from shared.web.tokens import issue_token
from tests.integration.deploy.processes import cdop, until
from tests.integration.line.canary_family import CANARIES, Story

SHOWN = {
    "notifications": "/notifications/api/notifications/{case}",
    "panel": "/panel/api/cases/{case}",
    "theming": "/themes/api/cases/{case}/comparable",
}
_MAPPED = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) r\S* ", re.MULTILINE)


def memory_of(process: int) -> Iterator[bytes]:
    """Every part of a process's memory that can be read, as a core dump would hold it."""
    maps = Path(f"/proc/{process}/maps").read_text()
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        for start, end in ((int(low, 16), int(high, 16)) for low, high in _MAPPED.findall(maps)):
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except (OSError, ValueError, OverflowError):  # the kernel's own
                continue


def canaries_in(process: int) -> set[str]:
    """In capitals or not, as text of one byte or of two to a letter."""
    found: set[str] = set()
    for part in memory_of(process):
        folded = part.lower()
        for canary in CANARIES:
            written = canary.lower()
            if written.encode() in folded or written.encode("utf-16-le") in folded:
                found.add(canary)
    return found


@pytest.mark.rehearsal
@pytest.mark.skipif(os.geteuid() != 0, reason="NO MEMORY WAS READ: the processes are closed to all but root")
@pytest.mark.parametrize("service", SHOWN)
def test_a_crash_dump_of_any_other_service_holds_no_name(
    whole: Installation, story: Story, tmp_path: Path, service: str
) -> None:
    headers = {"Authorization": f"Bearer {issue_token(whole.settings, PERSONAS['cdr-manager'])}"}
    own = getattr(whole.settings, f"{service}_database_url")
    with cdop(whole.settings, tmp_path / "output", "serve", service, CDOP_LOG_LEVEL="debug") as running:
        until(running.answers)
        for path in (SHOWN[service].format(case=story.case), "/sign-in", "/nowhere"):
            answer = running.ask(path, headers=headers)
            assert answer.status_code in (200, 404), answer.text
        assert own.split("@")[0][-8:].encode() in b"".join(memory_of(running.process.pid))  # it is its memory
        found = canaries_in(running.process.pid)
    assert bool(found) == (service == "notifications"), found
    assert list(tmp_path.rglob("core*")) == []
