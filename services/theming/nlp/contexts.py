"""What a mention says: its rule, the answer after a heading, the cues that govern it, the person it is
about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.theming.domain.themes.assertions import Assertion, strongest
from services.theming.nlp.forms import Field, free_answer
from services.theming.nlp.pattern_index import PatternIndex
from services.theming.nlp.people import experiencer, is_person, named, other_case
from services.theming.nlp.rules import Cue, Rule, ThemeRules
from services.theming.nlp.scopes import FoundCue, governs, longest
from services.theming.nlp.told_files import is_learnt

Span = tuple[int, int]
#: In a theme's `about`: it is true of the case whoever is named, as with what a service did.
ANYONE = "anyone"


#: A question mark written before a word: "?NAI".
QUERY = re.compile(r"(?<![a-z])[?]+ ?$")


#: A negation that brings in something more: "seizures and no rescue medication".
JOINED = re.compile(
    r"(?:\b(?:and|with|had|but)|,) (?:no|nil)\b[^,]*$|\b(?:and|with|had|so) (?:not|never)\b[^,]*$"
    r"|\bwithout\b[^,]*$"
    r"|\b(?:that|which|who|and|it) (?:was|were|had|did|would|could|is|has)? ?(?:not|never|no)\b[^,]*$"
)


DENIAL = re.compile(r"\b(?:no|not|never|nor|nil|without|neither)\b")


@dataclass
class Found:
    """A place where a rule matched: `literals` are the parts of it the pattern itself names, without its
    gaps. `odds` is how clearly the words of its sentence speak of the theme, in hundredths of log odds;
    `near` says which cues and people its sentence names before and after it, whether they govern it or not.
    """

    rule: Rule
    start: int
    end: int
    literals: list[Span]
    sentence: Span
    previous: Span | None = None
    field: Field | None = None
    assertion: Assertion = Assertion.AFFIRMED
    cue: str = ""
    label: str = ""
    odds: int | None = None
    near: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Whether a rule matched it or the words of its sentence together tell it."""
        return "told" if is_learnt(self.rule.id) else "rule"


def find_cues(text: str, sentence: Span, index: PatternIndex[Cue]) -> list[FoundCue]:
    return [FoundCue(cue, *match.span()) for match, cue in index.matches(text, *sentence)]


def _overlaps_a_literal(text: str, found: FoundCue, mention: Found) -> bool:
    """Words that the pattern itself names are no cue, unless the denial stands before it: "neither parent
    smokes".
    """
    touches = any(found.start < end and start < found.end for start, end in mention.literals)
    if touches and (found.cue.assertion is None or found.cue.direction == "backward"):
        return not (found.cue.final and _surrounds(found, mention))
    if found.start < mention.start and not DENIAL.search(text, mention.start, found.end):
        return False
    return touches


def _surrounds(found: FoundCue, mention: Found) -> bool:
    """ "not a cot death in the end": the words stand in the gap of the cue."""
    return found.start < mention.start and mention.end < found.end


def _looks_at(found: FoundCue, mention: Found) -> bool:
    """Whether the cue stands where it could speak of the mention from; inert words always count."""
    if found.cue.assertion is None or (found.cue.final and _surrounds(found, mention)):
        return True
    return _reach(found, mention) is not None


def _reach(found: FoundCue, mention: Found) -> Span | None:
    """The part of the mention that the cue looks at: the next literal after it, or the last one before it."""
    if found.cue.direction != "backward":
        for start, end in mention.literals:
            if end > found.end or (end == found.end and found.start < start):
                return max(start, found.end), end
    if found.cue.direction != "forward":
        for literal in reversed(mention.literals):
            if literal[1] <= found.start:
                return literal
    return None


def governing(text: str, mention: Found, cues: list[FoundCue], theme: ThemeRules) -> list[FoundCue]:
    """The cues that speak of this mention."""
    outside = [found for found in cues if not _overlaps_a_literal(text, found, mention)]
    usable = [found for found in outside if found.cue.theme in (None, theme.id)]
    wanted = [
        found
        for found in longest([found for found in usable if _looks_at(found, mention)])
        if found.cue.id not in theme.ignored_cues
    ]
    return [found for found in wanted if _speaks_of(text, found, mention)]


def _speaks_of(text: str, found: FoundCue, mention: Found) -> bool:
    if found.cue.final and _surrounds(found, mention):
        return True
    part = _reach(found, mention)
    if part is None or not governs(found, text, mention.sentence, part):
        return False
    inside = mention.start < found.start < mention.end
    return not (
        inside and JOINED.search(text, mention.start, found.end) and not is_person(text, mention.literals[0])
    )


def _answered(text: str, mention: Found) -> Assertion | None:
    """What the answer says of a mention in the heading of a form; a "no" to what denies is a yes."""
    field = mention.field
    if not field:
        return None
    says = field.says or free_answer(text, field)
    denies = mention.rule.heading == "no" or mention.rule.assertion is Assertion.NEGATED
    if denies and says is Assertion.NEGATED:
        return Assertion.AFFIRMED
    if denies and says is Assertion.AFFIRMED:
        return Assertion.NEGATED
    return says


def _near(text: str, mention: Found, cues: list[FoundCue]) -> Iterator[str]:
    for found in cues:
        if found.cue.assertion and found.cue.theme in (None, mention.rule.theme):
            yield f"cue {found.cue.assertion.value} {'before' if found.start < mention.start else 'after'}"
    for kind, start in named(text, mention.sentence):
        yield f"person {kind} {'before' if start < mention.start else 'after'}"


def decide(text: str, mention: Found, cues: list[FoundCue], theme: ThemeRules) -> None:
    """Sets the mention's assertion, the words or rule that decided it, and what is near it."""
    mention.near = tuple(sorted(set(_near(text, mention, cues))))
    said = _answered(text, mention)
    if said and (said is not Assertion.AFFIRMED or mention.rule.heading == "no"):
        mention.assertion, mention.cue = said, "answer to a heading"
        return
    if mention.rule.assertion:
        mention.assertion, mention.cue = mention.rule.assertion, f"rule {mention.rule.id}"
        return
    if said:
        mention.cue = "answer to a heading"
    governed = [found for found in governing(text, mention, cues, theme) if found.cue.assertion]
    last_words = [found for found in governed if found.cue.final]
    readings = {found.cue.assertion: found for found in last_words or governed}
    about = mention.rule.about or theme.about
    person = experiencer(
        text, mention.sentence, (mention.start, mention.end), mention.literals, mention.previous
    )
    kinds: set[Assertion] = {said for said in readings if said}
    if not last_words and QUERY.search(text, max(0, mention.start - 3), mention.start):
        kinds.add(Assertion.UNCERTAIN)
    if ANYONE in about:
        person = "other" if other_case(text, mention.sentence, (mention.start, mention.end)) else None
    if person and person not in about:
        kinds.add(Assertion.OTHER_PERSON)
    if text.startswith(":", mention.end):
        kinds.discard(Assertion.HYPOTHETICAL)  # "Asked about smoking: five a day"
    mention.assertion = strongest(kinds)
    if mention.assertion in readings:
        found = readings[mention.assertion]
        mention.cue = text[found.start : found.end]
    elif mention.assertion is Assertion.OTHER_PERSON:
        mention.cue = f"about a {person}".replace("_", " ")
