"""Reads one document from standard input, within limits, and says in JSON what it is or why it is refused."""

import json
import resource
import sys
from base64 import b64encode
from dataclasses import asdict

from services.notifications.domain.documents.inspecting import inspect_document
from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.refusals import DocumentNotTaken

PROCESSOR_SECONDS = 20
# Bytes of memory: the largest picture drawn, twice, and the programs that read it.
MEMORY = 1_000_000_000
_LIMITED = {
    resource.RLIMIT_CPU: PROCESSOR_SECONDS,
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NPROC: 0,
}


def main() -> None:
    for kind, most in _LIMITED.items():
        resource.setrlimit(kind, (most, most))
    content = sys.stdin.buffer.read(LIMITS.most_bytes + 1)
    try:
        found = asdict(inspect_document(content))
        answer = found | {"kept": b64encode(found["kept"]).decode()}
    except DocumentNotTaken as refused:
        answer = {"says": refused.says}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
