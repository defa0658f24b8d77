"""The terms of a group and the sentences that show it, in the texts' own words."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from services.theming.discovery.reading import Read
from services.theming.domain.discovery.found_theme import Quote
from services.theming.domain.discovery.rules import discovery_rules

_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
#: Nothing but blanks, quotation marks and brackets between the place before and a sentence's beginning.
_BEGINS = re.compile(r"(?:^|[.!?:]|\n)[\s\"'“‘(]*\Z")


def shown_terms(members: Sequence[Read], names: Sequence[str]) -> list[str]:
    """Each term as most of the texts write it; what would be shown twice stands once."""
    shown: list[str] = []
    for name in names:
        best = _as_written([(member.text, *member.said[name]) for member in members if name in member.said])
        plain = best.lower()
        if best and not any(plain in other.lower() or other.lower() in plain for other in shown):
            shown.append(best)
    return shown


def _as_written(places: Sequence[tuple[str, int, int]]) -> str:
    """The words of most places, with the capitals that most of these have; that of a sentence's first word is
    the sentence's, unless the word has more of them (HEMS).
    """
    spelt: Counter[str] = Counter()
    cased: dict[str, Counter[str]] = {}
    for text, start, end in places:
        words = " ".join(text[start:end].split())
        spelt[words.lower()] += 1
        if _BEGINS.search(text, 0, start) and words[1:] == words[1:].lower():
            words = words.lower()
        cased.setdefault(words.lower(), Counter())[words] += 1
    if not spelt:
        return ""
    best = min(spelt, key=lambda words: (-spelt[words], words))
    return min(cased[best], key=lambda words: (-cased[best][words], words))


def quotes_of(members: Sequence[Read], names: Sequence[str]) -> tuple[Quote, ...]:
    """One sentence from each of the texts that say most, the one with most of the terms."""
    quotes = [(_best(member, names), member) for member in members]
    quotes.sort(key=lambda pair: -pair[0][0])
    return tuple(
        Quote(member.id, start, end, member.text[start:end])
        for (_, start, end), member in quotes[: discovery_rules().most_quotes]
    )


def _best(member: Read, names: Sequence[str]) -> tuple[float, int, int]:
    """How many terms begin in the sentence that has most, earlier terms counting a little more."""
    ends = [0, *(match.end() for match in _END.finditer(member.text)), len(member.text)]
    places = [
        (member.said[name][0], 1 / (at + 2) + 1) for at, name in enumerate(names) if name in member.said
    ]
    found = [
        (sum(worth for place, worth in places if start <= place < end), start, end)
        for start, end in pairwise(ends)
        if start < end
    ]
    most, start, end = max(found, key=lambda one: (one[0], -one[1]), default=(0.0, 0, 0))
    while start < end and member.text[start].isspace():
        start += 1
    while end > start and member.text[end - 1].isspace():
        end -= 1
    return most, start, end
