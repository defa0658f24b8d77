"""Names that no list and no cue tells: words with a capital letter that are none of the language, and words
of the language with a capital that nothing explains.
"""

import re
from collections.abc import Iterator

from .name_runs import (
    ENDING_A_NAME,
    EXPLAINED,
    NO_NAMES,
    SHORTEST,
    capitals_before,
    first_of,
    initials_before,
    is_explained_form,
    is_unknown,
    last_of,
    stands_alone,
    with_initial,
)
from .reading import Word, Words
from .replacing import Span
from .surroundings import is_verb
from .terms import is_term
from .words import (
    DETERMINERS,
    EPONYMS,
    KIN_AFTER_NAMES,
    KNOWN_CAPITALS,
    NOT_NAMES,
    is_ordinary,
)

_NATION_ENDING = re.compile(r"(?:ish|ians?|ese|ean)$")
_WITHIN = frozenset({" ", "\n", ' "', " '", " \u2018", " \u201c"})
_SAID_OF = re.compile(
    r"['\u2019]s\b|,\s(?:who|aged|his|her|their|the|a|an|my|our|\d)\b|\s\((?:\d|aged|mum|mother|dad|father|aunt)"
)
# Who speaks, or signs: "Morag: he was fine", a line of the name alone. Labels of forms have other endings.
_ALONE = re.compile(r"\s?:\s|[ ,.]*(?:\n|$)|,\s[A-Z]|\.\s")
_LABEL_ENDING = re.compile(
    r"(?:s|ing|tion|sion|ment|ity|ed|er|or|al|ic|ism|ance|ence|ogy|phy|ure|ate|able|ary)$"
)
# What only people do; a sign "is" and "was", too.
_DOINGS = frozenset(
    [
        "had",
        "said",
        "told",
        "rang",
        "came",
        "went",
        "asked",
        "saw",
        "wrote",
        "agreed",
        "knew",
        "thought",
        "felt",
        "left",
        "arrived",
        "called",
        "spoke",
        "says",
        "asks",
        "tells",
        "knows",
        "thinks",
        "phoned",
        "met",
        "took",
        "gave",
        "brought",
        "who",
        "whose",
        "attended",
        "reported",
        "stated",
        "advised",
    ]
)
_BEFORE_INITIALS = re.compile(r"[a-z,;:(|/]\s$|^$|\n$|^\s$")
# "Home conditions: not known", on a line of its own: what follows on the next begins a sentence.
_ANSWERED = re.compile(
    r":\s(?:[a-z ]{0,30}\bnot\s(?:known|recorded|asked|done|assessed|applicable|seen|held|given|checked"
    r"|available|measured|examined|stated)|none|nil|no|yes|unknown|pending)[^\S\n]*$",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:Y|Yes)\s?/\s?(?:N|No)\s+$")  # both left to choose from: no initial
_LONGEST_ANSWER = 50  # characters
_COUNTED_LETTERS = frozenset({"two", "three", "four", "five", "six", "seven", "eight"})  # "the four Ts"
_OPERATION = re.compile(r"\b(?:Op|OP|Operation|OPERATION)\s[A-Z]{4,}\b|\bOp\s[A-Z][a-z]{3,}\b")
_NOBODY = KNOWN_CAPITALS | NOT_NAMES


def unknown_capitals(source: str, words: Words) -> Iterator[Span]:
    """Spans of names found by their capital letter. At the start of a sentence the capital proves
    nothing: there a second such word, or what is said of it, has to tell.
    """
    until = 0
    for at in words.capital:
        if at < until:
            continue
        if _is_before_kin(source, words, at):
            until = at + 1
            yield _span(source, words, at, until)
        elif is_unknown(source, words, at):
            until = last_of(source, words, at)
            first = first_of(source, words, at)
            if not words[first].opens_sentence or until - first > 1 or _is_told_of(source, words, at):
                yield _span(source, words, first, until)
        elif _is_unexplained(source, words, at):
            until = last_of(source, words, at)
            yield _span(source, words, capitals_before(source, words, at), until)
    operations = (_OPERATION.match(source, words[at].start) for at in words.where({"op", "operation"}))
    for found in filter(None, operations):
        yield Span(*found.span(), "case_number", "[reference]")


