"""What every page of a restricted case says above all else, to those who may see it."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from shared.people import looks_only
from shared.storage import Transaction
from shared.storage.case_scope import scope_of, standing_of

CASE_IN_PATH = ("case_reference", "reference", "case")


@dataclass(frozen=True)
class RestrictedNotice:
    """``until``: so long is it open to who looks, who broke the glass; None for those who are named."""

    until: datetime | None


def case_in_path(request: Request) -> str | None:
    """The reference in the address of a page of one case."""
    said = (request.path_params.get(name) for name in CASE_IN_PATH)
    return next((reference for reference in said if reference), None)


def restricted_notice(request: Request) -> RestrictedNotice | None:
    """None where the case of the page is open to all, or is not there for who looks."""
    tx = getattr(request.state, "transaction", None)
    if not isinstance(tx, Transaction) or not _knows_glass(tx):
        return None
    case = case_in_path(request) or _only_case_read(tx)
    if case is None:
        return None
    standing = standing_of(tx)
    relations = standing.relations.get(case, frozenset())
    if not relations or case in standing.closed:
        return None
    return RestrictedNotice(standing.until[case] if looks_only(relations) else None)


def _only_case_read(tx: Transaction) -> str | None:
    """Of a page whose address names something of a case: the one that it has said it reads."""
    read = {entry.get("case") for _, entry in getattr(tx, "read", ())}
    return read.pop() if len(read) == 1 else None


def _knows_glass(tx: Transaction) -> bool:
    """Where the glass cannot be broken, a page of its own says who may see a case."""
    scope = scope_of(tx.service)
    return scope is not None and "break_glass" in scope.metadata.tables
