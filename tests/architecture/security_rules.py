"""What must not be written, as a table: each rule with what it must find and what it must leave alone.

A finding is mended, or excused where it stands: ``# allow RULE: reason`` on its line or the line above, or
``# allow everywhere RULE: reason`` once in the file. Ruff's rules "S" stand beside these (pyproject.toml).
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.architecture.security_finders import (
    OUTGOING,
    UNPICKLING,
    XML,
    Finder,
    any_of,
    called,
    compared,
    given,
    imported,
    logged_request,
    made_sql,
    open_to_all,
    random_secret,
    temporary,
    unescaped,
    unpacked,
    unproved_token,
)


@dataclass(frozen=True)
class Rule:
    """``found_in``: pieces of code each of which it must find; ``not_in``: those it must leave alone."""

    name: str
    why: str
    finds: Finder
    found_in: tuple[str, ...]
    not_in: tuple[str, ...]


RULES = (
    Rule(
        "shell",
        "what stands in an argument would be run",
        any_of(given(shell=True), called("os.system", "os.popen")),
        ("subprocess.run(x, shell=True)", "os.system('ls')", "os.popen(x)"),
        ("subprocess.run(['ls', x])", "subprocess.run(x, shell=False)"),
    ),
    Rule(
        "code-from-text",
        "a text would be run as code",
        called("eval", "exec", "compile", "__import__", bare=True),
        ("eval(x)", "exec(x)", "__import__(x)"),
        ("model.eval()", "re.compile(x)", "session.execute(x)"),
    ),
    Rule(
        "objects-from-bytes",
        "what is read back could run anything; write JSON, or arrays without objects",
        any_of(
            imported(UNPICKLING),
            called("yaml.load", "yaml.unsafe_load", "yaml.full_load"),
            given(allow_pickle=True),
        ),
        ("import pickle", "from joblib import load", "yaml.load(x)", "np.load(f, allow_pickle=True)"),
        ("import json", "yaml.safe_load(x)", "np.load(f, allow_pickle=False)"),
    ),
    Rule(
        "goes-out",
        "only configured addresses are asked (tests/architecture/test_outgoing.py lists the places)",
        imported(OUTGOING),
        ("import httpx2", "from urllib.request import urlopen", "from requests import get", "import socket"),
        ("from urllib.parse import quote", "from http import HTTPStatus"),
    ),
    Rule(
        "follows-redirects",
        "an address that was checked could lead to one that was not",
        given(follow_redirects=True, allow_redirects=True),
        ("httpx2.Client(follow_redirects=True)",),
        ("httpx2.Client(follow_redirects=False)", "httpx2.Client()"),
    ),
    Rule(
        "unproved-tls",
        "who answers must be proved",
        any_of(
            given(verify=False, check_hostname=False, verify_ssl=False), called("_create_unverified_context")
        ),
        ("httpx2.get(u, verify=False)", "ssl._create_unverified_context()"),
        ("httpx2.get(u)", "backup(verify=True)"),
    ),
    Rule(
        "unproved-token",
        "a token's signature must be proved",
        unproved_token,
        ("jwt.decode(t, options={'verify_signature': False})",),
        ("jwt.decode(t, options={'verify_signature': True})",),
    ),
    Rule(
        "unescaped",
        "what people wrote would become part of the page",
        unescaped,
        ("Markup(text)", "mark_safe(f'<b>{x}</b>')"),
        ("Markup('<br>')", "escape(text)"),
    ),
    Rule(
        "escaping-off",
        "every page escapes what it shows",
        given(autoescape=False),
        ("Environment(autoescape=False)",),
        ("Environment(autoescape=True)",),
    ),
    Rule(
        "sql-of-texts",
        "values belong in parameters; names in sqlalchemy or psycopg.sql identifiers",
        made_sql,
        (
            "text(f'SELECT {x}')",
            "c.execute('SELECT ' + x)",
            "c.execute('SELECT %s' % x)",
            "text('a {}'.format(x))",
        ),
        ("text('SELECT :x')", "c.execute(select(t))", "c.execute('SELECT %s', (x,))", "text(f'SELECT 1')"),
    ),
    Rule(
        "csv-with-formulas",
        "a spreadsheet would run what begins like a formula: use shared.disclosure.spreadsheets.CsvWriter",
        called("csv.writer", "csv.DictWriter", "DictWriter"),
        ("csv.writer(out)", "csv.DictWriter(out, names)"),
        ("CsvWriter(out)", "csv.reader(sent)"),
    ),
    Rule(
        "workbook-with-formulas",
        "workbooks are written where every text is made neutral",
        called("Workbook", "OpenDocumentSpreadsheet", "write_cell", "to_excel", "to_csv"),
        ("book = Workbook()", "openpyxl.Workbook()", "OpenDocumentSpreadsheet()", "frame.to_csv(x)"),
        ("load_workbook(x)",),
    ),
    Rule(
        "guessable-secret",
        "what random gives can be guessed: use secrets",
        random_secret,
        (
            "token = random.choice(x)",
            "def new_password():\n    return random.random()",
            "f(secret=random.random())",
        ),
        ("token = secrets.token_hex()", "wait = random.random()"),
    ),
    Rule(
        "secret-compared",
        "how long it takes tells how much is right: use compare_digest",
        compared,
        ("given == row.token", "csrf_token(r) != sent", "mac == expected"),
        (
            "token == 'double'",
            "name != TOKEN_FIELD",
            "compare_digest(a, b)",
            "machine == other",
            "tokens_left > 0",
        ),
    ),
    Rule(
        "logged-request",
        "what was sent is about a person",
        logged_request,
        (
            "log.info('x', body=request.body)",
            "logger.error(request.headers)",
            "log.exception('x')",
            "log.error('x', exc_info=True)",
        ),
        ("log.info('x', method=request.method)", "math.log(request.body)"),
    ),
    Rule(
        "temporary-file",
        "a name that can be guessed or a file that stays; use tempfile, which removes it",
        temporary,
        ("tempfile.mktemp()", "open('/tmp/x')", "NamedTemporaryFile(delete=False)", "Path('/dev/shm')"),
        ("NamedTemporaryFile()", "'see /tmpl'", "TemporaryDirectory()"),
    ),
    Rule(
        "unpacked-anywhere",
        "names in an archive can lead out of the folder",
        unpacked,
        ("archive.extractall(x)", "shutil.unpack_archive(x)"),
        ("archive.extractall(x, filter='data')",),
    ),
    Rule(
        "xml-that-grows",
        "entities can grow without end or fetch: use defusedxml",
        imported(XML),
        ("from xml.etree import ElementTree", "import lxml.etree", "import xml.dom.minidom"),
        ("from defusedxml.ElementTree import parse",),
    ),
    Rule(
        "open-to-all",
        "anybody on the machine could change it",
        open_to_all,
        ("p.chmod(0o777)", "os.makedirs(x, mode=0o777)", "os.umask(0o002)"),
        ("p.chmod(0o755)", "p.chmod(0o600)"),
    ),
    Rule(
        "other-origins",
        "no other site may read what a signed-in person can",
        any_of(imported({"starlette.middleware.cors", "fastapi.middleware.cors"})),
        ("from starlette.middleware.cors import CORSMiddleware",),
        ("from starlette.middleware.sessions import SessionMiddleware",),
    ),
)
_EXCUSE = re.compile(
    r"#\s*allow (?P<everywhere>everywhere )?(?P<rules>[a-z-]+(?:, [a-z-]+)*): (?P<reason>\S.{10,})"
)


@dataclass(frozen=True)
class Finding:
    rule: str
    line: int


@cache
def findings(code: str) -> set[Finding]:
    """All that the rules find in a file, excused or not."""
    tree = ast.parse(code)
    return {Finding(rule.name, getattr(node, "lineno", 0)) for rule in RULES for node in rule.finds(tree)}


def excuses(code: str) -> Iterator[tuple[str, int]]:
    """(rule, line it holds for), 0 for the whole file. A line of its own holds for the next line."""
    for number, line in enumerate(code.splitlines(), 1):
        if found := _EXCUSE.search(line):
            alone = line.lstrip().startswith("#")
            for rule in found["rules"].split(", "):
                yield rule, 0 if found["everywhere"] else number + alone


def unexcused(code: str) -> set[Finding]:
    allowed = set(excuses(code))
    return {each for each in findings(code) if not {(each.rule, each.line), (each.rule, 0)} & allowed}


def needless(code: str) -> set[tuple[str, int]]:
    """Excuses for what is not there (any more), or for a rule that does not exist."""
    found = findings(code)
    there = {(each.rule, each.line) for each in found} | {(each.rule, 0) for each in found}
    return set(excuses(code)) - there
