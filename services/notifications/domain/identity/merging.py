"""Which of two notifications of one death can be merged into the other, and why not."""

from collections.abc import Collection

from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.domain.refusals import (
    AcceptedStays,
    MergedAlready,
    MergeIntoItself,
    TwoAcceptedCases,
    TwoDifferentChildren,
)
from shared.errors import Fault, Invalid

CAN_STAY = frozenset({Status.RECEIVED, Status.RETURNED, Status.ACCEPTED})


def refuse_unless_one_death(
    merged: ChildDeathNotification, kept: ChildDeathNotification, nhs_numbers: Collection[str]
) -> None:
    """Refuse a merge that cannot be. ``nhs_numbers`` are those of both and of all merged into them before."""
    if merged.case_reference == kept.case_reference:
        raise MergeIntoItself()
    if merged.status is Status.MERGED and merged.merged_into == kept.case_reference:
        merged.refuse_unless_can(Status.MERGED)
    for each in (merged, kept):
        if each.status is Status.MERGED:
            raise MergedAlready(each.case_reference, each.merged_into)
    if merged.status is Status.ACCEPTED:
        raise TwoAcceptedCases() if kept.status is Status.ACCEPTED else AcceptedStays(merged.case_reference)
    if len(set(nhs_numbers) - {""}) > 1:
        raise TwoDifferentChildren()
    if kept.status not in CAN_STAY:
        raise Invalid([Fault("merge_into", f"{kept.case_reference} is not an open or accepted case")])


def which_may_stay(one: ChildDeathNotification, other: ChildDeathNotification) -> tuple[str, ...]:
    """The references a person may choose to keep: the accepted one alone, else the earlier first."""
    both = sorted((one, other), key=lambda each: (each.notified_at, each.case_reference))
    accepted = [each for each in both if each.status is Status.ACCEPTED]
    return tuple(each.case_reference for each in accepted or both if each.status in CAN_STAY)
