"""Where a request for a reporting form can stand, and which step may follow which."""

from enum import StrEnum


class RequestStatus(StrEnum):
    """Where a request stands. "returned" is a usable form; "nil_return" says that nothing is held;
    "not_known" that the agency does not know the child; "unusable" that what came is asked for again.
    """

    SENT = "sent"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    EXTENDED = "extended"
    UNUSABLE = "unusable"
    RETURNED = "returned"
    NIL_RETURN = "nil_return"
    NOT_KNOWN = "not_known_to_agency"
    REFUSED = "refused"
    CANCELLED = "cancelled"


S = RequestStatus
ANSWERS = frozenset({S.RETURNED, S.NIL_RETURN, S.NOT_KNOWN})
CLOSED = ANSWERS | {S.REFUSED, S.CANCELLED}
_ENDS = CLOSED | {S.EXTENDED}
REQUEST_TRANSITIONS: dict[RequestStatus, frozenset[RequestStatus]] = {
    S.SENT: frozenset({S.REMINDED, S.OVERDUE, S.ESCALATED}) | _ENDS,
    S.REMINDED: frozenset({S.OVERDUE, S.ESCALATED}) | _ENDS,
    S.OVERDUE: frozenset({S.ESCALATED}) | _ENDS,
    S.ESCALATED: _ENDS,
    S.EXTENDED: frozenset({S.REMINDED, S.OVERDUE, S.ESCALATED}) | _ENDS,
    S.UNUSABLE: frozenset({S.REMINDED, S.OVERDUE, S.ESCALATED}) | _ENDS,
    # What came can turn out not to be usable; the form is asked for again.
    S.RETURNED: frozenset({S.UNUSABLE}),
    # A source that held nothing, or did not know the child, may find something after all.
    S.NIL_RETURN: frozenset({S.RETURNED}),
    S.NOT_KNOWN: frozenset({S.RETURNED, S.NIL_RETURN}),
    # Whoever is asked must answer (section 16N), so a refusal need not be the end of it.
    S.REFUSED: frozenset({S.ESCALATED, S.RETURNED, S.NIL_RETURN}),
    S.CANCELLED: frozenset(),
}
STATUS_LABELS: dict[RequestStatus, str] = {
    S.SENT: "Asked, no reply yet",
    S.REMINDED: "Reminded, no reply yet",
    S.OVERDUE: "Overdue",
    S.ESCALATED: "Escalated, no reply yet",
    S.EXTENDED: "Given more time, no reply yet",
    S.UNUSABLE: "Sent back, asked again",
    S.RETURNED: "Form returned",
    S.NIL_RETURN: "Nil return: nothing held",
    S.NOT_KNOWN: "Child not known to the agency",
    S.REFUSED: "Refused",
    S.CANCELLED: "Request cancelled",
}
# From these the ladder begins anew: a rung that had been reached by the day of the step is not due again.
LADDER_ANEW = frozenset({S.EXTENDED, S.UNUSABLE})
NOT_ASKED = "Not asked"
DUTY = (
    "Section 16N of the Children Act 2004: a person or body that is asked for information for a child death "
    "review must supply it. The duty can be enforced in the High Court or the county court."
)
