"""What was taken out for the panel, and the person who asks may read: own details, days, a form's words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from services.notifications.domain.redaction import Hit, Redacted
from services.notifications.domain.redaction.words import TITLE_WORDS
from services.notifications.domain.subject_access.birthdays import DAY, Births, may_be_birth
from services.notifications.domain.subject_access.form_words import label_spans

YOU, NAME, DATE = "[you]", "[name]", "[date]"
SHORTEST_DETAIL = 6  # letters and figures; a shorter one stands in what is somebody else's
_BESIDE_BIRTH = 60  # characters of the same line in which a word of birth makes a day somebody's birthday
# What leads up to the day of a document or of what happened; a day that stands alone can be a birthday.
_LED = re.compile(
    r"(?:^|\b(?:on|at|in|of|from|since|until|till|to|by|before|after|between|and|for|dated?|reported|received|sent|"
    r"seen|signed|written|recorded|reviewed|updated|called|visited|held|admitted|discharged|attended)[:,]?)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:on|of)\s+(?:the\s+)?", re.IGNORECASE)
_BIRTH = re.compile(r"\b(?:born|birth|births|birthday|birthdate|dob|d\.\s?o\.\s?b)\b", re.IGNORECASE)
_SIGN = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class OwnDetails:
    """Telephone numbers, addresses and e-mail addresses that are known to be the reader's own, as written."""

    written: frozenset[str] = frozenset()

    def holds(self, words: str) -> bool:
        """Whether they are one of them, or part of an address with a number: house and street."""
        said = _squeezed(words)
        if len(said) < SHORTEST_DETAIL:
            return False
        of_address = "@" not in words and re.search(r"\d", words) and re.search(r"[^\W\d]", words)
        parts = _runs if of_address else lambda each: {_squeezed(each)}
        return any(said in parts(each) for each in self.written)


def for_reader(result: Redacted, names: Iterable[str], own: OwnDetails, births: Births = ()) -> str:
    """The text as the reader gets it. YOU stands for the reader's names alone: a stranger can have one.

    ``births``: of others of the case.
    """
    labels = list(label_spans(result.source))
    mine = {word for name in names for word in _every_word(name)}
    allowed = mine | {word[0] for word in mine} | TITLE_WORDS
    pieces, at = [], 0
    for hit in result.hits:
        pieces += [result.source[at : hit.start], _shown(hit, result.source, labels, allowed, own, births)]
        at = hit.end
    return "".join([*pieces, result.source[at:]])


def _shown(
    hit: Hit,
    source: str,
    labels: list[tuple[int, int]],
    allowed: Iterable[str],
    own: OwnDetails,
    births: Births,
) -> str:
    if _within(hit, labels) or own.holds(hit.original):
        return hit.original
    if hit.rule == "date":
        return _day(hit, source, labels, births)
    return (
        NAME if hit.replacement == YOU and not _every_word(hit.original) <= set(allowed) else hit.replacement
    )


def _within(hit: Hit, labels: list[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in labels)


def _day(hit: Hit, source: str, labels: list[tuple[int, int]], births: Births) -> str:
    """As written where it is the day of a document or of what happened; no age, and nobody's birthday."""
    lead, day = _with_its_lead(hit.original)
    start = hit.start + len(lead)
    whole = DAY.fullmatch(day)
    if whole and may_be_birth(day, births):
        return hit.replacement if hit.replacement.endswith(("of birth", "of birth]")) else lead + DATE
    from_line = source.rfind("\n", 0, start) + 1
    to_line = source.find("\n", hit.end) if "\n" in source[hit.end :] else len(source)
    before, after = source[from_line:start], source[hit.end : to_line]
    led = _LED.search(before) or any(end < hit.start <= end + 2 for _, end in labels)
    birthday = _BIRTH.search(before[-_BESIDE_BIRTH:]) or _BIRTH.search(after[:_BESIDE_BIRTH])
    if whole and led and not birthday:
        return hit.original
    return lead + DATE if hit.replacement.endswith("of age") else hit.replacement


def _with_its_lead(written: str) -> tuple[str, str]:
    """ "On " and the day: an age takes the place of both."""
    lead = _LEAD.match(written)
    return (lead.group(), written[lead.end() :]) if lead else ("", written)


def _squeezed(words: str) -> str:
    """Letters and figures alone; a telephone number as it is dialled here."""
    return re.sub(r"^(?:00)?440?(?=\d{9,10}$)", "0", _SIGN.sub("", words.casefold()))


def _runs(details: str) -> set[str]:
    """Each run of whole words of it, however they are spaced: 4 Elm Road is no part of 14 Elm Road."""
    words = list(filter(None, _SIGN.split(details.casefold())))
    ends = range(1, len(words) + 1)
    return {_squeezed("".join(words[start:end])) for start in range(len(words)) for end in ends}


def _every_word(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
