"""What the minutes say of one case: who took part, what was decided and why, what the family was told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.panel.domain.analysis.analysis import AnalysisForm, ContributoryFactor
from services.panel.domain.analysis.scales import CAUSES_AGREE, LEVELS, MODIFIABILITY, MODIFIABLE
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.sources import day
from services.panel.domain.decisions.decision import DecisionKind, ReviewDecision
from services.panel.domain.family.family_questions import FamilyQuestion
from services.panel.domain.learning.agreed_action import AgreedAction
from services.panel.domain.meetings.taking_no_part import TakingNoPart
from services.panel.domain.minutes.minutes import MinutesLine
from services.panel.domain.quorum.movements import Movement
from services.panel.domain.quorum.quorum import QuorumResult

NOT_SIGNED_OFF = {CaseStatus.DEFERRED: "Deferred", CaseStatus.REVIEWED: "Discussed, not signed off"}
WITHOUT_PAPERS = "Did not have the papers and took no part"
# A grade that says nothing of the factor is not left to be read as a low one.
GRADES_IN_WORDS = {None: "not recorded", 0: "0, information not available"}


@dataclass(frozen=True)
class RecordedOfCase:
    """Everything that was recorded of one case at a meeting for which it was listed at ``listed_at``.

    ``form``: what was decided, None where nothing was. ``papers``: titles of what came after the agenda.
    """

    case: ReviewCase
    listed_at: datetime
    quorum: QuorumResult
    no_part: TakingNoPart
    out_of_the_room: Sequence[str]
    movements: Sequence[Movement]
    listed_late_because: str
    papers: Sequence[str]
    questions: Sequence[FamilyQuestion]
    decision: ReviewDecision | None
    form: AnalysisForm | None


def lines_of_case(recorded: RecordedOfCase) -> tuple[MinutesLine, ...]:
    """The entries in the order of the minutes; one that would say nothing is left out."""
    decided = _decided(recorded.form) if recorded.form else ()
    found = [*_panel(recorded), *_outcome(recorded), *decided, ("Questions of the family", _family(recorded))]
    lines = (MinutesLine(label, kept) for label, texts in found if (kept := tuple(filter(None, texts))))
    # Members are told how many, as on the agenda: nothing is settled, and a name would say something.
    counted = {WITHOUT_PAPERS: (_people(len(recorded.no_part.without_papers)),)}
    return tuple(replace(line, in_short=counted.get(line.label, ())) for line in lines)


def _panel(recorded: RecordedOfCase) -> Iterator[tuple[str, list[str]]]:
    case, decision = recorded.case, recorded.decision
    missing = decision.missing if decision else recorded.quorum.missing
    known = case.age_text.lower() != "not known"
    yield "Child", [f"{case.age_text[:1].upper()}{case.age_text[1:]}" if known else "Age not known"]
    yield "Quorum", [_quorum(missing, recorded.quorum)]
    yield "Took no part because of an interest", [", ".join(recorded.no_part.declared)]
    yield WITHOUT_PAPERS, [", ".join(recorded.no_part.without_papers)]
    yield "Out of the room", [", ".join(recorded.out_of_the_room)]
    yield "Left and came back", [one.in_words for one in recorded.movements]
    yield "Put on the agenda late because", [recorded.listed_late_because]
    yield "Late papers", list(recorded.papers)


def _quorum(missing: Sequence[str], register: QuorumResult) -> str:
    """What is ``missing`` is so by the register; a blank in it is said to be one, and never an absence."""
    if not missing:
        return "Quorate for this case."
    blank = register.blanks_in_words
    lacking = f"Missing: {'; '.join(missing)}."
    return f"Not quorate as recorded. {lacking} {blank}" if blank else f"Not quorate. {lacking}"


def _outcome(recorded: RecordedOfCase) -> Iterator[tuple[str, list[str]]]:
    decision = recorded.decision
    if decision is None:
        yield "Decision", [_undecided(recorded)]
    elif decision.kind is DecisionKind.PROVISIONAL:
        yield "Decision", [f"Provisional, without a quorum: {decision.reason}"]
    else:
        yield "Decision", [f"Signed off by {decision.decided_by_name}."]
    if decision and decision.own_work_because:
        yield "Signed by who wrote it, because", [decision.own_work_because]


def _undecided(recorded: RecordedOfCase) -> str:
    """What became of a case that was not signed off, in the words of who recorded it."""
    if recorded.form:
        return "Signed off."
    outcome = "Not signed off at this meeting."
    for step in recorded.case.history:
        if step.at < recorded.listed_at:
            continue
        if step.to_status is CaseStatus.LISTED and step.at > recorded.listed_at:
            break  # What follows belongs to another meeting.
        if step.to_status in NOT_SIGNED_OFF:
            said, why = NOT_SIGNED_OFF[step.to_status], step.why
            outcome = f"{said}: {why}." if why else f"{said}."
    return outcome


def _decided(form: AnalysisForm) -> Iterator[tuple[str, list[str]]]:
    names = {number: f"{number}. {form.categories[number].name}" for number in form.categories.numbers}
    yield "Cause of death", [form.cause_of_death]
    if form.certificate_cause.text:
        agree = CAUSES_AGREE.get(form.causes_agree, "not recorded").lower()
        yield (
            "As certified",
            [form.certificate_cause.text, f"Agrees with the panel: {agree}", form.causes_comment],
        )
    yield "Primary category", [names.get(form.category or 0, "")]
    yield "Secondary categories", [names[number] for number in form.secondary_categories]
    yield "Order of categories set aside because", [form.override_reason]
    yield "Contributory factors", [_factor(one) for one in form.factors]
    yield "Modifiability", [MODIFIABILITY.get(form.modifiability, "")]
    yield "Learning", list(form.learning)
    yield "Good practice", list(form.good_practice)
    yield "Issues", list(form.issues)
    yield "Recommendations and actions", [_action(one) for one in form.actions]
    yield "Dissent", [form.dissent]


def _factor(one: ContributoryFactor) -> str:
    grade = GRADES_IN_WORDS.get(one.grade, one.grade)
    modifiable = MODIFIABLE.get(one.modifiable, "not recorded").lower()
    where = (
        f" ({'page' if '.' in one.source else 'document'} {one.source} of the bundle)" if one.source else ""
    )
    return f"{one.domain}. {one.factor}. Grade {grade}; modifiable: {modifiable}{where}"


def _action(one: AgreedAction) -> str:
    told = f"told on {day(one.told_on)}" if one.told_on else "owner to be told"
    level = LEVELS.get(one.level, "level not recorded").lower()
    return f"{one.text} ({one.owner}; {level}; due {day(one.due_on)}; {told})"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _family(recorded: RecordedOfCase) -> list[str]:
    return [
        f"{one.text} {one.label}" + (f": {one.latest.text}" if one.latest and not one.withdrawn_on else ".")
        for one in recorded.questions
    ]
