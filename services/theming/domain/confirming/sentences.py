"""Which sentences a decision on a theme as a whole is about: what a card shows, and what is kept of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.theming.domain.confirming.evidence import Held, same_words
from services.theming.domain.confirming.seen import mark_of


@dataclass(frozen=True)
class AffirmingSentence:
    """A sentence in which a rule finds a theme affirmed, or of which a person has said so."""

    theme: str
    material_id: str
    version: int
    sentence: str
    words: str
    rule_id: str
    pipeline_version: str


@dataclass(frozen=True)
class ThemeSentences:
    """``to_accept``: what confirming a theme accepts; ``to_reject``: what rejecting it rejects."""

    to_accept: tuple[AffirmingSentence, ...]
    to_reject: tuple[AffirmingSentence, ...]

    @property
    def mark(self) -> str:
        """What a form carries of them."""
        return mark_of(each.sentence for each in (*self.to_accept, *self.to_reject))


def sentences_of(
    theme: str, by_rules: Sequence[AffirmingSentence], held: Held, there: Collection[str]
) -> ThemeSentences:
    """``by_rules``: where rules find the theme affirmed; ``there``: of the sentences that people judged,
    those that a text still has.

    Confirming accepts what nobody has judged; a sentence judged by itself stays as it is, unless nothing else
    would be left that shows the theme: then what was rejected is taken back. Rejecting rejects all that was
    said to show it, whoever said so.
    """
    mine = {sentence: each for (of, sentence), each in held.items() if of == theme}
    shown = [each for each in by_rules if each.theme == theme]
    known = {same_words(each.sentence) for each in shown}
    by_hand = [
        (AffirmingSentence(theme, "", 0, each.sentence, each.words, "", ""), each)
        for sentence, each in mine.items()
        if sentence not in known
    ]
    accept = [each for each in shown if same_words(each.sentence) not in mine]
    if not accept and not any(each.affirms for each in mine.values()):
        rejected = [one for one, each in by_hand if each.assertion is None and each.sentence in there]
        accept = [*shown, *rejected]
    reject = [
        each for each in shown if (judged := mine.get(same_words(each.sentence))) is None or judged.affirms
    ]
    reject += [one for one, each in by_hand if each.affirms]
    return ThemeSentences(tuple(accept), tuple(reject))
