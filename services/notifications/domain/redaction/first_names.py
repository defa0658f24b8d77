"""A first name of the case that is also a word: "Rowan once fell", "Rose, Amber and Grace". It goes wherever
it could be the name. It stays only where the word's own sense is shown: "Autumn term", "May have been".
"""

import re
from functools import lru_cache

from .reading import Word
from .surroundings import Surroundings, is_past, is_verb, no_capitals
from .words import (
    BEFORE_A_MONTH,
    BESIDE_OFTEN,
    DETERMINERS,
    DID,
    FIRST_NAME_SENSE_AFTER,
    FUNCTION_WORDS,
    GIVEN_NAMES_THAT_ARE_WORDS,
    KIN,
    MODAL_AFTER,
    MONTHS_AND_DAYS,
    NAME_SENSE_AFTER,
    NAME_SENSE_BEFORE,
    NOT_FIRST_NAMES,
    OPENING_REPORTS,
    TOWARDS,
    WHEN_OR_HOW,
    WORD_SENSE_AFTER,
    WORDS_IN_SMALL_LETTERS,
)

_BEFORE_SOMEBODY = frozenset({"to", "with", "by", "from", "about", "for", "called", "named", "saw", "met"})
_JOINING = frozenset({"and", "or", "of", "to", "for", "that"})
_NOBODY = NOT_FIRST_NAMES | FUNCTION_WORDS | DETERMINERS | MONTHS_AND_DAYS | {"will"}
_BESIDE_A_VERB = frozenset({"also", "not", "now", "then", "well", "still", "just", "only", "never", "soon"})
_MODALS = frozenset({"may", "will"})
_OF_A_DATE = frozenset(
    [
        *("st", "nd", "rd", "th", "first", "second", "third", "end", "start", "beginning"),
        *("middle", "month", "week", "half", "weekend", "rest"),
    ]
)
_AGE_AFTER = re.compile(r"\s?\((?:aged?\s)?\d{1,2}(?:\s?(?:y|m|yrs?|years?|months?))?\)|,?\saged\s")
_SAID_OF_A_CHILD = re.compile(r",?\sdob\b|,\s(?:who|his|her|their)\b")
_COMPOUND = re.compile(r"-[a-z]{3}")


def is_first_name(around: Surroundings) -> bool | None:
    """Of a word with a capital. None where what tells of other words tells of it, too."""
    word = around.word
    if word.text in NOT_FIRST_NAMES or word.text in FUNCTION_WORDS:
        return None
    if word.text in MONTHS_AND_DAYS and _is_of_a_date(around):
        return False
    shouted = around.all_capitals_line()
    proves_nothing = word.opens_sentence or shouted or around.next_is_capital() or around.heading()
    if proves_nothing and is_shown_as_word(around):
        return False
    if shouted and not word.opens_sentence:
        # in a text of capitals a word within a sentence proves nothing: "TEMP ROSE TO 39"
        return True if around.before() in _BEFORE_SOMEBODY and not _old_sense(around) else None
    if shouted and _old_sense(around):
        return None
    return True


def is_shown_as_word(around: Surroundings) -> bool:
    """ "Autumn term", "Hope that", "May have been", "Rose-coloured"."""
    word = around.word
    if (senses := _senses(word.text)) and senses.match(around.folded, around.words[around.last - 1].end):
        return True
    if word.text in _MODALS and word.opens_sentence:
        return _is_modal(around)
    glued = _COMPOUND.match(around.source, around.words[around.last - 1].end)
    return glued is not None and word.opens_sentence


@lru_cache(maxsize=1024)
def _senses(word: str) -> re.Pattern[str] | None:
    phrases = FIRST_NAME_SENSE_AFTER.get(word)
    either = "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in phrases or ())
    return re.compile(rf"[\s-](?:{either})\b") if either else None


def _is_modal(around: Surroundings) -> bool:
    """ "May have been cold" and "Will also need", but not "May also had a cough"."""
    after = around.after()
    if after in _BESIDE_A_VERB:
        return around.after(1) in MODAL_AFTER
    return after in MODAL_AFTER


def _old_sense(around: Surroundings) -> bool:
    return around.after() in WORD_SENSE_AFTER.get(around.word.text, ())


def _is_of_a_date(around: Surroundings) -> bool:
    """ "In May", "3rd of May", "May 2026", but not "in May's room", "held by May", "the mother of May"."""
    follows = around.follows()
    if follows[:1].isdigit() or around.previous_character().isdigit():
        return True
    before = around.before()
    if follows.startswith("'s") or before == "by":
        return False
    further = around.words[around.first - 2].text if around.first > 1 else ""
    return before in BEFORE_A_MONTH and (before != "of" or further in _OF_A_DATE)


def has_lost_its_apostrophe(words: list[Word], at: int) -> bool:
    """ "Roses cot was full", "sat by Graces bed", but not "Marks on the arm" or "Hopes were high"."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else None
    if word.shape != "capital" or after is None or after.start != word.end + 1 or word.text[:-1] in _NOBODY:
        return False
    if not word.opens_sentence:
        return True
    return not (is_verb(after.text) or says_when_or_how(after.text) or after.text in TOWARDS | _JOINING)


def is_small_first_name(around: Surroundings) -> bool:
    """Of a word in small letters: "his brother rowan", "rowan's cot", "rose (4)". Where the writer has no
    capitals at all, and it is seldom a word, wherever nothing shows that it is one here.
    """
    word, before = around.word.text, around.before()
    if word in _NOBODY or before in DETERMINERS or is_shown_as_word(around):
        return False
    followed = around.folded[around.words[around.last - 1].end :][:16]
    if before in {"called", "named"} or followed.startswith("'s ") or _AGE_AFTER.match(followed):
        return True
    if word in WORDS_IN_SMALL_LETTERS or word not in GIVEN_NAMES_THAT_ARE_WORDS:
        after = around.after()
        beside = before in NAME_SENSE_BEFORE or before in BESIDE_OFTEN
        return beside and (after in NAME_SENSE_AFTER or after in DID or is_past(after))
    if before in KIN or before in NAME_SENSE_BEFORE or before in BESIDE_OFTEN:
        return True
    return (
        no_capitals(around.source)
        or followed.startswith("'s")
        or _SAID_OF_A_CHILD.match(followed) is not None
    )


def says_when_or_how(word: str) -> bool:
    """Whether a word tells of what somebody does: "Price once fell", "Rivers currently sleeps"."""
    return word in WHEN_OR_HOW or (len(word) > 4 and word.endswith("ly"))


def opens_report(word: str) -> bool:
    """ "Home currently warm": the word begins many a sentence of a report by itself."""
    return word in OPENING_REPORTS
