"""The life of an agreed action: from telling its owner to knowing whether it worked. One table of steps.

Source: the panel's practice (members report back; only what is really done is signed off, and then it is
checked a second time); *Children Act 2004*, s. 16M(5) for the day on which a body was told.
"""

from enum import StrEnum


class ActionState(StrEnum):
    """Where an action stands. Whether it is overdue is asked beside it: it depends on the day."""

    AGREED = "agreed"
    TOLD = "told"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNDER_WAY = "under_way"
    REPORTED_DONE = "reported_done"
    DONE = "done"
    CHECKED = "checked"
    JUDGED = "judged"
    WITHDRAWN = "withdrawn"


class ActionStep(StrEnum):
    """What is recorded of an action."""

    TOLD = "told"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PROGRESS = "progress"
    REPORTED_DONE = "reported_done"
    SIGNED_OFF = "signed_off"
    NOT_SIGNED_OFF = "not_signed_off"
    CHECKED = "checked"
    NOT_DONE = "not_done"
    EFFECT = "effect"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


A, P = ActionState, ActionStep
STATE_LABELS: dict[ActionState, str] = {
    A.AGREED: "Agreed, owner not told",
    A.TOLD: "Owner told",
    A.ACCEPTED: "Accepted by its owner",
    A.DECLINED: "Not accepted by its owner",
    A.UNDER_WAY: "Under way",
    A.REPORTED_DONE: "Reported done, to be signed off",
    A.DONE: "Signed off, to be checked",
    A.CHECKED: "Done and checked",
    A.JUDGED: "Done, its effect judged",
    A.WITHDRAWN: "Withdrawn by the panel",
}
STEP_LABELS: dict[ActionStep, str] = {
    P.TOLD: "The owner was told",
    P.ACCEPTED: "Accepted: the owner takes it on",
    P.DECLINED: "Not accepted: the owner says why not",
    P.PROGRESS: "Under way: what has been done so far",
    P.REPORTED_DONE: "Reported done, with evidence",
    P.SIGNED_OFF: "Signed off: the evidence shows that it is done",
    P.NOT_SIGNED_OFF: "Not signed off: the evidence is not enough",
    P.CHECKED: "Checked a second time: it is really done",
    P.NOT_DONE: "Checked a second time: it is not done",
    P.EFFECT: "Its effect was judged",
    P.REOPENED: "Opened again",
    P.WITHDRAWN: "Withdrawn: the panel no longer asks for it",
}
_TELLING = {P.TOLD: A.TOLD}
_ANSWER = {P.ACCEPTED: A.ACCEPTED, P.DECLINED: A.DECLINED}
_WORK = {P.PROGRESS: A.UNDER_WAY, P.REPORTED_DONE: A.REPORTED_DONE}
_OWNER = {**_ANSWER, **_WORK}
_END = {P.WITHDRAWN: A.WITHDRAWN}

# What may be recorded in a state, and the state after it. An owner who was told late is told all the same:
# the day is kept in whatever state the action is, and moves it only where nobody has heard of it yet. Until
# somebody signs it off, an owner who chose what is not so says what is.
ACTION_STEPS: dict[ActionState, dict[ActionStep, ActionState]] = {
    A.AGREED: {**_TELLING, **_OWNER, **_END},
    A.TOLD: {**_TELLING, **_OWNER, **_END},
    A.ACCEPTED: {P.TOLD: A.ACCEPTED, P.DECLINED: A.DECLINED, **_WORK, **_END},
    A.DECLINED: {**_TELLING, P.ACCEPTED: A.ACCEPTED, **_WORK, **_END},
    A.UNDER_WAY: {P.TOLD: A.UNDER_WAY, **_OWNER, **_END},
    A.REPORTED_DONE: {
        P.TOLD: A.REPORTED_DONE,
        P.SIGNED_OFF: A.DONE,
        P.NOT_SIGNED_OFF: A.UNDER_WAY,
        **_ANSWER,
        P.PROGRESS: A.UNDER_WAY,
    },
    A.DONE: {P.CHECKED: A.CHECKED, P.NOT_DONE: A.UNDER_WAY},
    A.CHECKED: {P.EFFECT: A.JUDGED, P.NOT_DONE: A.UNDER_WAY, P.REOPENED: A.UNDER_WAY},
    A.JUDGED: {P.EFFECT: A.JUDGED, P.REOPENED: A.UNDER_WAY},
    A.WITHDRAWN: {P.REOPENED: A.UNDER_WAY},
}
ACTION_TRANSITIONS: dict[ActionState, frozenset[ActionState]] = {
    state: frozenset(steps.values()) - {state} for state, steps in ACTION_STEPS.items()
}

# An action that nobody has to report on any more: it is never overdue.
SETTLED = frozenset({A.REPORTED_DONE, A.DONE, A.CHECKED, A.JUDGED, A.WITHDRAWN})
# What counts as having been heard from the owner.
FEEDBACK = frozenset({P.PROGRESS, P.REPORTED_DONE, P.DECLINED, P.NOT_DONE, P.NOT_SIGNED_OFF, P.REOPENED})
NEEDS_EVIDENCE = frozenset({P.REPORTED_DONE, P.CHECKED, P.EFFECT})
# What an owner may say through the link, without an account.
BY_THE_OWNER = frozenset({P.ACCEPTED, P.DECLINED, P.PROGRESS, P.REPORTED_DONE})
# Where the owner's answer is waited for, and where a link is made for one who may think again.
ASKED_OF_OWNERS = frozenset({A.AGREED, A.TOLD, A.ACCEPTED, A.UNDER_WAY})
OPEN_TO_OWNERS = ASKED_OF_OWNERS | {A.DECLINED}
