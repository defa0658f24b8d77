"""All identifiers that show by their form. A pattern reads text folded to lower case."""

from .account_patterns import ACCOUNT_PATTERNS
from .address_patterns import ADDRESS_PATTERNS, STREET
from .number_patterns import NUMBER_PATTERNS
from .pattern import Pattern

PATTERNS: tuple[Pattern, ...] = (*ACCOUNT_PATTERNS, *ADDRESS_PATTERNS, *NUMBER_PATTERNS)

__all__ = ["PATTERNS", "STREET", "Pattern"]
