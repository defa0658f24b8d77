"""What was replaced in a text, in words for its reader: several rules of redaction are one kind to them."""

from collections.abc import Mapping

# The rules of notifications by name, in the order in which they are told; a rule unknown here is "other".
KINDS: dict[str, tuple[str, ...]] = {
    "names of the case": ("known_name", "known_name_word", "misspelt_name"),
    "other names": ("person", "unknown_name"),
    "dates": ("date",),
    "places": ("known_place", "place"),
    "organisations": ("organisation",),
    "addresses": ("address", "postcode"),
    "telephone numbers": ("telephone",),
    "e-mail and web addresses": ("email", "web_address"),
    "NHS numbers": ("nhs_number",),
    "other numbers": ("case_number", "vehicle", "long_number"),
    "marked by a person": ("marked_by_person",),
}
KIND_OF = {rule: kind for kind, rules in KINDS.items() for rule in rules}


def by_kind(redactions: Mapping[str, int]) -> dict[str, int]:
    """How often each kind was replaced, without those that never were."""
    counts = dict.fromkeys((*KINDS, "other"), 0)
    for rule, count in redactions.items():
        counts[KIND_OF.get(rule, "other")] += count
    return {kind: count for kind, count in counts.items() if count}


def replaced_in_short(redactions: Mapping[str, int]) -> str:
    """``names of the case 4, dates 2``; "" where nothing was replaced."""
    return ", ".join(f"{kind} {count}" for kind, count in by_kind(redactions).items())
