"""What kind of place or organisation a name belongs to: that is what replaces it."""

import re
from functools import lru_cache

from .reading import fold

_KINDS: tuple[tuple[str, str], ...] = (
    (r"camhs|child and adolescent mental health", "CAMHS"),
    (r"hospice", "the hospice"),
    (r"ambulance", "the ambulance service"),
    (r"police|constabulary", "the police"),
    (r"coroner", "the coroner's office"),
    (r"health (?:visiting|visitor)", "the health visiting service"),
    (r"nhs trust|foundation trust|hospitals .*trust|partnership", "the health trust"),
    (r"council|local authority|\bborough\b|social (?:care|services)|children'?s services", "the council"),
    (r"queen.?s medical centre", "the hospital"),  # the one in Nottingham, which names itself like a practice
    (r"surgery|practice|medical centre|health centre|medical group|\bgp\b|doctors", "the GP practice"),
    (r"hospital|infirmary|maternity|birth centre|neonatal", "the hospital"),
    (r"nursery|pre-?school|playgroup|childminder|day ?care|kindergarten", "the nursery"),
    (r"school|ysgol|academy|college|primary|infants|juniors|grammar|\bsixth form\b|university", "the school"),
    (r"children'?s centre|family hub|sure start", "the children's centre"),
    (r"pharmacy|chemist", "the pharmacy"),
    (r"mosque|church|temple|gurdwara|synagogue|masjid|cathedral|chapel", "the place of worship"),
    (r"prison|children'?s home|care home|refuge|hostel", "the institution"),
)
_ADDRESS = re.compile(
    r"\d|\b(?:street|st|road|rd|avenue|ave|lane|close|crescent|drive|terrace|grove|gardens|court|way|flat|home|address)\b"
)


def kind_of_organisation(name: str, said: str = "") -> str:
    """The phrase for an organisation: by the kind that is `said` of it, else by its name."""
    return _kind(said) or _kind(name) or "the organisation"


def kind_of_place(name: str, said: str = "") -> str:
    """The phrase for a place: an organisation's kind, "[address]" for a street, else "[place]"."""
    if found := _kind(said) or _kind(name):
        return found
    return "[address]" if _ADDRESS.search(f"{fold(said)} {fold(name)}") else "[place]"


@lru_cache(maxsize=4096)
def _kind(words: str) -> str:
    folded = fold(words)
    return next((kind for expression, kind in _KINDS if re.search(expression, folded)), "")
