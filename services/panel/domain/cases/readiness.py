"""What the panel still has to be given before it can see a case, and by whom: a table of requirements.

Nothing here can be declared "not needed". A case may go to the panel without something for a reason that
somebody gives; what was missing stays missing, and is shown as that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from services.panel.domain.cases.sources import InformationSource
from shared.counted_words import counted

if TYPE_CHECKING:
    from services.panel.domain.cases.review_case import ReviewCase

OFFICE = "Child death review office"
INVOLVED = "Professionals directly involved"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: the requirement's ``id``, a sentence, and who has to act."""

    id: str
    words: str
    whom: str


@dataclass(frozen=True)
class Requirement:
    """``missing`` gives what of it is missing on a day; ``short`` the words for a line of a list, or ""."""

    id: str
    source: str
    missing: Callable[[ReviewCase, date], list[tuple[str, str]]]
    short: Callable[[ReviewCase], str]


def unanswered(case: ReviewCase) -> list[InformationSource]:
    """The sources from which something is still to come, asked or not."""
    return [source for source in case.sources if not source.answered]


def _text(case: ReviewCase, on: date) -> list[tuple[str, str]]:
    said = "The de-identified notification is not confirmed yet."
    return [] if case.has_notification_text else [(said, OFFICE)]


def _asked(case: ReviewCase, on: date) -> list[tuple[str, str]]:
    return [] if case.sources else [("Nobody has been asked for information yet.", OFFICE)]


def _returns(case: ReviewCase, on: date) -> list[tuple[str, str]]:
    return [
        (f"{one.name}: {one.standing(on)}.", one.name if one.requested_on else OFFICE)
        for one in unanswered(case)
    ]


def _meeting(case: ReviewCase, on: date) -> list[tuple[str, str]]:
    said = "No child death review meeting of the professionals involved is recorded."
    return [] if case.review_meeting_held_on else [(said, INVOLVED)]


def _draft(case: ReviewCase, on: date) -> list[tuple[str, str]]:
    said = "The draft analysis of that meeting has not been received."
    return [] if case.draft_analysis_received_on else [(said, INVOLVED)]


def _short_returns(case: ReviewCase) -> str:
    waiting = len(unanswered(case))
    return f"{waiting} of {counted(len(case.sources), 'return')}" if waiting else ""


_GUIDANCE = "Child Death Review statutory guidance"
REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        "notification_text",
        "Panel policy: the panel reads confirmed, de-identified text only",
        _text,
        lambda case: "" if case.has_notification_text else "notification text",
    ),
    Requirement("sources", _GUIDANCE, _asked, lambda case: "" if case.sources else "nobody asked"),
    Requirement("returns", _GUIDANCE, _returns, _short_returns),
    Requirement(
        "review_meeting",
        _GUIDANCE,
        _meeting,
        lambda case: "" if case.review_meeting_held_on else "review meeting",
    ),
    Requirement(
        "draft_analysis",
        _GUIDANCE,
        _draft,
        lambda case: "" if case.draft_analysis_received_on else "draft analysis",
    ),
)


def missing_of(case: ReviewCase, on: date) -> list[Missing]:
    """Everything that is missing on a day, in the order of REQUIREMENTS."""
    return [Missing(each.id, words, whom) for each in REQUIREMENTS for words, whom in each.missing(case, on)]


def missing_in_short(case: ReviewCase) -> str:
    """For a line of a list: "notification text, 2 of 5 returns"; "" if nothing is missing."""
    return ", ".join(said for each in REQUIREMENTS if (said := each.short(case)))
