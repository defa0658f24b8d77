"""What a bundle holds beside its documents, put together once for the screen and for paper."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from services.panel.domain.bundles.bundle import Bundle, BundleDocument
from services.panel.domain.bundles.fact_lines import FactLine, document_of_source, fact_lines
from services.panel.domain.cases.core_summary import core_summary, milestones
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.sources import OUTCOMES, InformationSource
from services.panel.domain.family.family_questions import FamilyQuestion
from services.panel.domain.learning.earlier import EarlierRecommendation
from shared.contracts import CaseFact

NOTIFICATION_FORM = "Notification form"


@dataclass(frozen=True)
class SummaryLine:
    """One line of the core summary and where it stands; ``value`` "" where nothing was recorded."""

    label: str
    value: str
    source: str
    document: int | None


@dataclass(frozen=True)
class ReturnLine:
    """One agency that was asked, or is to be, and what came of it; days are counted from the notification."""

    source: str
    standing: str
    document: int | None


@dataclass(frozen=True)
class QuestionLine:
    """A question of the family with the panel's latest reply, "" while there is none."""

    text: str
    state: str
    reply: str


@dataclass(frozen=True)
class BundleContents:
    """Everything of one case's bundle but the text of its documents, which ``bundle`` names by digest."""

    bundle: Bundle
    child: str
    panel_type: str | None
    summary: tuple[SummaryLine, ...]
    facts: tuple[FactLine, ...]
    chronology: tuple[tuple[int, str], ...]
    questions: tuple[QuestionLine, ...]
    returns: tuple[ReturnLine, ...]
    earlier: tuple[EarlierRecommendation, ...] = ()

    @property
    def case_reference(self) -> str:
        return self.bundle.case_reference

    @property
    def replacements(self) -> dict[str, int]:
        """How often each rule of redaction replaced something, over all documents."""
        total: dict[str, int] = {}
        for document in self.bundle.documents:
            for rule, count in document.redactions.items():
                total[rule] = total.get(rule, 0) + count
        return {rule: total[rule] for rule in sorted(total) if total[rule]}

    @property
    def content_hash(self) -> str:
        """SHA-256 over what belongs to this case, in one written form; the texts enter by their digests.

        Earlier learning is left out: it comes from other cases, and differs by who may see those.
        """
        plain = tuple(replace(one, pages=(), arrived_at=None) for one in self.bundle.documents)
        content = asdict(replace(self, bundle=replace(self.bundle, documents=plain), earlier=()))
        return sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def contents(
    case: ReviewCase,
    bundle: Bundle,
    facts: Sequence[CaseFact],
    questions: Sequence[FamilyQuestion],
    panel_type: str | None,
    earlier: Sequence[EarlierRecommendation] = (),
) -> BundleContents:
    """The contents of one case's bundle."""
    summary = core_summary(case)
    told = next((one for one in bundle.documents if one.kind == "notification"), None)
    number = told.number if told else None
    return BundleContents(
        bundle=bundle,
        child=f"{case.age_text}, {dict(summary)['Sex'].lower()}",
        panel_type=panel_type,
        summary=tuple(SummaryLine(label, value, NOTIFICATION_FORM, number) for label, value in summary),
        facts=tuple(fact_lines(facts, bundle.documents)),
        chronology=tuple(milestones(case)),
        questions=tuple(_question(one) for one in questions if one.withdrawn_on is None),
        returns=tuple(_return(one, case, bundle.documents) for one in case.sources),
        earlier=tuple(earlier),
    )


def _question(question: FamilyQuestion) -> QuestionLine:
    return QuestionLine(question.text, question.label, question.latest.text if question.latest else "")


def _return(source: InformationSource, case: ReviewCase, documents: Sequence[BundleDocument]) -> ReturnLine:
    returned = source.outcome == "returned"
    of_role = [one for one in documents if one.kind == "reporting_form"]
    paper = document_of_source(source.source_id, source.role, of_role) if returned else None
    return ReturnLine(source.name, _standing(source, case), paper.number if paper else None)


def _standing(source: InformationSource, case: ReviewCase) -> str:
    """Without a date and without today: the same record gives the same bundle on every day."""
    if source.outcome and source.received_on:
        return f"{OUTCOMES[source.outcome]}, day {(source.received_on - case.notified_on).days}"
    return "Asked, no answer yet" if source.requested_on else "Not asked"
