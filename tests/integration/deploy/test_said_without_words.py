"""What goes wrong is told by its kind and place, whoever tells it: PostgreSQL's log, Python of the uncaught.

Their own ways quote a value, a row or a statement.
"""

import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from deploy.embedded import LOG_WITHOUT_VALUES, EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[3]
CANARY = "Zephyrinella Quillfeather"
FAULTS = {
    "a value of another kind": "SELECT CAST(%s AS integer)",
    "a row that is there already": "INSERT INTO held VALUES (%s), (%s)",
    "a row that breaks a rule": "INSERT INTO held VALUES (%s || 'x')",
    "an error of a function": "SELECT pg_temp.told(%s)",
    "words in a statement": f"SELECT '{CANARY}' FROM nowhere",
    "a statement that is too long": f"SELECT '{CANARY}', pg_sleep(9)",
}
HELD = """
    CREATE TEMP TABLE held (name text PRIMARY KEY, CHECK (name NOT LIKE '%x'));
    CREATE FUNCTION pg_temp.told(words text) RETURNS void LANGUAGE plpgsql AS
    $$ BEGIN RAISE WARNING 'it is %', words; RAISE EXCEPTION 'it is %', words; END $$;
    SET search_path = pg_temp, public;
    SET statement_timeout = '200ms';
"""


@pytest.mark.parametrize("fault", FAULTS)
def test_no_value_is_in_the_log_of_postgresql(postgres: EmbeddedPostgres, fault: str) -> None:
    statement = FAULTS[fault]
    with postgres.connect() as connection:
        log = _log_of(connection)
        before = log.stat().st_size
        connection.execute(HELD)
        with pytest.raises(psycopg.Error) as failed:
            connection.execute(statement, [CANARY] * statement.count("%s") or None)
        assert failed.value.sqlstate
    with pytest.raises(psycopg.OperationalError):
        postgres.connect("no_such_database")
    with log.open("rb") as lines:
        lines.seek(before)
        written = lines.read().decode()
    assert "no_such_database" in written  # what says nothing of anybody is told all the same
    assert CANARY not in written
    assert "held" not in written


def _log_of(connection: psycopg.Connection) -> Path:
    found = connection.execute("SHOW data_directory").fetchone()
    assert found
    return Path(found[0]).parent / "postgres.log"


def test_the_server_of_the_compose_file_logs_no_more() -> None:
    started = (ROOT / "deploy/compose/postgres/start.sh").read_text()
    assert dict(re.findall(r"-c (log_\w+)=(\w+)", started)) == LOG_WITHOUT_VALUES


UNCAUGHT = {
    "a command": "raise ValueError(words)",
    "a thread": "import threading; t = threading.Thread(target=int, args=(words,)); t.start(); t.join()",
    "what was put away": "type('Away', (), {'__del__': lambda self: int(words)})()",
    "a warning": "import warnings; warnings.warn(words)",
    "a line that cannot be logged": (
        "import logging; log = logging.getLogger('x'); log.addHandler(logging.StreamHandler());"
        " log.warning('%d of %s', words, words)"
    ),
    "a task": (
        "import asyncio, gc\n"
        "async def run():\n"
        "    asyncio.get_running_loop().create_task(fail()); await asyncio.sleep(0.01); gc.collect()\n"
        "async def fail(): int(words)\n"
        "asyncio.run(run(), debug=True)"
    ),
}
BROKEN = """
import sys
sys.path.insert(0, {root!r})
from deploy.cli import app
from deploy.command_place import plain_errors
words = "".join(map(chr, {words}))

@app.command()
def broken():
    exec({code!r}, {{"words": words}})

with plain_errors():
    pass
app(["broken"])
"""


@pytest.mark.parametrize("what", UNCAUGHT)
def test_what_nobody_catches_in_a_process_is_told_without_its_words(what: str) -> None:
    broken = BROKEN.format(root=str(ROOT), words=[ord(letter) for letter in CANARY], code=UNCAUGHT[what])
    done = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, timeout=120)
    assert (done.returncode == 1) == (what == "a command"), done.stderr
    assert CANARY not in done.stdout + done.stderr
    assert what in ("a line that cannot be logged",) or re.search("ValueError|py.warnings", done.stderr), (
        done.stderr
    )
