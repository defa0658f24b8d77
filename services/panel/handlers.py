"""Event → action: what this service does about what notifications tells it."""

from collections.abc import Mapping

from services.panel.actions.bundles.add_case_material import add_case_material
from services.panel.actions.bundles.keep_case_facts import keep_case_facts
from services.panel.actions.bundles.withhold_case_document import withhold_case_document
from services.panel.actions.cases.open_review_case import open_review_case
from services.panel.actions.cases.raise_hold import raise_hold
from services.panel.actions.cases.record_form_closed import record_form_closed
from services.panel.actions.cases.record_form_received import record_form_received
from services.panel.actions.cases.record_form_request import record_form_request
from services.panel.actions.cases.record_milestone import record_milestone
from services.panel.actions.cases.release_hold import release_hold
from services.panel.actions.family.receive_family_question import receive_family_question
from services.panel.actions.family.withdraw_family_question import withdraw_family_question
from services.panel.actions.quorum.record_involvement import record_involvement
from services.panel.actions.restrictions.keep_restriction import keep_restriction
from services.panel.actions.restrictions.release_restriction import release_restriction
from services.panel.actions.retention.dispose_of_record import dispose_of_record
from shared.contracts import (
    CaseDocumentConfirmed,
    CaseDocumentWithheld,
    CaseFactsRecorded,
    CaseInvolvementRecorded,
    CaseMaterialConfirmed,
    CaseMilestoneRecorded,
    CaseRecordDisposed,
    CaseRestricted,
    CaseRestrictionLifted,
    ChildDeathNotified,
    Event,
    FamilyQuestionConfirmed,
    FamilyQuestionWithdrawn,
    HoldRaised,
    HoldReleased,
    ReportingFormClosed,
    ReportingFormReceived,
    ReportingFormRequested,
)
from shared.service import Handler

HANDLERS: Mapping[type[Event], Handler] = {
    CaseRecordDisposed: dispose_of_record,
    ChildDeathNotified: open_review_case,
    ReportingFormRequested: record_form_request,
    ReportingFormReceived: record_form_received,
    ReportingFormClosed: record_form_closed,
    CaseMaterialConfirmed: add_case_material,
    CaseDocumentConfirmed: add_case_material,
    CaseDocumentWithheld: withhold_case_document,
    CaseFactsRecorded: keep_case_facts,
    CaseInvolvementRecorded: record_involvement,
    CaseMilestoneRecorded: record_milestone,
    FamilyQuestionConfirmed: receive_family_question,
    FamilyQuestionWithdrawn: withdraw_family_question,
    HoldRaised: raise_hold,
    HoldReleased: release_hold,
    CaseRestricted: keep_restriction,
    CaseRestrictionLifted: release_restriction,
}
