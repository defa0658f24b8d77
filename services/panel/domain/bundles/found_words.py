"""What is searched for in a bundle, and a page on which it was found, with the words marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

START, STOP = "\ue000", "\ue001"  # characters of private use: no text has them

#: A phrase in quotation marks is taken as it is; else a word, or its beginning, before a star.
_STARRED = re.compile(r'"[^"]*"?|(?<!\w)(?P<absent>-?)\b(?P<begin>\w{2,})\*+')
_PHRASE = re.compile(r'"[^"]*"?')
_EITHER = re.compile(r"\bor\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class FoundPage:
    """``passages``: text and whether it is one of the words, in reading order."""

    page: str
    passages: tuple[tuple[str, bool], ...]


def found_page(page: str, headline: str) -> FoundPage:
    """From the database's excerpt, in which START and STOP stand around each word found."""
    pieces = re.split(f"({START}[^{STOP}]*{STOP})", headline)
    marked = ((piece.strip(START + STOP), piece.startswith(START)) for piece in pieces)
    return FoundPage(page, tuple((words, hit) for words, hit in marked if words))


def with_beginnings(typed: str, texts: Iterable[str]) -> tuple[str, str]:
    """What was typed without its stars, and what they ask for as PostgreSQL writes a query; "" if nothing.

    "smok*" asks for any word of the texts that begins so: the index of a language knows "smoke" alone, which
    is no beginning of "smoking" to it, and "smok" is no word. Beside "or" these words stand as they are.
    """
    if "*" not in _PHRASE.sub(" ", typed):
        return typed, ""
    known = {word.lower() for text in texts for word in _WORD.findall(text)}
    either, wanted = bool(_EITHER.search(_PHRASE.sub(" ", typed))), list[str]()

    def replaced(match: re.Match[str]) -> str:
        begin = (match["begin"] or "").lower()
        if not begin:
            return match[0]
        words = sorted(word for word in known if word.startswith(begin)) or [begin]
        if either:
            return " " if match["absent"] else " or ".join(words)
        any_of_them = " | ".join(f"'{word}'" for word in words)
        wanted.append(f"{'!' if match['absent'] else ''}({any_of_them})")
        return " "

    return _STARRED.sub(replaced, typed), " & ".join(wanted)
