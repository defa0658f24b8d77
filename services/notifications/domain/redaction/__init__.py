"""De-identification of text. Identifiers stay in this service; only confirmed, redacted text leaves it."""

from .names import CaseDates, KnownIdentifier, KnownNames, KnownPerson, KnownPlace
from .prose_names import names_in_prose
from .redact import redact, stand_in, without
from .result import Doubt, Hit, Redacted, Unreadable, Withheld
from .rules import REDACTION_RULES_VERSION, RULES, Rule

__all__ = [
    "REDACTION_RULES_VERSION",
    "RULES",
    "CaseDates",
    "Doubt",
    "Hit",
    "KnownIdentifier",
    "KnownNames",
    "KnownPerson",
    "KnownPlace",
    "Redacted",
    "Rule",
    "Unreadable",
    "Withheld",
    "names_in_prose",
    "redact",
    "stand_in",
    "without",
]
