"""What keeps an analysis form from being completed: every fault at once, in the order of the form."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from itertools import chain

from services.panel.domain.analysis.analysis import AnalysisForm, ContributoryFactor
from services.panel.domain.analysis.analysis_rules import RuleFault, broken
from services.panel.domain.analysis.scales import SCALES
from services.panel.domain.learning.agreed_action_faults import agreed_action_faults
from services.panel.domain.refusals import CategoryHierarchyNotFollowed
from shared.identifier_patterns import identifiers_in

DATED: frozenset[str] = frozenset()
UNDATED = frozenset({"exact date"})
SOURCE = re.compile(r"\d{1,3}(?:\.\d{1,4})?")  # A document's number, or a page's: 2 or 2.3.
CERTIFICATE_LINES = ("ia", "ib", "ic", "ii")
# Rows of plain text, by the name their fields on a page begin with.
POINTS = {"learning": "learning", "good_practice": "good_practice", "issue": "issues"}


def analysis_faults(form: AnalysisForm, on: date, agreed: Collection[date] = ()) -> list[RuleFault]:
    """Everything that keeps the form from being completed on day ``on``, in the order of the form.

    ``agreed``: due dates of the review before it was reopened. They may have passed and stay as they were.
    """
    numbered = enumerate(form.actions)
    actions = chain.from_iterable(agreed_action_faults(one, number, on, agreed) for number, one in numbered)
    return [
        *_text_faults(form),
        *_certificate_faults(form),
        *_identifier_faults(form),
        *_category_faults(form),
        *chain.from_iterable(_factor_faults(form, one, number) for number, one in enumerate(form.factors)),
        *_modifiability_faults(form),
        *(broken("AF-40", fault.field, refusal=fault.message) for fault in actions),
    ]


def _text_faults(form: AnalysisForm) -> Iterator[RuleFault]:
    if not form.cause_of_death.strip():
        yield broken("AF-01", "cause_of_death")
    if not form.summary.strip():
        yield broken("AF-02", "summary")


def _certificate_faults(form: AnalysisForm) -> Iterator[RuleFault]:
    certified = form.certificate_cause
    if certified.text and not certified.ia:
        yield broken("AF-06", "certificate-ia")
    if certified.text and not form.causes_agree:
        yield broken("AF-04", "causes_agree")
    if form.causes_agree == "no" and not form.causes_comment.strip():
        yield broken("AF-05", "causes_comment")


def _identifier_faults(form: AnalysisForm) -> Iterator[RuleFault]:
    for field, text, allowed in _told(form):
        if found := [kind for kind in identifiers_in(text) if kind not in allowed]:
            yield broken("AF-03", field, kinds=", ".join(found))


def _told(form: AnalysisForm) -> Iterator[tuple[str, str, frozenset[str]]]:
    """What the panel writes leaves it by event: it identifies nobody. Actions and learning may name a day."""
    yield "cause_of_death", form.cause_of_death, DATED
    yield from (
        (f"certificate-{line}", getattr(form.certificate_cause, line), DATED) for line in CERTIFICATE_LINES
    )
    yield "causes_comment", form.causes_comment, DATED
    yield "summary", form.summary, DATED
    for kind, name in POINTS.items():
        yield from ((f"{kind}-{number}", text, UNDATED) for number, text in enumerate(getattr(form, name)))
    for number, factor in enumerate(form.factors):
        yield f"factor-{number}-factor", factor.factor, DATED
    for number, action in enumerate(form.actions):
        yield f"action-{number}-text", f"{action.text} {action.owner}", UNDATED


def _category_faults(form: AnalysisForm) -> Iterator[RuleFault]:
    if form.category is None:
        yield broken("AF-10", "category")
        return
    if form.category in form.secondary_categories:
        yield broken("AF-11", "secondary_categories")
    try:
        form.categories.check_primary(form.category, form.applicable, form.override_reason)
    except CategoryHierarchyNotFollowed as refusal:
        yield broken("AF-12", "override_reason", refusal=refusal.detail)


def _factor_faults(form: AnalysisForm, factor: ContributoryFactor, number: int) -> Iterator[RuleFault]:
    grades = SCALES[form.scale_version].grades
    evidence, source = factor.evidence.strip(), factor.source.strip()
    checks = (
        ("AF-20", "factor", factor.factor.strip()),
        ("AF-21", "domain", factor.domain),
        ("AF-22", "grade", factor.grade in grades),
        ("AF-23", "modifiable", factor.modifiable),
        ("AF-24", "modifiable", not (factor.grade == 0 and factor.modifiable == "yes")),
        ("AF-25", "evidence", evidence or source),
        ("AF-26", "source", not source or SOURCE.fullmatch(source)),
    )
    words = {"number": number + 1, "grades": f"{min(grades)} to {max(grades)}"}
    for rule, field, held in checks:
        if not held:
            yield broken(rule, f"factor-{number}-{field}", **words)


def _modifiability_faults(form: AnalysisForm) -> Iterator[RuleFault]:
    some = any(factor.modifiable == "yes" for factor in form.factors)
    if not form.modifiability:
        yield broken("AF-30", "modifiability")
    elif some and form.modifiability != "modifiable":
        yield broken("AF-31", "modifiability")
    elif form.modifiability == "modifiable" and not some:
        yield broken("AF-32", "modifiability")
