"""The letters a known place goes by: "JR", "JRH" and "JRUH" for John Radcliffe Hospital, "N&N"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from .names import KnownPlace
from .reading import Words, fold
from .replacing import Span
from .words import ABBREVIATIONS, ACRONYMS, KIND_WORDS, is_ordinary

_SMALL_WORDS = frozenset({"of", "the", "and", "at", "for", "in", "on", "upon", "y"})
# What stands behind the initials though the name as given has it not: university, hospital, trust.
_ENDINGS = ("", "h", "uh", "ht", "uht", "t", "fc", "hc", "mc", "ps", "cps", "s", "a", "gp")
_SAME_LETTERS = frozenset({"gp", "ed", "ch", "st", "hc", "mc", "cp", "cs", "sc", "ps", "hs"})
_PLACED = r"\b(?:at|to|from|via|by|near|in|attended|attends|rang|called|phoned|visited|left|the)\s(?:the\s)?"
MOST_WORDS = 7


def letters_of_place(source: str, words: Words, place: KnownPlace) -> Iterator[Span]:
    """Spans of the place's initials in capitals; letters that also mean a test or a disease only after "at"
    or "to", and not before a figure.
    """
    for expression, openings in _expressions(place):
        if openings.isdisjoint(words.at):
            continue
        for found in expression.finditer(source):
            yield Span(*found.span(1), "known_place", place.kind)


@lru_cache(maxsize=1024)
def _expressions(place: KnownPlace) -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """With the words that the letters begin with: without one of them a text is not searched."""
    line = re.split(r"[,\n]", place.name)[0]
    words = re.findall(r"[^\W\d_]+(?:['\u2019]s)?", fold(line))
    if place.kind == "[address]" or any(map(str.isdigit, line)) or len(words) > MOST_WORDS:
        return ()
    forms = sorted(_forms(words), key=len, reverse=True)
    clear = [form for form in forms if _is_clear(form)]
    unclear = [form for form in forms if form not in clear and form not in _SAME_LETTERS and len(form) > 2]
    found = [(r"(?<![\w.&])", clear, r"(?![\w&])"), (_PLACED, unclear, r"(?![\w&])(?!\s?[\d<>=:+-])")]
    return tuple(
        (
            re.compile(f"{before}({'|'.join(map(re.escape, map(str.upper, those)))}){after}"),
            frozenset(re.split("[^a-z]", form)[0] for form in those),
        )
        for before, those, after in found
        if those
    )


def _forms(words: list[str]) -> set[str]:
    """Every way to take the initials: words of kind and small words there or not, the others always."""
    own = [word for word in words if word not in KIND_WORDS | _SMALL_WORDS]
    if len(words) < 2 or not own:
        return set()
    choices = [(word[0],) if word in own else (word[0], "") for word in words]
    forms = {"".join(letters) for letters in product(*choices)}
    initials = "".join(word[0] for word in own)
    if len(own) > 1:
        forms |= {initials + ending for ending in _ENDINGS} | {"&".join(initials)}
    forms |= {"".join(word[0] for word in words[:length]) for length in range(3, len(words))}
    return {form for form in forms if len(form) > 1 and form.replace("&", "").isascii()}


def _is_clear(form: str) -> bool:
    if form == "lri" or "&" in form:
        return True
    meant = ACRONYMS if len(form) == 2 else ABBREVIATIONS  # "SS" is rather social services
    return form not in meant | _SAME_LETTERS and not is_ordinary(form)
