"""Where a name begins and ends of which one word is found: "Ned Ashby", "R K Verma", "Jo-Ann al-Jundi"."""

import re
from functools import lru_cache

from .months import MONTH_WORDS, WEEKDAY_WORDS
from .reading import Word
from .terms import is_term
from .words import (
    ABBREVIATIONS,
    EPONYMS,
    GIVEN_NAMES,
    GIVEN_NAMES_THAT_ARE_WORDS,
    KIND_WORDS,
    KNOWN_CAPITALS,
    LANGUAGES,
    LETTERED,
    MAKERS,
    MEDICINES,
    NAMES_THAT_ARE_WORDS,
    NO_PLACES,
    NOT_NAMES,
    POSTS_BEFORE_NAMES,
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
EXPLAINED = (NO_NAMES | WRITTEN_WITH_CAPITALS) - GIVEN_NAMES
_EXPLAINED_IN_PLURAL = EXPLAINED - EPONYMS
# Words that are names too, wherever they follow a name.
_NAMES_TOO = NAMES_THAT_ARE_WORDS - NOT_NAMES - KIND_WORDS
# Words that end a name beside which they stand: "Morag Health Visitor".
ENDING_A_NAME = (
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
_BESIDE = frozenset({" ", "-", "\u2010", "\u2011", "  "})
BELONGING = frozenset({"'", "\u2019"})
_INITIAL_AFTER = re.compile(
    r"\s([B-HJ-Z](?:-[A-Z])?)(?:\.(?!\w)|\b(?![\w.'\u2019]))|\s(al-[A-Z])\b(?![\w.'\u2019])"
)
_INITIALS_BEFORE = re.compile(r"(?<![\w/.&'\u2019])(?:[A-Z](?:\.\s?|\s)){1,3}$")
_POSTS = POSTS_BEFORE_NAMES | TITLE_WORDS
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s$")
_PREFIXES = frozenset(
    {"mc", "mac", "fitz", "de", "di", "da", "du", "la", "le", "van", "von", "al", "el", "san", "st", "o"}
)
_PARTICLES = frozenset(
    {"al", "el", "van", "von", "der", "den", "de", "bin", "ul", "ur", "ap", "ab", "ferch", "la", "le", "dos"}
)
_STRONG_PARTICLES = frozenset(
    {"al", "el", "van", "von", "der", "den", "de", "bin", "ibn", "ap", "ferch", "dos", "del"}
)


def with_initial(source: str, end: int) -> int:
    """Where "Candace O." and "Layla al-K" end."""
    initial = _INITIAL_AFTER.match(source, end) if source[end : end + 1].isspace() else None
    return initial.end() if initial else end


def initials_before(source: str, start: int) -> int:
    """Where "R K Verma" and "D. Ostrowe" begin, but not "Hepatitis B Verma"."""
    last = source[max(0, start - 10) : start].rstrip()[-1:]
    if not (last == "." or last.isupper()):
        return start
    found = _INITIALS_BEFORE.search(source, max(0, start - 10), start)
    if found is None or found.group() == "I " or (found.group() == "A " and _opens(source, found.start())):
        return start
    before = _WORD_BEFORE.search(source, max(0, found.start() - 20), found.start())
    word = before.group(1).lower() if before else ""
    of_a_post = "." in found.group() and word in _POSTS
    return start if word in LETTERED and not of_a_post else found.start()


def _opens(source: str, start: int) -> bool:
    return source[:start].rstrip()[-1:] in {"", ".", "!", "?", ":"}


def is_unknown(source: str, words: list[Word], at: int) -> bool:
    word = words[at]
    return _is_no_word(word.text) and not is_term(source, words, at) and stands_alone(source, words, at)


@lru_cache(maxsize=65_536)
def _is_no_word(text: str) -> bool:
    """Of the language, of medicine, or of what has a capital letter in reports."""
    return (
        len(text) >= SHORTEST
        and text not in NO_NAMES
        and not is_ordinary(text)
        and _NO_NAME_ENDING.search(text) is None
    )


def is_explained_form(text: str) -> bool:
    return text.endswith("s") and text[:-1] in _EXPLAINED_IN_PLURAL


def stands_alone(source: str, words: list[Word], at: int) -> bool:
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
        between in BELONGING and words[at - 1].text in {"o", "d", "m"}
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
        is_unknown(source, words, last)
        or word.text in _NAMES_TOO
        or (len(word.text) > 1 and word.text not in ENDING_A_NAME and not is_term(source, words, last))
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
        and between in BELONGING
        and words[last].text == "s"
        and words[last + 1].shape == "capital"
        and source[words[last].end : words[last + 1].start] == " "
        and words[last + 1].text not in EXPLAINED
        and not is_term(source, words, last - 1)
    )


def first_of(source: str, words: list[Word], at: int) -> int:
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
    within = before.text not in EXPLAINED and not before.opens_sentence
    return at - 1 if between == " " and (given or within) else at


def capitals_before(source: str, words: list[Word], at: int) -> int:
    """ "Little Harbour", of which the second word tells."""
    before = words[at - 1]
    return (
        at - 1
        if before.shape == "capital"
        and len(before.text) > 1
        and before.text not in EXPLAINED
        and not is_explained_form(before.text)
        and source[before.end : words[at].start] == " "
        else at
    )
