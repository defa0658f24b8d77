"""Names that no list and no cue tells: words with a capital letter that are none of the language, and words
of the language with a capital that nothing explains.
"""

import re
from collections.abc import Iterator

from .months import MONTH_WORDS, WEEKDAY_WORDS
from .reading import Word
from .replacing import Span
from .senses import is_verb
from .terms import is_term
from .words import (
    ABBREVIATIONS,
    DETERMINERS,
    EPONYMS,
    GIVEN_NAMES,
    GIVEN_NAMES_THAT_ARE_WORDS,
    KIN_AFTER_NAMES,
    KIND_WORDS,
    KNOWN_CAPITALS,
    LANGUAGES,
    LETTERED,
    MAKERS,
    MEDICINES,
    NAMES_THAT_ARE_WORDS,
    NO_PLACES,
    NOT_NAMES,
    TERMS,
    TITLE_WORDS,
    WRITTEN_WITH_CAPITALS,
    is_ordinary,
)

SHORTEST = 3  # letters
LONGEST = 5  # words of a name
_CALENDAR = frozenset((*MONTH_WORDS, *WEEKDAY_WORDS))
NO_NAMES = (
    NOT_NAMES
    | KNOWN_CAPITALS
    | ABBREVIATIONS
    | EPONYMS
    | KIND_WORDS
    | TITLE_WORDS
    | NO_PLACES
    | MAKERS
    | LANGUAGES
    | MEDICINES
    | _CALENDAR
)
_EXPLAINED = (NO_NAMES | WRITTEN_WITH_CAPITALS) - GIVEN_NAMES
_EXPLAINED_IN_PLURAL = _EXPLAINED - EPONYMS
# Words that are names too, wherever they follow a name.
_NAMES_TOO = NAMES_THAT_ARE_WORDS - NOT_NAMES - KIND_WORDS
# Words that end a name beside which they stand: "Morag Health Visitor".
_ENDING_A_NAME = (
    (NO_NAMES - EPONYMS - ABBREVIATIONS) | NOT_NAMES | KNOWN_CAPITALS | WRITTEN_WITH_CAPITALS
) - GIVEN_NAMES
# "Spanish", "Canadian"; medicines, germs and diseases.
_NO_NAME_ENDING = re.compile(
    r"(?:ish|ian|ians|ese|ean|cillin|mycin|micin|azole|azine|olol|pril|statin|caine|setron|sartan|epam|olam|idine|amide|"
    r"oxacin|vir|mab|itis|osis|aemia|emia|uria|opathy|ectomy|ostomy|oscopy|plasty|gram|graphy|coccus|cocci|viridae|ella|tion|sion|ism|oid|"
    r"bacter|bacillus|ase|ology|ologist|olone|asone|parin|dine|zepam|barbital|barbitone|toxin|globulin|"
    r"otomy|pnoea|plegia|algia|rrhoea|rrhagia|megaly|penia|trophy|genic|pathic|scopic|graphic|genesis|blastoma|carcinoma|sarcoma|lymphoma|"
    r"aemic|uric|lytic|cytic|cardial|thoracic|gastric|enteric|phagia|phasia|plasia|stasis|lysis|centesis|desis)s?$"
)
_NATION_ENDING = re.compile(r"(?:ish|ians?|ese|ean)$")
_BESIDE = frozenset({" ", "-", "\u2010", "\u2011", "  "})
_WITHIN = frozenset({" ", "\n", ' "', " '", " \u2018", " \u201c"})
_BELONGING = frozenset({"'", "\u2019"})
_SAID_OF = re.compile(
    r"['\u2019]s\b|,\s(?:who|aged|his|her|their|the|a|an|my|our|\d)\b|\s\((?:\d|aged|mum|mother|dad|father|aunt)"
)
# Who speaks, or signs: "Morag: he was fine", a line of the name alone. Labels of forms have other endings.
_ALONE = re.compile(r"\s?:\s|[ ,.]*(?:\n|$)|,\s[A-Z]|\.\s")
_LABEL_ENDING = re.compile(
    r"(?:s|ing|tion|sion|ment|ity|ed|er|or|al|ic|ism|ance|ence|ogy|phy|ure|ate|able|ary)$"
)
_INITIAL_AFTER = re.compile(
    r"\s([B-HJ-Z](?:-[A-Z])?)(?:\.(?!\w)|\b(?![\w.'\u2019]))|\s(al-[A-Z])\b(?![\w.'\u2019])"
)
_INITIALS_BEFORE = re.compile(r"(?<![\w/.&'\u2019])(?:[A-Z](?:\.\s?|\s)){1,3}$")
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s$")
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
_OPERATION = re.compile(r"\b(?:Op|OP|Operation|OPERATION)\s[A-Z]{4,}\b|\bOp\s[A-Z][a-z]{3,}\b")
_NOBODY = KNOWN_CAPITALS | NOT_NAMES
_PREFIXES = frozenset(
    {"mc", "mac", "fitz", "de", "di", "da", "du", "la", "le", "van", "von", "al", "el", "san", "st", "o"}
)
_PARTICLES = frozenset(
    {"al", "el", "van", "von", "der", "den", "de", "bin", "ul", "ur", "ap", "ab", "ferch", "la", "le", "dos"}
)
_STRONG_PARTICLES = frozenset(
    {"al", "el", "van", "von", "der", "den", "de", "bin", "ibn", "ap", "ferch", "dos", "del"}
)


