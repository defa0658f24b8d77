"""Which themes searched words belong to, by the codebook's names and by the rules themselves; and whether
they were asked for with a word such as "no".
"""

from services.theming.discovery.words import EMPTY, TOKEN
from services.theming.domain.search.question import themes_called
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import Codebook
from services.theming.nlp.themer import Themer


def themes_asked(words: str, codebook: Codebook, themer: Themer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The themes that the words as a whole name, and those that a part of them names.

    A phrase in double quotation marks is to be found word for word: what it names is a part alone.
    """
    phrase = '"' in words
    whole = set() if phrase else set(themes_called(words, codebook))
    part: set[str] = set()
    for proposal in themer.propose(words).proposals:
        spans = [(each.start, each.end) for each in proposal.evidence]
        (whole if not phrase and _is_all(words, spans) else part).add(proposal.theme)
    order = [theme for theme in codebook.themes if theme in whole | part]
    return tuple(each for each in order if each in whole), tuple(each for each in order if each not in whole)


def turned_by(words: str, themer: Themer) -> tuple[str, Assertion] | None:
    """The word that turns what was asked for, such as "no", and how it is meant then. None where there is
    none: in a phrase, which is found word for word, and where it belongs to a theme, as in "no interpreter".
    """
    if '"' in words:
        return None
    for proposal in themer.propose(words).proposals:
        spans = [(each.start, each.end) for each in proposal.evidence]
        if proposal.assertion is Assertion.AFFIRMED and _is_all(words, spans):
            return None
    reading = themer.read(words)
    for match in TOKEN.finditer(words):
        assertion, cue = reading.assertion_of(*match.span())
        typed = cue.strip().lower()
        if assertion is not Assertion.AFFIRMED and typed and typed in words.lower():
            return typed, assertion
    return None


def _is_all(words: str, spans: list[tuple[int, int]]) -> bool:
    """Whether every word that says something stands within the spans."""
    telling = [match.span() for match in TOKEN.finditer(words) if match[0].lower() not in EMPTY]
    return all(any(start <= at and end <= stop for start, stop in spans) for at, end in telling)
