"""The core summary of a case in the words of the forms: what the panel may know of the child."""

from datetime import date

from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.sources import in_words
from shared.counted_words import counted
from shared.reference_lists import CIRCUMSTANCE_EVENTS, PLACES, ROLES, SECTORS, SEX, YES_NO_NOT_KNOWN

QUINTILES = {1: "1 (most deprived fifth)", 5: "5 (least deprived fifth)"}
CLOCKS = {
    "next_working_day": "by the next working day",
    "24_hours": "within 24 hours",
    "48_hours": "within 48 hours",
}
JUDGED = {True: "met", False: "late", None: "cannot be judged"}


def core_summary(case: ReviewCase) -> list[tuple[str, str]]:
    """Label and value; "" where nothing was recorded, which is not the same as "Not known"."""
    return [
        ("Age at death", case.age_text),
        ("Sex", SEX.label(case.sex)),
        ("Month of death", month(case.died_in)),
        ("Area", area(case.area)),
        ("Ethnic group", in_words(case.ethnic_group)),
        ("Deprivation fifth", _quintile(case.deprivation_quintile)),
        ("Gestation", counted(case.gestation_weeks, "week") if case.gestation_weeks is not None else ""),
        ("Place of death", in_words(PLACES.label(case.place_of_death))),
        ("Place of the fatal event", in_words(PLACES.label(case.place_of_event))),
        ("Death expected", YES_NO_NOT_KNOWN.label(case.expected)),
        ("Coroner informed", YES_NO_NOT_KNOWN.label(case.coroner_informed)),
        ("Joint agency response", _jointly(case)),
        ("Events and conditions", ", ".join(in_words(CIRCUMSTANCE_EVENTS.label(one)) for one in case.events)),
        (
            "Notified by",
            f"{in_words(ROLES.label(case.notifier_role))}, {SECTORS.label(case.notifier_sector)}",
        ),
    ]


def _jointly(case: ReviewCase) -> str:
    """What was known when the case was accepted: nothing that called for one is not a "no"."""
    if case.joint_agency_response:
        return "Called for when the case was accepted"
    return "Not called for by what was known when the case was accepted"


def timeliness(case: ReviewCase) -> list[str]:
    """One phrase for each notification clock, as notifications judged it."""
    return [f"{CLOCKS.get(str(one['clock']), one['clock'])}: {JUDGED[one['met']]}" for one in case.clocks]  # type: ignore[index]


def milestones(case: ReviewCase) -> list[tuple[int, str]]:
    """Days after notification, and what came in or began to be waited for: the timeline of the bundle."""
    returned = [
        (one.received_on, f"{one.name}: {'return' if one.outcome == 'returned' else 'nil return'}")
        for one in case.sources
    ]
    asked = [(one.requested_on, f"{one.name}: asked") for one in case.sources]
    held = [(one.placed_on, f"On hold: {one.label}") for one in case.holds]
    lifted = [(one.lifted_on, f"Hold lifted: {one.label}") for one in case.holds]
    reached = [
        (case.review_meeting_held_on, "Child death review meeting held"),
        (case.draft_analysis_received_on, "Draft analysis form received"),
    ]
    dated: list[tuple[date, str]] = [(case.notified_on, "Death notified")]
    dated += [(on, words) for on, words in (*asked, *returned, *reached, *held, *lifted) if on]
    return [((on - case.notified_on).days, words) for on, words in sorted(dated, key=lambda one: one[0])]


def month(died_in: str | None) -> str:
    """``2026-03`` as ``March 2026``; None as ``Not known``."""
    return f"{date.fromisoformat(died_in + '-01'):%B %Y}" if died_in else "Not known"


def area(name: str) -> str:
    return "Outside the panel's area" if name == "Other" else name


def _quintile(quintile: int | None) -> str:
    return QUINTILES.get(quintile, str(quintile)) if quintile else "Not known"
