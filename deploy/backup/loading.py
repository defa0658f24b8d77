"""One database being restored in one transaction: pg_restore turns a dump into SQL, psql executes it.

What is there when psql ends without ``commit`` is what was there before: it may be killed at any time.
"""

# ruff: noqa: S608 (the names are those of our own tables and schemas; nobody sends one)

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from psycopg import sql

from deploy.backup import BackupRefused
from deploy.backup.emptiness import OF_AN_EMPTY_DATABASE
from deploy.backup.programs import Reached, program, reached
from deploy.provision import EXTENSIONS, extension_of
from shared.storage import Database

_DONE = "done"

# The tables of a database that has been migrated make way for those of the dump. Each is locked before it
# is looked into: nothing that somebody writes meanwhile is lost with it.
_MAKE_ROOM = f"""
\\set VERBOSITY sqlstate
BEGIN;
SET LOCAL lock_timeout = '10s';
DO $$
DECLARE found regclass; filled boolean; routine regprocedure;
BEGIN
  FOR found IN SELECT oid FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY oid
  LOOP
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', found);
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', found) INTO filled;
    IF filled AND found <> ALL (ARRAY(
      SELECT to_regclass('public.' || name) FROM unnest('{{{",".join(OF_AN_EMPTY_DATABASE)}}}'::text[]) name
      WHERE to_regclass('public.' || name) IS NOT NULL))
    THEN RAISE EXCEPTION USING ERRCODE = '55006', MESSAGE = 'not empty'; END IF;
  END LOOP;
  FOR found IN SELECT oid FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
  LOOP EXECUTE format('DROP TABLE %s CASCADE', found); END LOOP;
  FOR routine IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
  LOOP EXECUTE format('DROP ROUTINE %s CASCADE', routine); END LOOP;
END $$;
"""
_PUBLISH_AGAIN = "UPDATE public.outbox SET published_at = NULL;\n"


@contextmanager
def loading(database: Database) -> Iterator["Loading"]:
    """A transaction on ``database``; at the end of the block nothing stays that was not committed."""
    with reached(database.owner_url) as place, _psql_at(database.service, place) as begun:
        yield begun


@contextmanager
def _psql_at(service: str, place: Reached) -> Iterator["Loading"]:
    command = [program("psql"), "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--no-password"]
    command += ["--set=ON_ERROR_STOP=1", "--file=-", f"--dbname={place.address}"]
    pipe = subprocess.PIPE
    with TemporaryFile() as said:
        psql = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=said, env=place.environment, text=True
        )
        try:
            yield Loading(service, psql, said)
        finally:
            psql.kill()
            for end in (psql.stdin, psql.stdout):
                with suppress(OSError):
                    end.close()  # type: ignore[union-attr]
            psql.wait()


@dataclass(frozen=True)
class Loading:
    """A database on its way. What psql says are error codes only: a refused row would be quoted."""

    service: str
    psql: subprocess.Popen[str]
    said: IO[bytes]

    def load(self, dump: Iterable[bytes]) -> None:
        """Make room, then everything in the dump; it comes in pieces."""
        self._tell(_MAKE_ROOM)
        if self.service in EXTENSIONS:  # a dump of one schema does not bring what that schema builds on
            self._tell(extension_of(self.service).as_string())
        command = [program("pg_restore"), "--schema=public", "--no-owner", "--no-privileges", "--file=-"]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self.psql.stdin, stderr=subprocess.DEVNULL
        )
        assert process.stdin is not None
        try:
            for piece in dump:
                process.stdin.write(piece)
            process.stdin.close()
            if process.wait():
                raise BrokenPipeError
        except BrokenPipeError:
            raise BackupRefused(self._why("the dump was not taken")) from None
        finally:
            process.kill()
            with suppress(OSError):
                process.stdin.close()
            process.wait()

    def rows(self, tables: Iterable[str]) -> dict[str, int]:
        """The number of rows in each table, as this transaction sees them."""
        for name in tables:
            count = sql.SQL("SELECT 'rows', {}, count(*) FROM public.{};\n")
            self._tell(count.format(sql.Literal(name), sql.Identifier(name)).as_string())
        found = [line.split("|") for line in self._answers() if line.startswith("rows|")]
        return {name: int(number) for _, name, number in found}

    def publish_again(self) -> None:
        """Every event of the outbox will be relayed again, in its order."""
        self._tell(_PUBLISH_AGAIN)
        self._answers()

    def commit(self) -> None:
        self._tell("COMMIT;\n")
        self._answers()

    def _tell(self, statements: str) -> None:
        assert self.psql.stdin is not None
        try:
            self.psql.stdin.write(statements)
            self.psql.stdin.flush()
        except BrokenPipeError:
            raise BackupRefused(self._why("psql ended")) from None

    def _answers(self) -> list[str]:
        """What psql has printed for everything told so far."""
        self._tell(f"SELECT '{_DONE}';\n")
        assert self.psql.stdout is not None
        lines: list[str] = []
        for line in self.psql.stdout:
            if line.strip() == _DONE:
                return lines
            lines.append(line.strip())
        raise BackupRefused(self._why("psql ended"))

    def _why(self, what: str) -> str:
        with suppress(subprocess.TimeoutExpired):
            self.psql.wait(timeout=5)  # it has ended or is about to; then it has said why
        self.said.seek(0)
        said = self.said.read().decode(errors="replace").strip().splitlines()
        return f"The {self.service} database could not be restored: {said[-1] if said else what}"
