"""Finds the sentences that speak of themes or words, and says of each how it is meant and why it is there."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from services.theming.domain.confirming.places import Place as Judged
from services.theming.domain.confirming.places import places
from services.theming.domain.search.hits import Found, Hit, Why, chosen, together
from services.theming.domain.search.nearness import Stand
from services.theming.domain.search.nearness import together as near
from services.theming.domain.search.question import Question
from services.theming.domain.themes.assertions import Assertion, strongest
from services.theming.nlp.reading import Reading
from services.theming.nlp.themer import Themer
from services.theming.nlp.told_files import is_learnt
from services.theming.queries import search
from services.theming.searching.sought import Sought
from services.theming.searching.things import TOKEN, Place, Sentence, Span, Stems, Thing
from shared.storage import Transaction

#: More are not looked through: who finds so many asks too widely, and is told so.
MOST_MENTIONS, MOST_TEXTS = 2000, 300
#: Characters between words that stand side by side.
_BESIDE = 3


def find(tx: Transaction, question: Question, sought: Sought, themer: Themer) -> Found:
    """Raises NotPermitted. Cases restricted to others are not looked at.

    Sentences that have the words come first, then those in which a theme is named otherwise; newest first.
    """
    mentions = search.mentions_of_themes(tx, question.themes, MOST_MENTIONS) if question.themes else []
    wanted = sought.of_index
    texts = search.texts_with_words(tx, wanted, MOST_TEXTS) if wanted.wanted else []
    by_theme = _of_themes(tx, question.themes, mentions) if question.themes else ()
    named, told = _told_apart(by_theme, question)
    by_words = list(_of_words(tx, texts, sought, themer))
    hits = together([*named, *by_words])
    ordered = sorted(hits, key=lambda hit: (not hit.worded, _is_told(hit), -hit.text_id, hit.sentence))
    more = len(mentions) == MOST_MENTIONS or len(texts) == MOST_TEXTS
    apart = len(texts) - len({hit.text_id for hit in by_words}) if sought.together else 0
    return chosen(ordered, question, more, apart, len(told - {hit.place for hit in hits}))


def _told_apart(by_theme: Iterable[Hit], question: Question) -> tuple[list[Hit], set[tuple[int, Span]]]:
    """Hits, and places where no rule finds the theme but all words of the sentence together tell it: what
    they say is likely and no more, so that they are found by who chooses the theme, not by words alone.
    """
    hits = [hit for hit in by_theme if hit.whys]
    told = [hit for hit in hits if _is_told(hit) and hit.whys[0].theme != question.theme]
    apart = {hit.place for hit in told if hit.assertion is Assertion.AFFIRMED}
    return [hit for hit in hits if hit not in told], apart


def _is_told(hit: Hit) -> bool:
    return all(is_learnt(why.rule) for why in hit.whys)


def _of_themes(tx: Transaction, themes: Sequence[str], mentions: Sequence[Any]) -> Iterator[Hit]:
    """As the rules read it, or as a person did who judged the sentence."""
    judged = search.judged_cases(tx, themes)
    yield from (_of_mention(row) for row in mentions if row.case_reference not in judged)
    for text in search.texts_of_cases(tx, judged):
        mine = [row for row in mentions if row.text_id == text.id]
        yield from map(partial(_of_place, text.id), places(text.text, mine, judged[text.case_reference]))


def _of_place(text_id: int, place: Judged) -> Hit:
    """A place that a person says does not speak of the theme has no reason to be found."""
    said = place.assertion
    cue, rule = ("", "") if place.judged else ((*place.cues, "")[0], place.rules[0])
    whys = (Why((span,), said, cue, place.theme, rule) for span in place.spans if said)
    return Hit(text_id, place.sentence, tuple(whys))


def _of_mention(row: Any) -> Hit:
    why = Why(((row.start, row.end),), Assertion(row.assertion), row.cue, row.theme, row.rule_id)
    return Hit(row.text_id, (row.sentence_start, row.sentence_end), (why,))


def _of_words(tx: Transaction, texts: Sequence[Any], sought: Sought, themer: Themer) -> Iterator[Hit]:
    readings = {row.id: themer.read(row.text) for row in texts}
    said = {match[0] for reading in readings.values() for match in TOKEN.finditer(reading.text)}
    stems = search.stems_of(tx, said)
    mentions = search.mentions_in(tx, readings) if texts else {}
    for row in texts:
        yield from _in_text(row, readings[row.id], sought, stems, mentions.get(row.id, ()))


def _in_text(
    row: Any, reading: Reading, sought: Sought, stems: Stems, mentions: Sequence[Any]
) -> Iterator[Hit]:
    for span in reading.sentences:
        sentence = Sentence(reading, span, row.text, stems)
        groups = [group for things in sought.alternatives for group in _groups(sentence, things)]
        if groups:
            whys = dict.fromkeys(_why(reading, group, mentions) for group in groups)
            yield Hit(row.id, reading.span(*span), tuple(whys))


def _groups(sentence: Sentence, things: Sequence[Thing]) -> Iterator[list[Place]]:
    """Places that have all the things together, in the order of the sentence."""
    stands: dict[Stand, Place] = {}
    for number, thing in enumerate(things):
        found = {Stand(*sentence.numbers(place), number): place for place in thing.places(sentence)}
        if not found:
            return
        stands |= found
    for group in near(list(stands), len(things), sentence.turns):
        yield [stands[stand] for stand in group]


def _why(reading: Reading, group: Sequence[Place], mentions: Sequence[Any]) -> Why:
    """What belongs together is meant in one way: what is denied of one of the words is denied of all."""
    phrase = next((place.phrase for place in group if place.phrase), None)
    even = sorted(span for place in group for span in place.words)
    words = [reading.span(*span) for span in even]
    assertion, cue = reading.said_of(even, phrase.about if phrase else ())
    if phrase is None:
        typed = {word for span in even for word in reading.text[slice(*span)].split()}
        theirs = [row for row in mentions if _are_among(row, words) and typed.isdisjoint(row.cue.split())]
        assertion, cue = _as_themes_read(assertion, cue, theirs)
    return Why(_runs(words), assertion, cue, phrase=phrase.label if phrase else "")


def _are_among(mention: Any, words: Sequence[Span]) -> bool:
    return any(mention.start < end and start < mention.end for start, end in words)


def _as_themes_read(alone: Assertion, cue: str, mentions: Sequence[Any]) -> tuple[Assertion, str]:
    """As the themes did that have the words among their own: what is somebody else's to the words alone may
    be a carer's to a theme for which that counts.
    """
    theirs = {Assertion(row.assertion): row.cue for row in mentions}
    if Assertion.AFFIRMED in theirs:
        return (Assertion.AFFIRMED, "") if alone is Assertion.OTHER_PERSON else (alone, cue)
    wins = strongest({alone, *theirs} - {Assertion.AFFIRMED})
    return wins, theirs.get(wins, cue) if wins is not alone else cue


def _runs(spans: Sequence[Span]) -> tuple[Span, ...]:
    """In their order, those side by side as one."""
    runs: list[Span] = []
    for start, end in sorted(spans):
        if runs and start - runs[-1][1] < _BESIDE:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return tuple(runs)