def _span(source: str, words: list[Word], first: int, until: int) -> Span:
    start, end = initials_before(source, words[first].start), with_initial(source, words[until - 1].end)
    return Span(start, end, "unknown_name", "[name]")


def _is_unexplained(source: str, words: list[Word], at: int) -> bool:
    """A word of the language that has a capital letter within a sentence of small letters, and is none that
    reports give one.
    """
    word = words[at]
    if at and len(words[at - 1].text) == 1 and _has_initial(source, words, at):
        return (
            word.text not in ENDING_A_NAME
            and not is_explained_form(word.text)
            and not is_term(source, words, at)
            and stands_alone(source, words, at)
        )
    if at and word.text in EPONYMS:
        return _is_somebody(source, words, at)
    return (
        at > 0
        and (len(word.text) >= SHORTEST or (len(word.text) == 2 and not is_ordinary(word.text)))
        and not (len(word.text) == 2 and words[at - 1].text in _COUNTED_LETTERS)
        and word.text not in EXPLAINED
        and not is_explained_form(word.text)
        and _stands_within(source, words, at)
        and _NATION_ENDING.search(word.text) is None
        and not is_term(source, words, at)
        and stands_alone(source, words, at)
        and not source.startswith((":", " -"), word.end)
    )


def _has_initial(source: str, words: list[Word], at: int) -> bool:
    """ "K. Moss" and "T Bird", where the letter is none of a scale or a group, nor ends a sentence."""
    if _CHOICE.search(source, max(0, words[at].start - 12), words[at].start):
        return False
    start = initials_before(source, words[at].start)
    return start < words[at].start and _BEFORE_INITIALS.search(source, max(0, start - 3), start) is not None


def _is_before_kin(source: str, words: list[Word], at: int) -> bool:
    """ "Rupal masi": the word of kinship tells that the word before it is a name."""
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        after is not None
        and after.text in KIN_AFTER_NAMES
        and source[words[at].end : after.start] in {" ", "-"}
        and len(words[at].text) > 2
        and words[at].text not in EXPLAINED
        and words[at].text not in DETERMINERS
    )


def _is_somebody(source: str, words: list[Word], at: int) -> bool:
    """ "Told that Osgood had left": a name of a disease that does what people do."""
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        words[at].text not in _NOBODY
        and words[at - 1].shape == "lower"
        and source[words[at - 1].end : words[at].start] == " "
        and after is not None
        and source[words[at].end : after.start] == " "
        and after.text in _DOINGS
    )


def _stands_within(source: str, words: list[Word], at: int) -> bool:
    """Whether it is in running text: behind a small letter, or between a capital and a small one."""
    before = words[at - 1]
    between = source[before.end : words[at].start]
    if before.shape == "lower":
        answered = between == "\n" and _ANSWERED.search(
            source, max(0, before.end - _LONGEST_ANSWER), before.end
        )
        return between in _WITHIN and not answered
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        before.shape == "capital"
        and len(before.text) > 1
        and between == " "
        and before.text not in NO_NAMES
        and after is not None
        and after.shape == "lower"
        and source[words[at].end : after.start] == " "
    )


def _is_told_of(source: str, words: list[Word], at: int) -> bool:
    after = words[at + 1] if at + 1 < len(words) else None
    if _SAID_OF.match(source, words[at].end):
        return True
    if _ALONE.match(source, words[at].end) and not _LABEL_ENDING.search(words[at].text):
        return True
    return after is not None and source[words[at].end : after.start] == " " and is_verb(after.text)
