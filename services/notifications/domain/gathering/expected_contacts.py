"""Who usually knows a child of an age, and which of them a notification does not name."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from services.notifications.domain.forms.answers import Answers


@dataclass(frozen=True)
class ExpectedContact:
    """A row of the table: any one of these roles is expected from and before an age in days."""

    label: str
    any_of: tuple[str, ...]
    from_days: int
    before_days: int
    places: tuple[str, ...] = ()

    def expected(self, age_days: int, place: str) -> bool:
        return self.from_days <= age_days < self.before_days and (not self.places or place in self.places)


_WRITTEN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
EXPECTED_VERSION = f"{_WRITTEN['name']}, version {_WRITTEN['version']}. {_WRITTEN['source']}"
EXPECTED_CONTACTS: tuple[ExpectedContact, ...] = tuple(
    ExpectedContact(**{**row, "any_of": tuple(row["any_of"]), "places": tuple(row.get("places", ()))})
    for row in _WRITTEN["contacts"]
)


def contact_gaps(answers: Answers) -> list[ExpectedContact]:
    """The contacts usual at the child's age that nobody named; none where the age is not known."""
    if not answers.born_on or not answers.died_on:
        return []
    named = {row.get("role") for row in answers.rows}
    age, place = (answers.died_on - answers.born_on).days, answers.choice("death.place_of_death")
    return [one for one in EXPECTED_CONTACTS if one.expected(age, place) and not named & {*one.any_of}]
