"""One member's own rating of a case: category, modifiability and each factor, before anybody speaks.

The draft's grades are not shown to whoever rates, so that nobody follows them. Source: blinded first ratings
as in the Delphi method; the scales are those of the analysis form.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from services.panel.domain.analysis.categories import category_list
from services.panel.domain.analysis.scales import CURRENT_SCALE, DOMAINS, MODIFIABILITY, MODIFIABLE, SCALES
from shared.errors import Fault
from shared.identifier_patterns import identifiers_in

CANNOT_JUDGE = "cannot_judge"  # an answer: not every member can tell a category; it enters no comparison
NEW_FACTOR = "Added factor"
LONGEST_NAMED = 80  # characters by which a fault names a factor
LONGEST = 500  # characters of an added factor or a comment


@dataclass(frozen=True)
class RatedFactor:
    """A factor that is rated, as the draft words it."""

    domain: str
    factor: str


@dataclass(frozen=True)
class FactorRating:
    """``grade`` 0 is "information not available": it is missing, and never a low grade."""

    grade: int | None = None
    modifiable: str = ""


@dataclass(frozen=True)
class AddedFactor:
    """A factor that the draft does not have, with its rating."""

    domain: str = ""
    factor: str = ""
    grade: int | None = None
    modifiable: str = ""

    @property
    def blank(self) -> bool:
        return not (self.domain or self.factor or self.modifiable) and self.grade is None


@dataclass(frozen=True)
class Rating:
    """``category``: the number of one, or CANNOT_JUDGE. ``factors``: in the order of the round's."""

    category: str = ""
    modifiability: str = ""
    factors: tuple[FactorRating, ...] = ()
    added: tuple[AddedFactor, ...] = ()
    comment: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by its field: the panel reads it once the ratings are opened."""
        added = {f"added-{number}-factor": one.factor for number, one in enumerate(self.added)}
        return {**added, "comment": self.comment}


def rating_faults(
    rating: Rating, factors: tuple[RatedFactor, ...], *, scale: str = CURRENT_SCALE, categories: str
) -> list[Fault]:
    """Everything that keeps a rating of these factors from being whole, in the order of the form."""
    grades, known = SCALES[scale].grades, {str(number) for number in category_list(categories).numbers}
    faults = []
    if rating.category not in known | {CANNOT_JUDGE}:
        faults.append(Fault("category", "Choose a category, or say that you cannot judge it"))
    if rating.modifiability not in MODIFIABILITY:
        faults.append(Fault("modifiability", "Choose whether there were modifiable factors"))
    for number in range(len(factors)):
        one = rating.factors[number] if number < len(rating.factors) else FactorRating()
        faults += _judged(f"factor-{number}", factors[number].factor[:LONGEST_NAMED], one, grades)
    for number, added in enumerate(rating.added):
        faults += _added(f"added-{number}", added, grades)
    return [*faults, *_text("comment", rating.comment)]


def _judged(
    field: str, factor: str, one: FactorRating | AddedFactor, grades: dict[int, str]
) -> Iterator[Fault]:
    """Each fault names its factor: in a list of several they would all read alike."""
    if one.grade not in grades:
        yield Fault(f"{field}-grade", f"{factor}: choose a grade; 0 where the information is not available")
    if one.modifiable not in MODIFIABLE:
        yield Fault(f"{field}-modifiable", f"{factor}: choose whether it is modifiable, or not known")
    elif one.grade == 0 and one.modifiable == "yes":
        yield Fault(
            f"{field}-modifiable",
            f"{factor}: a factor of grade 0 cannot be modifiable: nothing is known of it",
        )


def _added(field: str, added: AddedFactor, grades: dict[int, str]) -> Iterator[Fault]:
    if added.domain not in DOMAINS:
        yield Fault(f"{field}-domain", "Choose the domain of the factor")
    if not added.factor:
        yield Fault(f"{field}-factor", "Say what the factor is")
    yield from _text(f"{field}-factor", added.factor)
    yield from _judged(field, added.factor[:LONGEST_NAMED] or NEW_FACTOR, added, grades)


def _text(field: str, text: str) -> Iterator[Fault]:
    if len(text) > LONGEST:
        yield Fault(field, f"Use at most {LONGEST} characters")
    if found := identifiers_in(text):
        yield Fault(field, f"Take out what may identify somebody: {', '.join(found)}")
