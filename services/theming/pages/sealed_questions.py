"""A question in an address, so that Back, reload and a second tab show what was found again.

What is typed may be a name: it is encrypted, it opens for who asked it alone, and not for long.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from services.theming.domain.search.rules import search_rules
from shared.address_seals import NotSealedHere, opened_for, sealed_for
from shared.people import Person

DERIVED_FOR = b"questions to the texts"


@dataclass(frozen=True)
class SealedQuestion:
    """What stood in the form's fields. ``until``: aware, UTC."""

    words: str
    theme: str
    also: tuple[str, ...]
    person_id: str
    until: datetime

    @property
    def typed(self) -> Mapping[str, object]:
        return {"words": self.words, "theme": self.theme, "also": list(self.also)}


_QUESTION = TypeAdapter(SealedQuestion)


def token_of(secret: str, words: str, theme: str, also: tuple[str, ...], person: Person, at: datetime) -> str:
    asked = SealedQuestion(words, theme, also, person.id, at + search_rules().lasts)
    said = {**asdict(asked), "until": asked.until.isoformat()}
    return sealed_for(secret, DERIVED_FOR, json.dumps(said).encode())


def question_in(secret: str, token: str, person: Person, at: datetime) -> SealedQuestion | None:
    """None where it is too old, was altered or is somebody else's."""
    try:
        asked = _QUESTION.validate_json(opened_for(secret, DERIVED_FOR, token))
    except (NotSealedHere, ValidationError):
        return None
    return asked if asked.person_id == person.id and at < asked.until else None
