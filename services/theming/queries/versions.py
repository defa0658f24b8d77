"""Versions of facts as actions look them up before they add one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from services.theming.tables import case_fact_version
from shared.storage import Transaction


def newest_version(tx: Transaction, *, case: str, source: str) -> Mapping[str, Any] | None:
    """What the source said last of the case, or None if it has said nothing."""
    version = case_fact_version.c
    of_case = (version.case_reference == case) & (version.source == source)
    newest = select(case_fact_version).where(of_case).order_by(version.number.desc()).limit(1)
    found = tx.session.execute(newest).mappings().one_or_none()
    return {str(name): value for name, value in found.items()} if found else None
