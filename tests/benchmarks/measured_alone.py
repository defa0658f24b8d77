"""Runs a command and writes the seconds it took and the most memory it held (MB) to a file.

    python measured_alone.py FILE COMMAND...

What the system says a process has held at most begins with what the process that started it held. So a
command is started from here, where next to nothing is held, and not from a benchmark that has read texts.
"""

import os
import subprocess
import sys
import time


def main(file: str, command: list[str]) -> int:
    started = time.perf_counter()
    running = subprocess.Popen(command)
    _, status, used = os.wait4(running.pid, 0)
    taken = time.perf_counter() - started
    with open(file, "w", encoding="utf-8") as told:
        told.write(f"{taken} {used.ru_maxrss / 1024}")
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
