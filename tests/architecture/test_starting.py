"""A process loads what it does, and nothing else: of a few hundred starts a day each is waited for."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THE_WEB = {"fastapi", "jinja2", "starlette", "uvicorn"}
FOR_FEW = {"alembic", "altair", "authlib", "docx", "notifications_python_client", "odf", "openpyxl", "PIL"}
FOR_FEW |= {"pypdf", "pyrage", "scipy", "sklearn", "spacy"}
WORKING = """
import deploy.work_command
from deploy.service_row import NAMES, service_named
services = [service_named(name) for name in NAMES]
"""
SERVING = f"""{WORKING}
import deploy.serving
routers = [service.routers() for service in services]
"""


@pytest.mark.parametrize(("program", "needless"), [(WORKING, THE_WEB | FOR_FEW), (SERVING, FOR_FEW)])
def test_a_process_does_not_load_what_it_may_never_need(program: str, needless: set[str]) -> None:
    """What a step or a page needs once in a while is imported inside the function that uses it."""
    told = f"{program}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert needless & {name.split(".")[0] for name in done.stdout.split()} == set()
