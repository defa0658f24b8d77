"""How faults are found in a syntax tree: what the table of ``security_rules`` is made of."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeGuard

Finder = Callable[[ast.AST], Iterator[ast.AST]]
_SECRET = re.compile(
    r"(^|_)(token|secret|password|passwd|signature|csrf|api_?key|mac|hmac|otp|totp|recovery_code)s?(_|$)",
    re.I,
)
_RUNS_SQL = re.compile(r"^((sa|sqlalchemy)\.)?text$|(^|\.)(execute|scalars?|exec_driver_sql|SQL)$")
_LOGS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
_SENT = {"body", "form", "json", "stream", "cookies", "headers", "query_params", "files"}
OUTGOING = {
    "httpx", "httpx2", "requests", "aiohttp", "smtplib", "ftplib", "telnetlib", "urllib.request", "urllib3",
    "http.client", "socket", "xmlrpc", "authlib", "notifications_python_client", "paramiko",
}  # fmt: skip
UNPICKLING = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "jsonpickle"}
XML = {"xml.etree", "xml.dom", "xml.sax.expatreader", "lxml"}


def name_of(node: ast.AST | None) -> str:
    """``a.b.c`` of a name or attribute; of a call what is called; else ""."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


@lru_cache(maxsize=8)
def _nodes(tree: ast.AST) -> list[ast.AST]:
    """A file is walked once, and not once for each rule."""
    return list(ast.walk(tree))


@lru_cache(maxsize=8)
def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in _nodes(tree) if isinstance(node, ast.Call)]


def called(*names: str, bare: bool = False) -> Finder:
    """Calls of these names; ``bare``: not as something's attribute."""
    wanted = re.compile(rf"{'^' if bare else r'(^|[.])'}({'|'.join(map(re.escape, names))})$")
    return lambda tree: (call for call in _calls(tree) if wanted.search(name_of(call)))


def given(**options: object) -> Finder:
    """Calls with one of these options."""

    def find(tree: ast.AST) -> Iterator[ast.AST]:
        for call in _calls(tree):
            for word in call.keywords:
                value = word.value
                if word.arg in options and _is_fixed(value) and value.value == options[word.arg]:
                    yield call

    return find


def imported(modules: set[str]) -> Finder:
    def find(tree: ast.AST) -> Iterator[ast.AST]:
        for node in _nodes(tree):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [f"{node.module}.{each.name}" for each in node.names]
            if any(f"{name}.".startswith(f"{module}.") for name in names for module in modules):
                yield node

    return find


def any_of(*finders: Finder) -> Finder:
    return lambda tree: (found for finder in finders for found in finder(tree))


def _is_fixed(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant)


def _is_made_text(node: ast.AST) -> bool:
    """An f-string with something in it, text put together by + or %, or ``.format()`` of a text."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(each, ast.FormattedValue) for each in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return any(_is_text(side) for side in (node.left, node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _is_text(node.func.value) or (isinstance(node.func.value, ast.Name))
    return False


def _is_text(node: ast.AST) -> bool:
    constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return constant or isinstance(node, ast.JoinedStr) or _is_made_text(node)


def made_sql(tree: ast.AST) -> Iterator[ast.AST]:
    for call in _calls(tree):
        if _RUNS_SQL.search(name_of(call)) and call.args and _is_made_text(call.args[0]):
            yield call


def unescaped(tree: ast.AST) -> Iterator[ast.AST]:
    for call in _calls(tree):
        made = name_of(call).rpartition(".")[2] in {"Markup", "mark_safe"}
        if made and call.args and not _is_fixed(call.args[0]):
            yield call


def compared(tree: ast.AST) -> Iterator[ast.AST]:
    for node in _nodes(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            sides = (node.left, node.comparators[0])
            names = [name_of(side).rpartition(".")[2] for side in sides]
            # What is written in capitals names a field or a kind, and stands in the code for all to see.
            secret = any(_SECRET.search(name) and not name.isupper() for name in names)
            if secret and not any(_is_fixed(side) for side in sides):
                yield node


def random_secret(tree: ast.AST) -> Iterator[ast.AST]:
    for node in _nodes(tree):
        if isinstance(node, ast.Assign | ast.FunctionDef | ast.keyword):
            targets = node.targets if isinstance(node, ast.Assign) else [node]
            names = [name_of(each) or getattr(each, "name", getattr(each, "arg", "")) for each in targets]
            if any(_SECRET.search(name.rpartition(".")[2]) for name in names if name):
                yield from (call for call in _calls(node) if name_of(call).startswith("random."))


def logged_request(tree: ast.AST) -> Iterator[ast.AST]:
    for call in _calls(tree):
        whole = name_of(call)
        if whole.rpartition(".")[2] in _LOGS and re.search(r"(^|\.|_)(log|logger|logging)\.", whole):
            inside = [node for given in (*call.args, *call.keywords) for node in ast.walk(given)]
            asked = {name_of(node) for node in inside if isinstance(node, ast.Attribute)}
            sent = any(re.search(rf"(request|posted)\.({'|'.join(_SENT)})$", each) for each in asked)
            told = whole.endswith(".exception") or any(word.arg == "exc_info" for word in call.keywords)
            if sent or told:
                yield call


def temporary(tree: ast.AST) -> Iterator[ast.AST]:
    yield from called("mktemp", "tmpnam", "tempnam")(tree)
    yield from given(delete=False)(tree)
    for node in _nodes(tree):
        text = node.value if _is_fixed(node) and isinstance(node.value, str) else ""
        if re.match(r"/(var/)?tmp(/|$)|/dev/shm", text):
            yield node


def unpacked(tree: ast.AST) -> Iterator[ast.AST]:
    for call in called("extractall", "unpack_archive")(tree):
        assert isinstance(call, ast.Call)
        if not any(word.arg == "filter" for word in call.keywords):
            yield call


def unproved_token(tree: ast.AST) -> Iterator[ast.AST]:
    for node in _nodes(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                named = isinstance(key, ast.Constant) and str(key.value).startswith("verify")
                if named and isinstance(value, ast.Constant) and value.value is False:
                    yield node


def open_to_all(tree: ast.AST) -> Iterator[ast.AST]:
    for call in called("chmod", "mkdir", "makedirs", "umask", "touch")(tree):
        assert isinstance(call, ast.Call)
        given = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
        modes = [each.value for each in given if isinstance(each, ast.Constant) and type(each.value) is int]
        if any(mode & 0o002 for mode in modes):
            yield call
