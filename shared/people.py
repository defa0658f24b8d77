"""Who somebody is and what they may do. ``can`` is the one place where that is decided.

``GRANTS`` is the whole policy: a row per permission, with the roles that hold it and, where
it is about one case, the relations to the case that it needs or that bar it.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from shared.errors import NotPermitted, NotSignedIn


class Role(StrEnum):
    """The parts people play in child death review."""

    NOTIFIER = "notifier"
    AGENCY_RESPONDER = "agency_responder"
    CDOP_ADMINISTRATOR = "cdop_administrator"
    CDR_MANAGER = "cdr_manager"
    PANEL_MEMBER = "panel_member"
    PANEL_CHAIR = "panel_chair"
    PUBLIC_HEALTH_ANALYST = "public_health_analyst"
    AUDITOR = "auditor"
    POLICE_CONTROL_ROOM = "police_control_room"
    CALDICOTT_GUARDIAN = "caldicott_guardian"
    SYSTEM = "system"


class Relation(StrEnum):
    """How a person stands to one case, and what holds of the case.

    ``CHAIRING``: named to chair the meeting in the chair's place.
    """

    INVITED = "invited"
    CHAIRING = "acting_chair"
    INTERESTED = "declared_interest"
    #: The case is open to people named only; whoever looks is one of them, or has broken the glass.
    RESTRICTED = "restricted"
    NAMED = "named"
    BROKEN_GLASS = "broken_glass"


class Permission(StrEnum):
    """What can be done, as verb phrases."""

    SUBMIT_NOTIFICATION = "submit_notification"
    TRIAGE_NOTIFICATION = "triage_notification"
    VIEW_IDENTIFIABLE_CASE = "view_identifiable_case"
    GATHER_INFORMATION = "gather_information"
    ANSWER_REQUEST = "answer_request"
    CONFIRM_REDACTION = "confirm_redaction"
    VIEW_LINKED_CHILDREN = "view_linked_children"
    RECORD_JOINT_AGENCY_RESPONSE = "record_joint_agency_response"
    RECORD_FAMILY_CONTACT = "record_family_contact"
    RECORD_PARALLEL_PROCESS = "record_parallel_process"
    DISCLOSE_TO_CORONER = "disclose_to_coroner"
    KEEP_CARE_PLAN_ADDRESSES = "keep_care_plan_addresses"
    ASK_FOR_CARE_PLAN = "ask_for_care_plan"
    IMPORT_NOTIFICATIONS = "import_notifications"
    VIEW_TIMELINESS = "view_timeliness"
    MAKE_NATIONAL_RETURN = "make_national_return"
    ANSWER_FAMILY_QUESTION = "answer_family_question"
    VIEW_ALL_CASES = "view_all_cases"
    VIEW_BUNDLE = "view_bundle"
    PREPARE_MEETING = "prepare_meeting"
    VIEW_OWN_MEETINGS = "view_own_meetings"
    DECLARE_INTEREST = "declare_interest"
    WITHDRAW_INTEREST = "withdraw_interest"
    RECORD_ATTENDANCE = "record_attendance"
    RECORD_ANALYSIS = "record_analysis"
    RATE_FACTORS = "rate_factors"
    READ_RATINGS = "read_ratings"
    KEEP_PRIVATE_NOTES = "keep_private_notes"
    DOWNLOAD_BUNDLE = "download_bundle"
    ALLOW_DOWNLOADS = "allow_downloads"
    COMPLETE_REVIEW = "complete_review"
    FINALISE_REVIEW = "finalise_review"
    FOLLOW_ACTIONS = "follow_actions"
    SHARE_LEARNING = "share_learning"
    VIEW_PANEL_REPORTS = "view_panel_reports"
    ASK_TO_REVERSE_REDACTION = "ask_to_reverse_redaction"
    REVERSE_REDACTION = "reverse_redaction"
    VIEW_RETENTION = "view_retention"
    SETTLE_RETENTION = "settle_retention"
    HOLD_RECORDS = "hold_records"
    PROPOSE_DISPOSAL = "propose_disposal"
    APPROVE_DISPOSAL = "approve_disposal"
    CARRY_OUT_DISPOSAL = "carry_out_disposal"
    VIEW_SUBJECT_ACCESS = "view_subject_access"
    PREPARE_SUBJECT_ACCESS = "prepare_subject_access"
    RELEASE_SUBJECT_ACCESS = "release_subject_access"
    REOPEN_REVIEW = "reopen_review"
    HOLD_CASE = "hold_case"
    RESTRICT_CASE = "restrict_case"
    CHANGE_RESTRICTION = "change_restriction"
    BREAK_GLASS = "break_glass"
    ACKNOWLEDGE_BREAK_GLASS = "acknowledge_break_glass"
    VIEW_THEMES_OF_CASE = "view_themes_of_case"
    READ_THEMES_OF_BUNDLE = "read_themes_of_bundle"
    CONFIRM_THEME = "confirm_theme"
    VIEW_STATISTICS = "view_statistics"
    VIEW_SCORECARD = "view_scorecard"
    READ_RELEASES = "read_releases"
    READ_LEARNING = "read_learning"
    PREPARE_RELEASE = "prepare_release"
    RELEASE_STATISTICS = "release_statistics"
    KEEP_API_CLIENTS = "keep_api_clients"
    VIEW_AUDIT = "view_audit"
    ADD_LOCAL_ACCOUNTS = "add_local_accounts"
    RESET_LOCAL_ACCOUNTS = "reset_local_accounts"
    OPERATE = "operate"


@dataclass(frozen=True)
class Grant:
    """The roles that hold a permission; ``needs`` and ``barred_by`` are relations to the case.

    ``by_key``: held by a program of this role whose key was given it, and by no person.
    """

    roles: frozenset[Role]
    needs: frozenset[Relation] = frozenset()
    barred_by: frozenset[Relation] = frozenset()
    by_key: bool = False


_OFFICE = frozenset({Role.CDR_MANAGER, Role.CDOP_ADMINISTRATOR})
_PANEL = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR})
_ANALYSTS = frozenset({Role.PUBLIC_HEALTH_ANALYST})
_MANAGER = frozenset({Role.CDR_MANAGER})
_GUARDIAN = frozenset({Role.CALDICOTT_GUARDIAN})
_CHAIR = frozenset({Role.PANEL_CHAIR})
_INVITED = frozenset({Relation.INVITED})
_CHAIRING = frozenset({Relation.INVITED, Relation.CHAIRING})
_INTERESTED = frozenset({Relation.INTERESTED})
_NAMED = frozenset({Relation.NAMED})

GRANTS: dict[Permission, tuple[Grant, ...]] = {
    Permission.SUBMIT_NOTIFICATION: (Grant(frozenset({Role.NOTIFIER}) | _OFFICE),),
    Permission.TRIAGE_NOTIFICATION: (Grant(_OFFICE),),
    Permission.VIEW_IDENTIFIABLE_CASE: (Grant(_OFFICE),),
    # Reminders that the office has switched on go out by themselves.
    Permission.GATHER_INFORMATION: (Grant(_OFFICE | {Role.SYSTEM}),),
    Permission.ANSWER_REQUEST: (Grant(frozenset({Role.AGENCY_RESPONDER})),),
    Permission.CONFIRM_REDACTION: (Grant(_OFFICE),),
    Permission.VIEW_LINKED_CHILDREN: (Grant(_MANAGER),),
    Permission.RECORD_JOINT_AGENCY_RESPONSE: (Grant(_OFFICE),),
    Permission.RECORD_FAMILY_CONTACT: (Grant(_OFFICE),),
    Permission.RECORD_PARALLEL_PROCESS: (Grant(_OFFICE),),
    Permission.DISCLOSE_TO_CORONER: (Grant(_MANAGER),),
    Permission.KEEP_CARE_PLAN_ADDRESSES: (Grant(_OFFICE),),
    Permission.ASK_FOR_CARE_PLAN: (Grant(frozenset({Role.POLICE_CONTROL_ROOM})),),
    Permission.IMPORT_NOTIFICATIONS: (Grant(_MANAGER),),
    Permission.VIEW_TIMELINESS: (Grant(_OFFICE),),
    Permission.MAKE_NATIONAL_RETURN: (Grant(_OFFICE),),
    Permission.ANSWER_FAMILY_QUESTION: (Grant(_OFFICE | _CHAIR, barred_by=_INTERESTED),),
    Permission.VIEW_ALL_CASES: (Grant(_OFFICE),),
    Permission.VIEW_BUNDLE: (Grant(_OFFICE), Grant(_PANEL, needs=_INVITED, barred_by=_INTERESTED)),
    Permission.PREPARE_MEETING: (Grant(_OFFICE),),
    Permission.VIEW_OWN_MEETINGS: (Grant(_OFFICE | _PANEL),),
    Permission.DECLARE_INTEREST: (Grant(_PANEL, needs=_INVITED),),
    Permission.WITHDRAW_INTEREST: (Grant(_MANAGER),),
    Permission.RECORD_ATTENDANCE: (Grant(_OFFICE | _CHAIR),),
    Permission.RECORD_ANALYSIS: (
        Grant(_OFFICE),
        Grant(_CHAIR, needs=_INVITED, barred_by=_INTERESTED),
        Grant(_PANEL, needs=_CHAIRING, barred_by=_INTERESTED),
    ),
    # Each member rates for themselves: nobody rates for another, and the office does not rate.
    Permission.RATE_FACTORS: (Grant(_PANEL, needs=_INVITED, barred_by=_INTERESTED),),
    Permission.READ_RATINGS: (Grant(_OFFICE), Grant(_PANEL, needs=_INVITED, barred_by=_INTERESTED)),
    Permission.KEEP_PRIVATE_NOTES: (Grant(_PANEL, needs=_INVITED, barred_by=_INTERESTED),),
    Permission.DOWNLOAD_BUNDLE: (Grant(_OFFICE), Grant(_PANEL, needs=_INVITED, barred_by=_INTERESTED)),
    Permission.ALLOW_DOWNLOADS: (Grant(_MANAGER),),
    # Where the chair cannot come, the meeting names somebody who signs in the chair's place.
    Permission.COMPLETE_REVIEW: (
        Grant(_CHAIR, needs=_INVITED, barred_by=_INTERESTED),
        Grant(_PANEL, needs=_CHAIRING, barred_by=_INTERESTED),
    ),
    Permission.REOPEN_REVIEW: (Grant(_CHAIR | _MANAGER, barred_by=_INTERESTED),),
    Permission.FINALISE_REVIEW: (Grant(_OFFICE),),
    Permission.FOLLOW_ACTIONS: (Grant(_OFFICE),),
    Permission.SHARE_LEARNING: (Grant(_OFFICE),),
    Permission.VIEW_PANEL_REPORTS: (Grant(_OFFICE | _CHAIR),),
    # Two keys: one person asks with a reason, another of a different role opens it.
    Permission.ASK_TO_REVERSE_REDACTION: (Grant(_MANAGER | _CHAIR, barred_by=_INTERESTED),),
    Permission.REVERSE_REDACTION: (Grant(_GUARDIAN),),
    # How long records are kept is the manager's to write down; a hold can be placed by whoever hears of it.
    Permission.VIEW_RETENTION: (Grant(_OFFICE | _GUARDIAN | {Role.SYSTEM}),),
    Permission.SETTLE_RETENTION: (Grant(_MANAGER),),
    Permission.HOLD_RECORDS: (Grant(_OFFICE | _GUARDIAN),),
    # One person proposes what is disposed of, another approves it; the system then does it.
    Permission.PROPOSE_DISPOSAL: (Grant(_OFFICE),),
    Permission.APPROVE_DISPOSAL: (Grant(_OFFICE | _GUARDIAN),),
    Permission.CARRY_OUT_DISPOSAL: (Grant(frozenset({Role.SYSTEM})),),
    # What is held about a living person: the manager prepares the answer, the guardian lets it out.
    Permission.VIEW_SUBJECT_ACCESS: (Grant(_MANAGER | _GUARDIAN),),
    Permission.PREPARE_SUBJECT_ACCESS: (Grant(_MANAGER),),
    Permission.RELEASE_SUBJECT_ACCESS: (Grant(_GUARDIAN),),
    Permission.HOLD_CASE: (Grant(_OFFICE),),
    Permission.RESTRICT_CASE: (Grant(_OFFICE),),
    # Whoever broke the glass looks, and decides nothing about who may look.
    Permission.CHANGE_RESTRICTION: (Grant(_OFFICE, needs=_NAMED),),
    # Those whose role would let them see the case, were they named.
    Permission.BREAK_GLASS: (Grant(_OFFICE | _CHAIR | _GUARDIAN),),
    # The manager where she is named; the guardian always, who answers for confidential information.
    Permission.ACKNOWLEDGE_BREAK_GLASS: (Grant(_MANAGER, needs=_NAMED), Grant(_GUARDIAN)),
    Permission.VIEW_THEMES_OF_CASE: (Grant(_OFFICE),),
    # The themes of a case that they discuss, with the sentences of its bundle and cases like it.
    Permission.READ_THEMES_OF_BUNDLE: (
        Grant(_OFFICE),
        Grant(_PANEL, needs=_INVITED, barred_by=_INTERESTED),
    ),
    Permission.CONFIRM_THEME: (Grant(_OFFICE),),
    # The system makes ready what they will ask for.
    Permission.VIEW_STATISTICS: (Grant(_ANALYSTS | _OFFICE | {Role.SYSTEM}),),
    # Its counts are exact: whoever has them beside protected statistics works out what these hide. So it is
    # the office's, and of a program that a board keeps for it alone.
    Permission.VIEW_SCORECARD: (Grant(_OFFICE), Grant(_ANALYSTS, by_key=True)),
    Permission.READ_RELEASES: (Grant(_ANALYSTS | _OFFICE),),
    # What the reviews taught goes back to those who held them; it tells of no child.
    Permission.READ_LEARNING: (Grant(_ANALYSTS | _OFFICE | _PANEL),),
    # Prepared by one of them, released by another.
    Permission.PREPARE_RELEASE: (Grant(_ANALYSTS | _OFFICE),),
    # Before it is out nobody outside the office reads its figures, so nobody else can say that it may go.
    Permission.RELEASE_STATISTICS: (Grant(_OFFICE),),
    Permission.KEEP_API_CLIENTS: (Grant(_OFFICE),),
    Permission.VIEW_AUDIT: (Grant(frozenset({Role.AUDITOR})),),
    # By the command alone, on the machine itself; a reset by two people of the office.
    Permission.ADD_LOCAL_ACCOUNTS: (Grant(frozenset({Role.SYSTEM})),),
    Permission.RESET_LOCAL_ACCOUNTS: (Grant(_OFFICE),),
    Permission.OPERATE: (Grant(_OFFICE),),
}


@dataclass(frozen=True)
class Person:
    """Somebody who acts. ``id`` is stable and carries no personal detail of a child or family.

    ``limited_to``: a program with a key of its own may do these and nothing else, whatever its roles hold.
    """

    id: str
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    organisation: str = ""
    limited_to: frozenset[Permission] | None = None

    @property
    def signed_in(self) -> bool:
        return self.id != "anonymous"


ANONYMOUS = Person("anonymous", "A notifier without an account", frozenset({Role.NOTIFIER}))
SYSTEM = Person("system", "The system", frozenset({Role.SYSTEM}))
#: Ids that no account may have: by them the product knows who is not a person.
NOBODYS_IDS = frozenset({ANONYMOUS.id, SYSTEM.id})


#: Who acts for the system, or by a link that opens one thing alone: no list of people names them.
_NOT_BOUND = frozenset({Role.SYSTEM, Role.NOTIFIER, Role.AGENCY_RESPONDER})
_OPENS = frozenset({Relation.NAMED, Relation.BROKEN_GLASS})
#: What is asked about a case that is closed to who asks.
_OF_CLOSED_CASES = frozenset({Permission.BREAK_GLASS, Permission.ACKNOWLEDGE_BREAK_GLASS})


def bound_by_restrictions(person: Person) -> bool:
    """Whether a restricted case is closed to this person unless they are named."""
    return not person.roles or bool(person.roles - _NOT_BOUND)


def closed_by_restriction(person: Person, relations: Collection[Relation]) -> bool:
    """Whether a case that who looks stands to in this way is not there for them at all."""
    held = frozenset(relations)
    return Relation.RESTRICTED in held and bound_by_restrictions(person) and not held & _OPENS


def looks_only(relations: Collection[Relation]) -> bool:
    """Whether who stands to a restricted case in this way sees it by broken glass alone: they may not act."""
    held = frozenset(relations)
    return Relation.BROKEN_GLASS in held and Relation.NAMED not in held


def can(person: Person, permission: Permission, relations: Collection[Relation] | None = None) -> bool:
    """Whether ``person`` may do this, given their ``relations`` to the case it is about; None: to no case."""
    if person.limited_to is not None and permission not in person.limited_to:
        return False
    held = frozenset(relations or ())
    if permission not in _OF_CLOSED_CASES and closed_by_restriction(person, held):
        return False
    return any(
        person.roles & grant.roles
        and grant.needs <= held
        and not grant.barred_by & held
        and (person.limited_to is not None or not grant.by_key)
        for grant in GRANTS[permission]
    )


def check(person: Person, permission: Permission, relations: Collection[Relation] | None = None) -> None:
    """Refuse unless ``can``: NotSignedIn if nobody is signed in, else NotPermitted."""
    if can(person, permission, relations):
        return
    if not person.signed_in:
        raise NotSignedIn("Sign in with an account that may do this.")
    if relations is None:
        raise NotPermitted("Your role does not allow this.")
    raise NotPermitted("Your role, or your relation to this case, does not allow this.")


def check_any(person: Person, permissions: Collection[Permission], otherwise: str) -> None:
    """Refuse unless one of ``permissions`` is held; ``otherwise`` is said to whoever is signed in without."""
    if any(can(person, each) for each in permissions):
        return
    if not person.signed_in:
        raise NotSignedIn("Sign in with an account that may do this.")
    raise NotPermitted(otherwise)
