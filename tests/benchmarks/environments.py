"""The peers we are measured against, each in an environment of its own under ``var/peers``.

They are never dependencies of the product. An environment is made the first time it is asked for, with pip as
it is set up here; where that cannot be done the benchmark says so and goes on.
"""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

PEERS = Path(__file__).parent / "peers"
MADE = Path(__file__).parents[2] / "var" / "peers"
INSTALLING_SECONDS = 900


class NoPeer(Exception):
    """Why a peer cannot be measured here."""


def python_of(peer: str) -> Path:
    """The Python of a peer's environment. ``peers/<peer>*.txt`` are installed in the order of their names,
    those that end in ``_alone`` without what they ask for. Raises NoPeer.
    """
    wanted = sorted(PEERS.glob(f"{peer}*.txt"))
    mark = sha256(b"".join(file.read_bytes() for file in wanted)).hexdigest()[:12]
    folder = MADE / f"{peer}-{mark}"
    python, done = folder / "bin" / "python", folder / "installed"
    if not done.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        for file in wanted:
            alone = ["--no-deps"] if file.stem.endswith("_alone") else []
            _run([str(python), "-m", "pip", "install", "--quiet", *alone, "--requirement", str(file)])
        # As for our own: where PYTHONDONTWRITEBYTECODE is set, pip leaves it out.
        subprocess.run([str(python), "-m", "compileall", "-qq", "-j0", str(folder / "lib")], check=False)
        done.touch()
    return python


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALLING_SECONDS)
    except subprocess.CalledProcessError as failed:
        last = (failed.stderr or "").strip().splitlines()[-1:]
        raise NoPeer(f"{' '.join(command[1:4])} failed: {' '.join(last)}") from None
    except (OSError, subprocess.TimeoutExpired) as failed:
        raise NoPeer(str(failed)) from None
