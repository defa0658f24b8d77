"""Whom a mention is about, where the words say so: a parent, a sibling, a grandparent, another relative,
somebody else.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from services.theming.nlp.expressions import express, regex
from services.theming.nlp.rules import lexicons, read
from services.theming.nlp.word_tables import first_words, words_of

Span = tuple[int, int]
#: Classes that leave a mention open: it is then the child's, or whoever the theme is about.
OPEN = ("child", "pronoun")
#: Classes that a pronoun after them may stand for: "the brother, who had his asthma".
LONGEST_PERSON = 40
#: Classes that make what a service did no part of this case.
ELSEWHERE = ("another_child", "other", "earlier_pregnancy")
#: What may be somebody's without being about them, and what then stands before: a place, what was taken.
OWNED = (("in_their_place", "their_place"), ("takes_theirs", "their_things"))
FAR = ("another_child", "sibling", "grandparent", "relative", "other", "earlier_pregnancy")


#: Words for the child, with which a sentence that begins with somebody else goes on about it.
_CHILD = re.compile(
    r"\b(?:him|her|his|he|she|child|baby|infant|toddler|boy|girl|son|daughter|\[name\])(?!\w)"
)


@cache
def _table(name: str) -> re.Pattern[str]:
    return re.compile(read("people.toml")["tables"][name], re.VERBOSE)


@cache
def _first_words() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words, and beginnings of words, with one of which every word for a person begins."""
    said = [
        express(one, lexicons()) for patterns in read("people.toml")["classes"].values() for one in patterns
    ]
    firsts = first_words(word for expression in said for word in expression.beginnings)
    if not firsts or not all(first_words(expression.beginnings) for expression in said):
        raise ValueError("people.toml: every pattern must begin with a word")
    return firsts


@cache
def _anybody() -> re.Pattern[str]:
    """Every word for a person, the class as the group's name; the earlier class wins where two would fit."""
    parts = []
    for name, patterns in read("people.toml")["classes"].items():
        words = "|".join(
            regex(express(pattern, lexicons()).node) for pattern in sorted(patterns, key=len, reverse=True)
        )
        parts.append(f"(?P<{name}>{words})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})")


@lru_cache(maxsize=8)
def _people(text: str, start: int, end: int) -> tuple[re.Match[str], ...]:
    """Everybody a sentence names; every mention in it asks."""
    return tuple(_found(text, start, end))


@lru_cache(maxsize=20_000)
def _begins_a_person(word: str) -> bool:
    whole, begun = _first_words()
    return word in whole or word.startswith(begun)


