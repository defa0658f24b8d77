"""What a page says about who a child is: possible duplicates, merged notifications, linked children."""

from dataclasses import dataclass
from typing import Any

from services.notifications.domain.identity.child_links import LINK_KINDS, LINK_LABELS, suggested_link
from services.notifications.domain.identity.first_notification import judge_from_first
from services.notifications.domain.identity.likeness import Likeness, possible_duplicates
from services.notifications.domain.notification import STATUS_NAMES, ChildDeathNotification
from services.notifications.pages.presenting import child_in_short, notifier_in_short, side_by_side
from services.notifications.queries import identity as queries
from services.notifications.queries.notifications import notifications_of
from shared.people import Permission, can
from shared.web import Tx

MOST_SHOWN = 8
DECISIONS = {"different": "Two children", "linked": "Two children of one birth"}


@dataclass(frozen=True)
class _Around:
    """This notification with all merged into it, and those of all it may have to do with."""

    own: list[str]
    stays: dict[str, str]


def identity_context(tx: Tx, notification: ChildDeathNotification) -> dict[str, Any]:
    """Everything a page says about the child's identity. Whom the page shows is audited as looked at."""
    reference = notification.case_reference
    merged = queries.merged_set(tx, reference)
    first = queries.earliest_notification_of(tx, [reference]).get(reference)
    duplicates = _duplicates(tx, notification, [reference, *merged])
    return {
        "judgements": judge_from_first(notification.answers.times, first),
        "first": first,
        "merged": _merged(tx, merged),
        "merged_into": notification.merged_into,
        "duplicates": duplicates,
        "decided_pairs": [
            {**row, "decision": DECISIONS.get(row["decision"], row["decision"])}
            for row in queries.decided_pairs(tx, reference)
        ],
        "linking": _linking(tx, notification, [reference, *merged]),
    }


def likenesses(tx: Tx, notification: ChildDeathNotification, own: list[str]) -> list[tuple[str, Likeness]]:
    """Those who may be the same child and about whom nobody has decided, the most alike first.

    What was found when the notification came and what is found now; the notification that stays stands for
    all merged into it.
    """
    reference = notification.case_reference
    child = queries.identities_of(tx, [reference])[reference]
    found = queries.duplicates_of(tx, reference) | dict(
        possible_duplicates(child, queries.candidates_for(tx, child))
    )
    decided = {row["other"] for row in queries.decided_pairs(tx, reference)}
    stays = queries.what_stays(tx, found)
    best: dict[str, Likeness] = {}
    for other, likeness in sorted(found.items(), key=lambda each: -each[1].score):
        if other not in decided and stays[other] not in {*own, *decided}:
            best.setdefault(stays[other], likeness)
    return list(best.items())


def _duplicates(tx: Tx, notification: ChildDeathNotification, own: list[str]) -> list[Any]:
    if notification.merged_into:
        return []
    alike = likenesses(tx, notification, own)[:MOST_SHOWN]
    others = notifications_of(tx, [reference for reference, _ in alike])
    for reference in others:
        tx.audit(
            "view_possible_duplicate",
            case=reference,
            reading=True,
            detail={"of": notification.case_reference},
        )
    shown = [(others[reference], likeness) for reference, likeness in alike if reference in others]
    return [side_by_side(notification.answers, other, likeness) for other, likeness in shown]


def _merged(tx: Tx, references: list[str]) -> list[dict[str, Any]]:
    found = notifications_of(tx, references)
    return [_in_short(found[reference]) for reference in references]


def _in_short(notification: ChildDeathNotification) -> dict[str, Any]:
    return {
        "reference": notification.case_reference,
        "notifier": notifier_in_short(notification.answers),
        "received_at": notification.notified_at,
        "status": STATUS_NAMES[notification.status],
        "into": notification.merged_into,
        "child": child_in_short(notification),
    }


def _linking(tx: Tx, notification: ChildDeathNotification, own: list[str]) -> dict[str, Any] | None:
    """Linked children and those who may be; None for whoever may not know of them."""
    if not can(tx.person, Permission.VIEW_LINKED_CHILDREN):
        return None
    links = queries.links_of(tx, own)
    stays = queries.what_stays(tx, {link[side] for link in links for side in _SIDES})
    around = _Around(own, stays)
    shown = [_shown_link(around, link) for link in links]
    others = notifications_of(tx, [link["other"] for link in shown])
    for reference in others:
        tx.audit("view_linked_child", case=reference, reading=True, detail={"of": own[0]})
    rows = [{**link, **_in_short(others[link["other"]])} for link in shown if link["other"] in others]
    linked = {link["other"] for link in shown if link["ended_at"] is None}
    return {
        "rows": rows,
        "suggested": _suggested(tx, notification, {*own, *linked}),
        "kinds": [(kind.id, kind.label, kind.hint) for kind in LINK_KINDS],
    }


_SIDES = ("one_reference", "other_reference")


def _shown_link(around: _Around, link: dict[str, Any]) -> dict[str, Any]:
    sides = [link[side] for side in _SIDES]
    other = sides[1] if sides[0] in around.own else sides[0]
    return {**link, "other": around.stays.get(other, other), "kind_label": LINK_LABELS[link["kind"]]}


def _suggested(tx: Tx, notification: ChildDeathNotification, known: set[str]) -> list[dict[str, Any]]:
    """Cases that may belong with this one and are not linked."""
    reference = notification.case_reference
    child = queries.identities_of(tx, [reference])[reference]
    near = [each for each in queries.candidates_for(tx, child) if each[0] not in known]
    stays = queries.what_stays(tx, [other for other, _ in near])
    found = {
        stays[other]: suggested
        for other, identity in near
        if (suggested := suggested_link(stays[other], child, identity)) and stays[other] not in known
    }
    return [
        {"reference": other, "kind": LINK_LABELS[each.kind], "because": each.because}
        for other, each in list(found.items())[:MOST_SHOWN]
    ]
