"""What a question may be answered with: reference lists by name, and the ways of giving no answer."""

from collections.abc import Mapping

from services.notifications.domain.identity.nhs_numbers import WhyAbsent
from shared import reference_lists
from shared.reference_lists import ReferenceList, Term

NOT_KNOWN = "not_known"
# Three ways of saying that there is no answer. None of them is a blank, and none is "no".
WITHOUT_ANSWER: dict[str, str] = {
    NOT_KNOWN: "Not known",
    "not_asked": "Not asked",
    "not_applicable": "Not applicable",
}
# What people write where nobody knew the answer.
NOT_KNOWN_WORDS = frozenset({"not known", "unknown", "n/k", "nk", "not_known", "?"})
YES_NO = ReferenceList(
    "Yes or no",
    "1",
    "National notification and reporting forms",
    (Term("yes", "Yes", includes=("true",)), Term("no", "No", includes=("false",))),
)
_EXPECTED = ReferenceList(
    "Expected or unexpected",
    "1",
    "National notification form: not anticipated as a significant possibility 24 hours before",
    (
        Term("yes", "Yes, expected", includes=("yes", "expected", "true")),
        Term("no", "No, unexpected", includes=("no", "unexpected", "false")),
        Term(NOT_KNOWN, "Not known", includes=("unknown",)),
    ),
)
_NUMBER_ABSENT = ReferenceList(
    "Why there is no NHS number",
    "2022",
    "National notification form, April 2022",
    (
        Term(WhyAbsent.NOT_RESIDENT, "The child did not normally live in England"),
        Term(WhyAbsent.NOT_AVAILABLE, "The number is not available at the moment", includes=("not known",)),
    ),
)
LISTS: Mapping[str, ReferenceList] = {
    "expected": _EXPECTED,
    "nhs_number_absent": _NUMBER_ABSENT,
    "yes_no_not_known": reference_lists.YES_NO_NOT_KNOWN,
    "sex": reference_lists.SEX,
    "ethnic_categories": reference_lists.ETHNIC_CATEGORIES,
    "places": reference_lists.PLACES,
    "sectors": reference_lists.SECTORS,
    "roles": reference_lists.ROLES,
    "local_authorities": reference_lists.LOCAL_AUTHORITIES,
    "circumstance_events": reference_lists.CIRCUMSTANCE_EVENTS,
}


def says_no_answer(text: str) -> bool:
    """Whether words say in one of the three ways that there is no answer, whatever signs stand in them:
    "N/K", "Not known.", "Unknown unknown"; or no letter and no figure at all: "?".
    """
    said = [_plain(word) for word in text.split()]
    return "".join(said) in _NO_ANSWER or _NO_ANSWER.issuperset(said)


def _plain(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalnum())


_NO_ANSWER = frozenset(_plain(words) for words in (*NOT_KNOWN_WORDS, *WITHOUT_ANSWER))


def is_without_answer(value: object) -> bool:
    """Whether a stored value says that there is no answer, in any of the three ways."""
    codes = value if isinstance(value, list | tuple) else [value]
    return bool(codes) and all(code in WITHOUT_ANSWER for code in codes)