def _found(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for place, word in words_of(text, start, end):
        if place >= start and _begins_a_person(word):
            match = _anybody().match(text, place, end)
            if match:
                yield match
                start = match.end()


def other_case(text: str, sentence: Span, mention: Span) -> bool:
    """Whether a mention of what services did is said to be about somebody else: "a late escalation for
    another patient".
    """
    if _after(text, sentence, mention) in ELSEWHERE:
        return True
    return _before(text, sentence, mention) in ELSEWHERE


def named(text: str, sentence: Span) -> Iterator[tuple[str, int]]:
    """The class of everybody a sentence names, and where; pronouns name nobody."""
    for person in _people(text, *sentence):
        if person.lastgroup and person.lastgroup != "pronoun":
            yield person.lastgroup, person.start()


def is_person(text: str, span: Span) -> bool:
    """Whether the words are for a person and nothing more."""
    return bool(_anybody().fullmatch(text, *span))


def subject(text: str, sentence: Span, mention: Span) -> str | None:
    """The class of somebody other than the child and its carers with whom the clause before these words
    begins, where it names nobody else and tells what they did or have: "the older children sleep on a".
    """
    ends = [stop.end() for stop in _table("clause_end").finditer(text, sentence[0], mention[0])]
    begin = max(ends, default=sentence[0])
    begin += len(text[begin : mention[0]]) - len(text[begin : mention[0]].lstrip())
    opened = _table("subject_start").match(text, begin)
    first = opened.end() if opened else begin
    people = [each for each in _people(text, *sentence) if begin <= each.start() < mention[0]]
    if len(people) != 1 or people[0].start() > first or people[0].lastgroup not in FAR:
        return None
    between = text[people[0].end() : mention[0]]
    told = between.startswith("'s") or _table("observes").search(between) or _CHILD.search(between)
    return None if told else people[0].lastgroup


def experiencer(
    text: str, sentence: Span, mention: Span, literals: list[Span], previous: Span | None
) -> str | None:
    """The class of the person the mention is about; None when the words leave it open."""
    return (
        _within(text, sentence, mention, literals)
        or _after(text, sentence, mention)
        or _before(text, sentence, mention)
        or (_carried(text, sentence, mention, previous) if previous else None)
    )


def _within(text: str, sentence: Span, mention: Span, literals: list[Span]) -> str | None:
    """Somebody named inside the mention whom the pattern did not ask for: "mother's sister has
    depression".
    """
    for person in _people(text, *sentence):
        if person.start() < mention[0] - LONGEST_PERSON or person.end() > mention[1]:
            continue
        asked_for = any(start < person.end() <= end for start, end in literals)
        alongside = _table("alongside").search(text, max(0, person.start() - 20), person.start())
        if person.end() <= mention[0] or alongside or person.lastgroup not in FAR:
            continue
        if person.lastgroup == "earlier_pregnancy" or not asked_for:
            return person.lastgroup
    return None


def _after(text: str, sentence: Span, mention: Span) -> str | None:
    """ "asthma in his mother", "epilepsy on the father's side"."""
    link = _table("link_after").match(text, mention[1], sentence[1])
    person = _anybody().match(text, link.end(), sentence[1]) if link else None
    if not person or person.lastgroup in OPEN or _table("and_the_child").match(text, person.end()):
        return None
    return person.lastgroup


def _before(text: str, sentence: Span, mention: Span) -> str | None:
    """ "his mother has epilepsy", "maternal asthma", "brother: asthma": the last person named before the
    mention.
    """
    so_far = [person for person in _people(text, *sentence) if person.end() <= mention[0]]
    if not so_far:
        return None
    ends = [stop.end() for stop in _table("clause_end").finditer(text, sentence[0], mention[0])]
    begin = max(ends, default=sentence[0])
    asides = [aside.span() for aside in _table("aside").finditer(text, sentence[0], mention[0])]
    people = [
        person
        for person in so_far
        if begin <= person.start()
        and not any(start <= person.start() < end for start, end in asides)
        and not _is_by_the_way(text, person)
    ]
    while (
        len(people) > 1
        and people[-1].lastgroup in OPEN
        and text[people[-2].end() : people[-1].start()].strip() == "of"
    ):
        people.pop()
    if (
        people
        and people[-1].lastgroup == "child"
        and people[-2:-1]
        and people[-2].lastgroup == "earlier_pregnancy"
    ):
        return "earlier_pregnancy"
    while people and people[-1].lastgroup == "pronoun":
        people.pop()
        if people and _table("who_clause").match(text, people[-1].end(), mention[0]):
            break
        people = people if people and people[-1].lastgroup in FAR else []
    if not people or people[-1].lastgroup in OPEN:
        return None
    between = text[people[-1].end() : mention[0]]
    for start, end in asides:
        if start >= people[-1].end():
            between = between.replace(text[start:end], " ")
    if _table("observes").search(between) or _table("does_to_child").match(text, mention[0]):
        return None
    if "earlier_pregnancy" in (person.lastgroup for person in people):
        return "earlier_pregnancy"
    beside = _table("alongside").search(text, max(0, people[-1].start() - 20), people[-1].start())
    if between.startswith("'s") and _table("goes_on").search(between):
        return None
    attribute = len(between.split()) <= 3 and not beside and not _table("verb").search(between)
    if not attribute and not _table("has").match(between):
        return None
    return "parent" if _table("minds").match(text, people[-1].end(), mention[0]) else people[-1].lastgroup


def _is_by_the_way(text: str, person: re.Match[str]) -> bool:
    """Somebody who did something for the child, "found by his brother", in whose place it was, whose
    tablets it took or who was with the child, "she and her sister"; or the child itself, "she was their
    second child".
    """
    before = max(0, person.start() - 40), person.start()
    if person.lastgroup == "earlier_pregnancy" and _table("is_the_child").search(text, *before):
        return True
    if _table("did_it").search(text, *before) or _table("together").search(text, *before):
        return True
    owns = person[0].endswith("'s") or text.startswith("'s", person.end())
    return owns and any(
        _table(theirs).match(text, person.end()) and _table(leads_to_it).search(text, *before)
        for leads_to_it, theirs in OWNED
    )


def _carried(text: str, sentence: Span, mention: Span, previous: Span) -> str | None:
    """A sentence that starts with he, she or they goes on about the person the sentence before began with;
    one that starts with "that baby" about another child that it named.
    """
    if _table("that_one").match(text, sentence[0], mention[0]):
        spoken_of = [person.lastgroup for person in _people(text, *previous) if person.lastgroup in FAR]
        return spoken_of[-1] if spoken_of else None
    pronoun = _table("pronoun_start").match(text, sentence[0], mention[0])
    if not pronoun:
        return None
    subject = _table("subject_start").match(text, *previous)
    person = _anybody().match(text, subject.end() if subject else previous[0], previous[1])
    if not person or person.lastgroup in OPEN or _table("observes").match(text[person.end() : previous[1]]):
        return None
    fits = _same_sex(pronoun["p"], person[0]) and _table("has").match(text[person.end() : previous[1]])
    return person.lastgroup if fits else None


def _same_sex(pronoun: str, person: str) -> bool:
    """Whether the pronoun can stand for the person: "she" is not a father, nor both parents."""
    other = {
        "he": r"mother|mum|sister|aunt|woman|girl|parents|couple",
        "she": r"father|dad|brother|uncle|\bman\b|boy|parents|couple",
    }
    return not re.search(other.get(pronoun, "(?!)"), person)
