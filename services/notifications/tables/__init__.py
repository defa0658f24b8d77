"""The notifications service's tables. ``metadata`` holds them all."""

from services.notifications.tables.metadata import metadata

from services.notifications.tables import (  # isort: skip  (they add themselves)
    agencies,
    care_plans,
    clocks,
    documents,
    facts,
    family,
    forms,
    gathering,
    identity,
    importing,
    intake,
    joint_agency,
    messages,
    national_return,
    notification,
    processes,
    projection,
    restrictions,
    retention,
)

__all__ = [
    "agencies",
    "care_plans",
    "clocks",
    "documents",
    "facts",
    "family",
    "forms",
    "gathering",
    "identity",
    "importing",
    "intake",
    "joint_agency",
    "messages",
    "metadata",
    "national_return",
    "notification",
    "processes",
    "projection",
    "restrictions",
    "retention",
]
