"""Is "Young" a person or an adjective? Decided by capitals, place in the sentence and the words beside it."""

import re

from .first_names import is_first_name, is_small_first_name, opens_report, says_when_or_how
from .reading import Word
from .surroundings import Surroundings, is_verb, no_capitals
from .words import (
    BEFORE_A_MONTH,
    COMPANIONS,
    DETERMINERS,
    EPONYM_AFTER,
    EPONYMS,
    FUNCTION_WORDS,
    KIN,
    MEETING,
    MONTHS_AND_DAYS,
    NAME_SENSE_AFTER,
    NAME_SENSE_BEFORE,
    NUMBERED,
    SPEAKING,
    TITLES,
    TOWARDS,
    VERBS,
    WORD_SENSE_AFTER,
    is_ordinary,
)


def is_meant_as_name(around: Surroundings, *, first_name: bool = False) -> bool:
    """True unless the word's own meaning is at least as likely. In doubt, a capital letter within a sentence
    means a name. A `first_name` of the case, which a text uses most, has to be shown to be a word.
    """
    if _word_after_title(around):
        return around.word.shape != "lower" or no_capitals(around.source)
    if _is_numbered(around) or _is_eponym(around):
        return False
    if first_name and around.word.shape != "lower" and (told := is_first_name(around)) is not None:
        return told
    if _is_date(around):
        return False
    if around.word.shape == "lower":
        small = first_name and is_small_first_name(around)
        return small or _lower_case_name(around, little_else=no_capitals(around.source))
    sense = around.after() in WORD_SENSE_AFTER.get(around.word.text, ())
    if around.word.opens_sentence or around.all_capitals_line():
        return _opens_as_name(around, sense)
    if around.word.text in FUNCTION_WORDS and around.word.shape != "capital":
        return False
    return not (sense and (around.next_is_capital() or around.heading()))


def is_worth_a_look(around: Surroundings) -> bool:
    """A person is asked of every such word with a capital, of that which opens a sentence too. Of months with
    their day, of numbered wards and of what a text of capitals holds most are words.
    """
    return (
        around.word.shape == "capital"
        and around.word.text not in FUNCTION_WORDS
        and not (_is_date(around) or _is_numbered(around) or _is_eponym(around))
    )


_BEFORE_SOMEBODY = frozenset({"to", "with", "by", "from", "about", "called", "named", "saw", "met", "rang"})
_BEHIND_SOMEBODY = frozenset({"had", "was", "is", "has", "said", "says", "told", "came", "who", "rang"})
_WHO_WRITES = re.compile(r"[^:\n]{1,40}:\s")


def is_small_line(source: str, word: Word) -> bool:
    """A line without capital letters, of a chat or a note, but for who writes it."""
    start = source.rfind("\n", 0, word.start) + 1
    end = source.find("\n", word.end)
    who = _WHO_WRITES.match(source, start, word.start)
    line = source[who.end() if who else start : end if end >= 0 else len(source)]
    return len(line) < LONGEST_SMALL_LINE and line.islower()


LONGEST_SMALL_LINE = 300  # characters


def _word_after_title(around: Surroundings) -> bool:
    return (
        around.before() in TITLES
        or _glued_to_title(around)
        or (
            around.previous_character() == "."
            and around.folded[: around.word.start].rstrip(" .")[-3:].split(" ")[-1] in TITLES
        )
    )


def _glued_to_title(around: Surroundings) -> bool:
    """ "MissYoung"."""
    before = around.words[around.first - 1] if around.first else None
    return before is not None and before.end == around.word.start and before.text in TITLES


def _opens_as_name(around: Surroundings, sense: bool) -> bool:
    """The capital letter proves nothing: the company decides. "Rose sat", "Rose and the child", "Grace, his
    aunt" are names; "Price rises" and "Art therapy" are words.
    """
    after = around.after()
    if around.before() in NAME_SENSE_BEFORE or _met(around):
        return True
    if _LISTED.search(around.folded, max(0, around.word.start - 6), around.word.start) and (
        after == "to" or around.follows()[:1] in {"-", ":", "("}
    ):
        return True  # "2. Stone to chase the results"
    if after == "and":
        return _in_company(around)
    if around.word.text in FUNCTION_WORDS or sense:
        return after in NAME_SENSE_AFTER and not sense
    if not after:
        return around.follows()[:1] not in {"-", "/"}
    if is_verb(after) or after in TOWARDS or not is_ordinary(after):
        return True
    return says_when_or_how(after) and not opens_report(around.word.text)


_LISTED = re.compile(r"(?:^|\n)\s*(?:\d{1,2}[.)]|[*•-])\s$")


def _met(around: Surroundings) -> bool:
    """ "Spoke to may today", "saw joy", "STATES JOY": who is spoken to or seen is a person."""
    before = around.before()
    further = around.words[around.first - 2].text if around.first > 1 else ""
    spoken = before in {"to", "with"} and further in SPEAKING
    return (
        (spoken or before in MEETING)
        and around.word.text not in FUNCTION_WORDS | MONTHS_AND_DAYS - {"may", "june", "april", "august"}
        and around.after() not in WORD_SENSE_AFTER.get(around.word.text, ())
    )


def _in_company(around: Surroundings) -> bool:
    """ "Rose and the child", "Rose and Amara", but not "Hope and trust"."""
    beyond = around.words[around.last + 1] if around.last + 1 < len(around.words) else None
    shouted = around.all_capitals_line()
    return beyond is not None and (beyond.text in COMPANIONS or (beyond.shape == "capital" and not shouted))


def _is_eponym(around: Surroundings) -> bool:
    after = around.after() or around.follows()[1:2]
    eponym_follows = after in EPONYM_AFTER or (
        after == "s" and _word_after_possessive(around) in EPONYM_AFTER
    )
    return around.word.text in EPONYMS and eponym_follows


def _word_after_possessive(around: Surroundings) -> str:
    return around.words[around.last + 1].text if around.last + 1 < len(around.words) else ""


def _is_date(around: Surroundings) -> bool:
    if around.word.text not in MONTHS_AND_DAYS:
        return False
    return (
        around.follows()[:1].isdigit()
        or around.previous_character().isdigit()
        or around.before() in BEFORE_A_MONTH
    )


def _is_numbered(around: Surroundings) -> bool:
    """ "Ward 3", "Ward B"."""
    return around.word.text in NUMBERED and (around.follows()[:1].isdigit() or len(around.after()) == 1)


def _lower_case_name(around: Surroundings, *, little_else: bool) -> bool:
    after, before = around.after(), around.before()
    if not little_else:  # "mum rose rang", where other names have their capitals
        return before in KIN and is_verb(after) and around.word.text not in VERBS
    if around.word.text in FUNCTION_WORDS or after in WORD_SENSE_AFTER.get(around.word.text, ()):
        return False
    return (
        before in NAME_SENSE_BEFORE
        or _met(around)
        or (after in NAME_SENSE_AFTER and before not in DETERMINERS)
    )


def is_spoken_of(around: Surroundings) -> bool:
    """ "Spoke to hope cook" and "hope cook had been well", but not "a summer day was"."""
    if around.previous_character() in {":", "("} or around.before() in _BEFORE_SOMEBODY:
        return True
    return around.after() in _BEHIND_SOMEBODY and around.before() not in DETERMINERS - {"that"}