def unknown_capitals(source: str, words: list[Word]) -> Iterator[Span]:
    """Spans of names found by their capital letter. At the start of a sentence the capital proves
    nothing: there a second such word, or what is said of it, has to tell.
    """
    until = 0
    for at, word in enumerate(words):
        if at < until or word.shape != "capital":
            continue
        if _is_unknown(source, words, at):
            until = last_of(source, words, at)
            first = _first_of(source, words, at)
            if not words[first].opens_sentence or until - first > 1 or _is_told_of(source, words, at):
                yield _span(source, words, first, until)
        elif _is_before_kin(source, words, at):
            until = at + 1
            yield _span(source, words, at, until)
        elif _is_unexplained(source, words, at):
            until = last_of(source, words, at)
            yield _span(source, words, _capitals_before(source, words, at), until)
    for found in _OPERATION.finditer(source):
        yield Span(*found.span(), "case_number", "[reference]")


def _span(source: str, words: list[Word], first: int, until: int) -> Span:
    start, end = initials_before(source, words[first].start), with_initial(source, words[until - 1].end)
    return Span(start, end, "unknown_name", "[name]")


def with_initial(source: str, end: int) -> int:
    """Where "Candace O." and "Layla al-K" end."""
    initial = _INITIAL_AFTER.match(source, end)
    return initial.end() if initial else end


def initials_before(source: str, start: int) -> int:
    """Where "R K Verma" and "D. Ostrowe" begin, but not "Hepatitis B Verma"."""
    found = _INITIALS_BEFORE.search(source, max(0, start - 10), start)
    if found is None or found.group() == "I " or (found.group() == "A " and _opens(source, found.start())):
        return start
    before = _WORD_BEFORE.search(source, max(0, found.start() - 20), found.start())
    return start if before and before.group(1).lower() in LETTERED else found.start()


def _opens(source: str, start: int) -> bool:
    return source[:start].rstrip()[-1:] in {"", ".", "!", "?", ":"}


def _is_unknown(source: str, words: list[Word], at: int) -> bool:
    word = words[at]
    return (
        len(word.text) >= SHORTEST
        and word.text not in NO_NAMES
        and not is_ordinary(word.text)
        and _NO_NAME_ENDING.search(word.text) is None
        and not is_term(source, words, at)
        and _stands_alone(source, words, at)
    )


def _is_unexplained(source: str, words: list[Word], at: int) -> bool:
    """A word of the language that has a capital letter within a sentence of small letters, and is none that
    reports give one.
    """
    word = words[at]
    if at and len(words[at - 1].text) == 1 and _has_initial(source, words, at):
        return (
            word.text not in _ENDING_A_NAME
            and not is_term(source, words, at)
            and _stands_alone(source, words, at)
        )
    if at and word.text in EPONYMS:
        return _is_somebody(source, words, at)
    return (
        at > 0
        and len(word.text) >= SHORTEST
        and word.text not in _EXPLAINED
        and not _is_explained_form(word.text)
        and _stands_within(source, words, at)
        and _NATION_ENDING.search(word.text) is None
        and not is_term(source, words, at)
        and _stands_alone(source, words, at)
        and not source.startswith((":", " -"), word.end)
    )


def _has_initial(source: str, words: list[Word], at: int) -> bool:
    """ "K. Moss" and "T Bird", where the letter is none of a scale or a group, nor ends a sentence."""
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
        and words[at].text not in _EXPLAINED
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
        return between in _WITHIN
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


def _is_explained_form(text: str) -> bool:
    return text.endswith("s") and text[:-1] in _EXPLAINED_IN_PLURAL


