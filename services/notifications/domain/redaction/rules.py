"""Every redaction rule by name: what it removes, whether a person may keep a hit, and which rule wins
an overlap.
"""

from dataclasses import dataclass

REDACTION_RULES_VERSION = "2026.8"


@dataclass(frozen=True, slots=True)
class Rule:
    """`rank`: where two hits overlap, the lower rank gives the replacement. `may_keep`: a false hit
    can be put back.
    """

    label: str
    rank: int
    may_keep: bool = True


RULES: dict[str, Rule] = {
    "marked_by_person": Rule("Marked for removal by a person", 0),
    "nhs_number": Rule("NHS number", 1, may_keep=False),
    "email": Rule("E-mail address", 2, may_keep=False),
    "web_address": Rule("Web address or social media name", 3),
    "address": Rule("Street address", 4),
    "postcode": Rule("Postcode", 5, may_keep=False),
    "telephone": Rule("Telephone number", 6, may_keep=False),
    "case_number": Rule("Hospital, case or reference number", 7),
    "vehicle": Rule("Vehicle registration", 8),
    "known_place": Rule("Place named in this case", 9, may_keep=False),
    "known_name": Rule("Person named in this case", 10, may_keep=False),
    "known_name_word": Rule("Name in this case that is also a word", 11),
    "misspelt_name": Rule("Close to a name in this case", 12),
    "organisation": Rule("Hospital, school or other organisation", 13),
    "person": Rule("Other person", 14),
    "place": Rule("Place", 15),
    "date": Rule("Date", 16, may_keep=False),
    "long_number": Rule("Other long number", 17),
    "unknown_name": Rule("Capital letter, and no word of the language", 18),
}
