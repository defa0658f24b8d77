"""Ask a process of its own what a document is: whoever leads a reader of files astray is alone there."""

import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from threading import BoundedSemaphore

from services.notifications.domain.documents.inspecting import Inspected
from services.notifications.domain.documents.refusals import DocumentNotTaken
from shared.errors import TooManyRequests

SECONDS = 30  # of the clock; the process itself stops after fewer of the processor
AT_ONCE = 2
WAIT_SECONDS = 20
_ROOT = Path(__file__).resolve().parents[3]
_COMMAND = (sys.executable, "-m", "services.notifications.checking.reading")
# Nothing of our own environment: no secret is in reach of what reads a stranger's file.
_ENVIRONMENT = {"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
_free = BoundedSemaphore(AT_ONCE)


def inspect_apart(content: bytes) -> Inspected:
    """What ``inspect_document`` says of it. Raises DocumentNotTaken, or TooManyRequests when all are busy."""
    if not _free.acquire(timeout=WAIT_SECONDS):
        raise TooManyRequests("Many documents are being read just now. Send it again in a minute.")
    try:
        done = subprocess.run(
            _COMMAND, input=content, capture_output=True, timeout=SECONDS, env=_ENVIRONMENT, cwd="/"
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {}
    finally:
        _free.release()
    if "kind" not in answer:
        raise DocumentNotTaken(answer.get("says", "It could not be read to its end. Print it to a new PDF"))
    pages = {name: tuple(answer[name]) for name in ("unreadable", "pictured")}
    return Inspected(**(answer | pages | {"kept": b64decode(answer["kept"])}))
