"""What keeps an analysis form from being completed: every fault at once, in the order of the form."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import chain

from services.panel.domain.analysis.analysis import AnalysisForm, ContributoryFactor
from services.panel.domain.analysis.scales import SCALES
from services.panel.domain.learning.agreed_action_faults import agreed_action_faults
from services.panel.domain.refusals import CategoryHierarchyNotFollowed
from shared.errors import Fault
from shared.identifier_patterns import identifiers_in

DATED: frozenset[str] = frozenset()
UNDATED = frozenset({"exact date"})


def analysis_faults(form: AnalysisForm, on: date, agreed: Collection[date] = ()) -> list[Fault]:
    """Everything that keeps the form from being completed on day ``on``, in the order of the form.

    ``agreed``: due dates of the review before it was reopened. They may have passed and stay as they were.
    """
    return [
        *_text_faults(form),
        *_identifier_faults(form),
        *_category_faults(form),
        *chain.from_iterable(_factor_faults(form, one, number) for number, one in enumerate(form.factors)),
        *_modifiability_faults(form),
        *chain.from_iterable(
            agreed_action_faults(one, number, on, agreed) for number, one in enumerate(form.actions)
        ),
    ]


def _text_faults(form: AnalysisForm) -> Iterator[Fault]:
    if not form.cause_of_death.strip():
        yield Fault("cause_of_death", "Enter the cause of death as the panel understands it")
    if not form.summary.strip():
        yield Fault("summary", "Enter a short summary of the case")


def _identifier_faults(form: AnalysisForm) -> Iterator[Fault]:
    """What the panel writes leaves it by event: it identifies nobody. Actions and learning may name a day."""
    told = [("cause_of_death", form.cause_of_death, DATED), ("summary", form.summary, DATED)]
    told += [(f"learning-{number}", text, UNDATED) for number, text in enumerate(form.learning)]
    told += [(f"factor-{number}-factor", one.factor, DATED) for number, one in enumerate(form.factors)]
    told += [
        (f"action-{number}-text", f"{one.text} {one.owner}", UNDATED)
        for number, one in enumerate(form.actions)
    ]
    for field, text, allowed in told:
        if found := [kind for kind in identifiers_in(text) if kind not in allowed]:
            yield Fault(field, f"Take out what may identify somebody: {', '.join(found)}")


def _category_faults(form: AnalysisForm) -> Iterator[Fault]:
    if form.category is None:
        yield Fault("category", "Choose the primary category of death")
        return
    if form.category in form.secondary_categories:
        yield Fault("secondary_categories", "A secondary category must differ from the primary category")
    try:
        form.categories.check_primary(form.category, form.applicable, form.override_reason)
    except CategoryHierarchyNotFollowed as refusal:
        yield Fault("override_reason", refusal.detail)


def _factor_faults(form: AnalysisForm, factor: ContributoryFactor, number: int) -> Iterator[Fault]:
    named, where = f"factor-{number}", f"Factor {number + 1}: "
    if not factor.factor.strip():
        yield Fault(f"{named}-factor", where + "say what the factor is")
    if not factor.domain:
        yield Fault(f"{named}-domain", where + "choose its domain, A to D")
    if factor.grade not in SCALES[form.scale_version].grades:
        yield Fault(f"{named}-grade", where + f"choose a grade, {_grades(form)}")
    if not factor.modifiable:
        yield Fault(f"{named}-modifiable", where + "say whether it is modifiable: yes, no or not known")
    if factor.grade == 0 and factor.modifiable == "yes":
        yield Fault(f"{named}-modifiable", where + "grade 0 is missing information and cannot be modifiable")
    if not factor.evidence.strip():
        yield Fault(f"{named}-evidence", where + "give its evidence, a quotation or a page of the bundle")


def _modifiability_faults(form: AnalysisForm) -> Iterator[Fault]:
    some = any(factor.modifiable == "yes" for factor in form.factors)
    if not form.modifiability:
        yield Fault("modifiability", "Say whether modifiable factors were identified")
    elif some and form.modifiability != "modifiable":
        yield Fault("modifiability", "A factor is marked modifiable, so modifiable factors were identified")
    elif form.modifiability == "modifiable" and not some:
        yield Fault("modifiability", "No factor is marked modifiable: mark one, or choose another answer")


def _grades(form: AnalysisForm) -> str:
    grades = sorted(SCALES[form.scale_version].grades)
    return f"{grades[0]} to {grades[-1]}"