def _stands_alone(source: str, words: list[Word], at: int) -> bool:
    """No part of "SystmOne" or "H1N1", but of "McGillicuddy"."""
    word = words[at]
    before = "" if has_prefix(source, words, at) else source[max(0, word.start - 1) : word.start]
    around = before + source[word.end : word.end + 1]
    return not any(character.isalnum() or character == "_" for character in around)


def has_prefix(source: str, words: list[Word], at: int) -> bool:
    """Whether the word before belongs to it without a space: "McGillicuddy", "O'Dowd", "DeSouza"."""
    if not at or words[at - 1].shape == "lower":
        return False
    between = source[words[at - 1].end : words[at].start]
    if words[at - 1].text + words[at].text in TERMS:
        return False  # "DiGeorge"
    return (between == "" and words[at - 1].text in _PREFIXES) or (
        between in _BELONGING and words[at - 1].text in {"o", "d", "m"}
    )


def last_of(source: str, words: list[Word], at: int) -> int:
    """Behind the last word of the name that begins there: a family name may be a word of the language."""
    last = at + 1
    while last < len(words) and last < at + LONGEST:
        between = source[words[last - 1].end : words[last].start]
        if (between in _BESIDE and _continues(source, words, last, between)) or has_prefix(
            source, words, last
        ):
            last += 1
        elif _is_particle(source, words, last, between) or _belongs_to(source, words, last, between):
            last += 2
        else:
            break
    return last


def _continues(source: str, words: list[Word], last: int, between: str) -> bool:
    word = words[last]
    if last + 1 < len(words) and has_prefix(source, words, last + 1):
        return word.shape == "capital"
    hyphened = between in {"-", "\u2010", "\u2011"}
    if hyphened and word.shape == "lower":
        return not is_ordinary(word.text)
    if word.shape != "capital":
        return False
    if hyphened:
        return True
    return (
        _is_unknown(source, words, last)
        or word.text in _NAMES_TOO
        or (len(word.text) > 1 and word.text not in _ENDING_A_NAME and not is_term(source, words, last))
    )


def _is_particle(source: str, words: list[Word], last: int, between: str) -> bool:
    """ "al-Jundi", "van Beek"."""
    return (
        last + 1 < len(words)
        and between == " "
        and words[last].text in _PARTICLES
        and words[last + 1].shape == "capital"
        and len(words[last + 1].text) > 1
        and source[words[last].end : words[last + 1].start] in {" ", "-"}
    )


def _belongs_to(source: str, words: list[Word], last: int, between: str) -> bool:
    """ "Nelson's Journey", but not "Morag's Mum"."""
    return (
        last + 1 < len(words)
        and between in _BELONGING
        and words[last].text == "s"
        and words[last + 1].shape == "capital"
        and source[words[last].end : words[last + 1].start] == " "
        and words[last + 1].text not in _EXPLAINED
        and not is_term(source, words, last - 1)
    )


def _first_of(source: str, words: list[Word], at: int) -> int:
    """Where the name begins of which this word is the first that is none of the language: "Grace Oduya",
    "Jo-Ann", "Ned Ashby".
    """
    if has_prefix(source, words, at):
        at -= 1
    while (
        at
        and words[at - 1].text in _STRONG_PARTICLES
        and source[words[at - 1].end : words[at].start] in _BESIDE
    ):
        at -= 1
    before = words[at - 1] if at else None
    if before is None or before.shape != "capital" or len(before.text) < 2:
        return at
    between = source[before.end : words[at].start]
    if between == "-":
        return at - 1
    given = before.text in GIVEN_NAMES_THAT_ARE_WORDS
    within = before.text not in _EXPLAINED and not before.opens_sentence
    return at - 1 if between == " " and (given or within) else at


def _capitals_before(source: str, words: list[Word], at: int) -> int:
    """ "Little Harbour", of which the second word tells."""
    before = words[at - 1]
    return (
        at - 1
        if before.shape == "capital"
        and len(before.text) > 1
        and before.text not in NO_NAMES
        and source[before.end : words[at].start] == " "
        else at
    )


def _is_told_of(source: str, words: list[Word], at: int) -> bool:
    after = words[at + 1] if at + 1 < len(words) else None
    if _SAID_OF.match(source, words[at].end):
        return True
    if _ALONE.match(source, words[at].end) and not _LABEL_ENDING.search(words[at].text):
        return True
    return after is not None and source[words[at].end : after.start] == " " and is_verb(after.text)
