"""What a test needs of Docker: an engine, its compose, and the images everything stands on."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 1800  # the first build downloads everything


def run(
    *command: str, environment: Mapping[str, str], check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run ``docker ...``; RuntimeError with its last words if it fails and ``check`` is set."""
    done = subprocess.run(
        ["docker", *command], env=dict(environment), cwd=ROOT, capture_output=True, text=True, timeout=SECONDS
    )
    if check and done.returncode:
        raise RuntimeError(f"docker {' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done


def what_is_missing(environment: Mapping[str, str]) -> str:
    """Why the compose file cannot be brought up here; "" if it can."""
    try:
        if run("info", environment=environment, check=False).returncode:
            return "no Docker engine answers"
        if run("compose", "version", environment=environment, check=False).returncode:
            return "docker has no compose plugin"
    except FileNotFoundError:
        return "there is no docker"
    missing = [image for image in _images(environment) if not _can_have(image, environment)]
    return f"these images are neither here nor to be had: {', '.join(missing)}" if missing else ""


def _images(environment: Mapping[str, str]) -> list[str]:
    """The images of others: from the environment, else as the compose file pins them."""
    pinned = re.findall(r"\$\{(\w+_IMAGE):-([^}]+)\}", (ROOT / "docker-compose.yml").read_text())
    return [environment.get(name, image) for name, image in pinned]


def _can_have(image: str, environment: Mapping[str, str]) -> bool:
    here = run("image", "inspect", image, environment=environment, check=False).returncode == 0
    return here or run("pull", "--quiet", image, environment=environment, check=False).returncode == 0
