"""veraPDF on files: fetched once by Maven as ``pom.xml`` says, then kept in ``var/pdf-validator``.

Without Java's compiler, Maven or a network at the first time the test is skipped, and says what is missing.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.active_content import active_content_in

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / "var" / "pdf-validator"
SECONDS = 600
# Its start is most of the work, and the first compiler starts in half the time.
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m")
MISSING = (
    "NO PDF WAS VALIDATED: {reason} 'sudo apt-get install openjdk-17-jdk-headless maven' is enough. "
    "The tags are read by the tests beside this one all the same."
)


def failures(*files: Path) -> list[list[str]]:
    """What PDF/UA-1 says against each of ``files``, one line for each failure; none if all is well."""
    for file in files:  # whether the validator is here or not
        assert active_content_in(file) == [], file
    java, folder = _program("java"), _validator()
    class_path = os.pathsep.join(str(jar) for jar in sorted(folder.glob("*.jar")))
    command = [java, *QUICK_START, "-cp", class_path, str(HERE / "Validate.java"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode:
        pytest.skip(MISSING.format(reason=f"Java said: {done.stderr.strip()[-300:]}."))
    told: list[list[str]] = []
    for line in done.stdout.splitlines():
        if line.startswith("checked "):
            assert int(line.split()[1]) > 1000
            told.append([])
        else:
            told[-1].append(line)
    assert len(told) == len(files)
    return told


def _validator() -> Path:
    folder = KEPT / hashlib.sha256((HERE / "pom.xml").read_bytes()).hexdigest()[:12]
    if not folder.is_dir():
        _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    arriving = Path(tempfile.mkdtemp(prefix="arriving-", dir=folder.parent))
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={arriving}"]
    command = [_program("mvn"), "-q", "-B", "-f", str(HERE / "pom.xml"), *goal]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
        if done.returncode:
            pytest.skip(MISSING.format(reason="Maven could not fetch veraPDF."))
        if not folder.is_dir():  # another test process was not quicker
            arriving.rename(folder)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(MISSING.format(reason=f"'{name}' is not installed."))
    return found
