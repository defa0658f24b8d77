"""Each service's image holds what the service needs, and starts without the language tools of another."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.image_lock import EXTRAS, image_lock
from deploy.services import BY_NAME

ROOT = Path(__file__).resolve().parents[3]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = (ROOT / "pyproject.toml").read_text()

WITHOUT = """
import sys
from importlib.metadata import packages_distributions
left_out = set(sys.argv[1].split(","))
hidden = {module for module, owners in packages_distributions().items()
          if all(owner.lower().replace("_", "-").replace(".", "-") in left_out for owner in owners)}
class Hiding:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in hidden:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hiding())
from deploy.cli import app
import deploy.backup.commands, deploy.embedded_run, deploy.work_command, shared.web.open_id_provider
from deploy.services import SERVICES
for service in SERVICES:
    service.routers()
for name in ("spacy", "sklearn", "altair"):
    try:
        __import__(name)
    except ModuleNotFoundError:
        continue
    raise SystemExit(f"{name} was there")
"""


def packages(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+)==", lock.lower().replace("_", "-"), flags=re.MULTILINE))


def test_every_service_has_an_image() -> None:
    assert EXTRAS.keys() == BY_NAME.keys()
    with pytest.raises(KeyError):
        image_lock(LOCK, "panels", PROJECT)


def test_theming_needs_the_whole_lock() -> None:
    assert image_lock(LOCK, "theming", PROJECT) == LOCK


@pytest.mark.parametrize("service", ["notifications", "panel"])
def test_the_language_tools_stay_out_of_the_other_images(service: str) -> None:
    kept = packages(image_lock(LOCK, service, PROJECT))
    assert {"fastapi", "starlette", "sqlalchemy", "psycopg-binary", "kafka-python"} <= kept
    assert not {"spacy", "thinc", "scikit-learn", "numpy", "altair", "highspy"} & kept


def test_what_one_package_asks_for_comes_with_it_and_keeps_its_hashes() -> None:
    lock = (
        "asked==1 \\\n    --hash=sha256:aa\n    # via child-death-review (pyproject.toml)\n"
        "below==2 \\\n    --hash=sha256:bb\n    # via\n    #   asked\n    #   other\n"
        "other==3 \\\n    --hash=sha256:cc\n    # via child-death-review (pyproject.toml)\n"
        "lower==4 ; python_version < '3.12' \\\n    --hash=sha256:dd\n    # via below\n"
    )
    project = (
        '[project]\ndependencies = ["asked>=1"]\n[project.optional-dependencies]\ntheming = ["Other[x]"]\n'
    )
    kept = image_lock(lock, "panel", project)
    assert packages(kept) == {"asked", "below", "lower"}
    assert "sha256:dd" in kept
    assert image_lock(lock, "theming", project) == lock


def test_a_service_starts_with_what_its_image_holds() -> None:
    kept = image_lock(LOCK, "panel", PROJECT)
    assert image_lock(LOCK, "notifications", PROJECT) == kept
    left_out = packages(LOCK) - packages(kept)
    assert left_out
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, ",".join(left_out)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
