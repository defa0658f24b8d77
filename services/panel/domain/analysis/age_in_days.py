"""How old a child was, in days, as far as the words of the case say it."""

import re
from dataclasses import dataclass

_WORDS = re.compile(r"(\d+) (day|week|month|year)s?")
_LEAST = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}


@dataclass(frozen=True)
class AgeInDays:
    """From ``least`` to ``most`` days, both possible; None where the age is not known."""

    least: int | None
    most: int | None

    def at_least(self, days: int) -> bool:
        """Whether the child had certainly lived so long."""
        return self.least is not None and self.least >= days

    def at_most(self, days: int) -> bool:
        """Whether the child had certainly not lived longer."""
        return self.most is not None and self.most <= days


NOT_KNOWN = AgeInDays(None, None)


def age_in_days(age_text: str) -> AgeInDays:
    """ "6 years" as 2191 to 2556 days; "less than 1 day" as 0; NOT_KNOWN for anything else."""
    if age_text == "less than 1 day":
        return AgeInDays(0, 0)
    found = _WORDS.fullmatch(age_text)
    if found is None:
        return NOT_KNOWN
    number, unit = int(found[1]), _LEAST[found[2]]
    return AgeInDays(int(number * unit), int((number + 1) * unit) - 1)
