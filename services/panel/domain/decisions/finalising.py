"""What keeps a completed review from being finalised for the national database: a table of rules.

The same rules are asked when somebody finalises a review, in its dry run, and in the list at the year's end.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.decisions.national_form import NationalForm
from shared.errors import Conflict, Fault


@dataclass(frozen=True)
class Finalising:
    """That one review was finalised: when, by whom, through which mapping, and the hash of what it said."""

    case_reference: str
    review_version: int
    finalised_on: date
    finalised_at: datetime
    finalised_by: str
    finalised_by_name: str
    mapping_version: str
    content_hash: str


@dataclass(frozen=True)
class CompletedReview:
    """What finalising depends on. ``form``: None where none was signed; ``faults``: by today's rules."""

    case: ReviewCase
    form: NationalForm | None
    faults: tuple[Fault, ...]
    open_questions: int
    owners_not_told: int


@dataclass(frozen=True)
class Finding:
    """One thing in the way, or (``blocks`` false) to be seen to: the id of its rule, and a sentence."""

    rule: str
    words: str
    blocks: bool = True


@dataclass(frozen=True)
class FinalisingRule:
    """``find`` gives a sentence for each thing found. ``blocks``: whether it keeps the review open."""

    id: str
    source: str
    find: Callable[[CompletedReview], Iterable[str]]
    blocks: bool = True


class FinalisingBlocked(Conflict):
    title = "The review cannot be finalised yet"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(f"{each.words}." for each in self.findings))


def _standing(review: CompletedReview) -> Iterator[str]:
    if review.case.status is CaseStatus.FINALISED:
        yield "The review is finalised already"
    elif review.case.status is not CaseStatus.COMPLETED:
        yield f"The review is not signed off: the case is “{review.case.status_label}”"


def _analysis(review: CompletedReview) -> Iterator[str]:
    """Named by the analysis form's own rules, further down; here only that there is one."""
    if review.form is None:
        yield "No analysis was signed off"


def _items(review: CompletedReview) -> Iterator[str]:
    for each in review.form.faults if review.form else ():
        yield f"{each.item.label}: nothing to send"


def _holds(review: CompletedReview) -> Iterator[str]:
    for hold in review.case.open_holds:
        yield f"On hold: {hold.label}, not ended"


def _questions(review: CompletedReview) -> Iterator[str]:
    number = review.open_questions
    if number:
        yield f"{number} {'question' if number == 1 else 'questions'} of the family without a reply"


def _review_meeting(review: CompletedReview) -> Iterator[str]:
    if not review.case.review_meeting_held_on:
        yield "No child death review meeting is recorded, and every child has one: record what became of it"


def _owners(review: CompletedReview) -> Iterator[str]:
    number = review.owners_not_told
    if number:
        yield f"{number} {'action' if number == 1 else 'actions'} of which the owner has not been told yet"


_GUIDANCE = "NCMD guidance: a case is finalised when its review is complete"
_POLICY = "Panel policy"
RULES: tuple[FinalisingRule, ...] = (
    FinalisingRule("review.signed_off", _GUIDANCE, _standing),
    FinalisingRule("review.analysis", _GUIDANCE, _analysis),
    FinalisingRule("national.item_missing", _GUIDANCE, _items),
    FinalisingRule("case.on_hold", _POLICY, _holds),
    FinalisingRule("family.question_open", _POLICY, _questions),
    FinalisingRule("case.review_meeting", "Child Death Review statutory guidance", _review_meeting, False),
    FinalisingRule("actions.owner_not_told", "Children Act 2004, section 16M(5)", _owners, False),
)


def findings(review: CompletedReview) -> list[Finding]:
    """Everything in the way and to be seen to: RULES in their order, then faults of the analysis form."""
    found = [Finding(rule.id, words, rule.blocks) for rule in RULES for words in rule.find(review)]
    return found + [Finding(_rule_of(fault), fault.message) for fault in review.faults]


def blocking(review: CompletedReview) -> list[Finding]:
    """What keeps the review from being finalised."""
    return [each for each in findings(review) if each.blocks]


def _rule_of(fault: Fault) -> str:
    """The id of the rule of the analysis form that a fault comes from."""
    return str(getattr(fault, "rule", "") or f"analysis.{fault.field}")
