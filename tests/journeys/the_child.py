"""The invented child of the journey, and what is written about it. None of it may leave notifications."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.journeys.form_filling import Answer

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class InventedChild:
    """``number`` makes each journey's child another one."""

    family_name: str
    given_names: str
    nhs_number: str
    postcode: str
    died_at: datetime

    @property
    def born_on(self) -> date:
        return (self.died_at - timedelta(days=101)).date()

    @property
    def identifiers(self) -> tuple[str, ...]:
        """What must not be seen outside notifications."""
        written = f"{self.nhs_number[:3]} {self.nhs_number[3:6]} {self.nhs_number[6:]}"
        return (self.family_name, self.nhs_number, written, self.postcode)

    @property
    def narrative(self) -> str:
        return (
            f"{self.given_names} {self.family_name} was put down in the cot by the mother after a feed. "
            "The father had fallen asleep on the sofa with the baby earlier that night. "
            "There was no co-sleeping in the parents' bed. "
            "The mother smoked throughout the pregnancy. "
            f"The family lives at {self.postcode}."
        )

    def notification(self) -> dict[str, Answer]:
        """The form's fields, by name."""
        return {
            "child.family_name": self.family_name,
            "child.given_names": self.given_names,
            "child.nhs_number": self.nhs_number,
            "child.date_of_birth": self.born_on,
            "child.sex": "female",
            "child.ethnic_category": "A",
            "home.postcode": self.postcode,
            "home.local_authority": "Leicester",
            "death.died_at": self.died_at,
            "death.place_of_death": "emergency_department",
            "death.expected": "no",
            "circumstances": self.narrative,
            "professionals.0.name": "Dr Ola Practiceby",
            "professionals.0.organisation": "Sampleton Surgery",
            "professionals.1.name": "Bo Visitham",
            "professionals.1.organisation": "Community health trust",
            "notifier.name": "Dr Eve Wardley",
            "notifier.role": "paediatrician",
            "notifier.organisation": "Northfield Hospital",
            "notifier.sector": "acute_hospital",
        }


def invented_child(number: int) -> InventedChild:
    """A child who died yesterday at 7 in the morning; names, numbers and places are made up."""
    yesterday = datetime.now(LONDON) - timedelta(days=1)
    family_name, given_names, nhs_number, postcode = _ROWS[number]
    died_at = yesterday.replace(hour=7, minute=5, second=0, microsecond=0, tzinfo=None)
    return InventedChild(family_name, given_names, nhs_number, postcode, died_at)


_ROWS = (
    ("Quillfeather", "Isolde", "9998700051", "LE99 1QF"),
    ("Wrenborough", "Tamsin", "9998700078", "LE99 2WB"),
)
