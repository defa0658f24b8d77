"""What an answer may not hold: names of children anywhere but in notifications, and cases of others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import text

from deploy.host import Installation

REFERENCE = re.compile(r"\b[A-Z]{2,6}-\d{4}-\d{4,6}\b")
# What differs from one answer to the next and says nothing: tokens against forgery and references of errors.
PASSING = re.compile(r'(name="csrf_token" value=|nonce=)"[^"]*"|reference [0-9a-f]{8}')


@dataclass(frozen=True)
class Secrets:
    """``names``: what tells who a child is; ``references``: every case; ``texts``: of the cases' papers."""

    names: tuple[str, ...]
    references: frozenset[str]
    texts: tuple[str, ...]

    def names_in(self, shown: str) -> list[str]:
        return [name for name in self.names if name in shown]

    def cases_in(self, shown: str, besides: Iterable[str] = ()) -> set[str]:
        return (set(REFERENCE.findall(shown)) & self.references) - {*besides}

    def told_by(self, shown: str, besides: Iterable[str]) -> list[str]:
        """Everything here that an answer to somebody without the right tells them."""
        papers = [words for words in self.texts if words in shown]
        return [*self.names_in(shown), *sorted(self.cases_in(shown, besides)), *papers]


def secrets_of(place: Installation) -> Secrets:
    with place.databases["notifications"].engine.connect() as connection:
        rows = connection.execute(
            text("SELECT case_reference, family_name, given_names, nhs_number FROM child_identity")
        ).all()
    names = {f"{row.given_names} {row.family_name}" for row in rows} | {
        str(row.nhs_number) for row in rows if row.nhs_number
    }
    with place.databases["panel"].engine.connect() as connection:
        papers = connection.scalars(text("SELECT text FROM bundle_part ORDER BY id LIMIT 200")).all()
    texts = {paper.strip().split("\n")[0][:60] for paper in papers if len(paper) > 80}
    return Secrets(tuple(sorted(names)), frozenset(row.case_reference for row in rows), tuple(sorted(texts)))


def plain(shown: str, asked: str) -> str:
    """An answer without what differs by itself and without the address that was asked for."""
    for written in (asked, quote(asked, safe=""), quote(asked)):
        shown = shown.replace(written, "ADDRESS")
    return PASSING.sub("", shown)
