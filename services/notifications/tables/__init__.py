"""The notifications service's tables. ``metadata`` holds them all."""

from services.notifications.tables.metadata import metadata

from services.notifications.tables import (  # isort: skip  (they add themselves)
    agencies,
    clocks,
    facts,
    forms,
    gathering,
    identity,
    importing,
    messages,
    national_return,
    notification,
    processes,
)

__all__ = [
    "agencies",
    "clocks",
    "facts",
    "forms",
    "gathering",
    "identity",
    "importing",
    "messages",
    "metadata",
    "national_return",
    "notification",
    "processes",
]
