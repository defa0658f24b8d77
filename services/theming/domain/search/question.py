"""What somebody searches for, and what may be asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.theming.domain.search.phrases import Phrase
from services.theming.domain.search.rules import search_rules
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import Codebook
from shared.errors import Fault
from shared.identifier_patterns import identifiers_in, with_article

#: What is found though nobody asked for more: what is true of the child.
ALWAYS = Assertion.AFFIRMED
MAY_BE_ASKED_FOR = tuple(each for each in Assertion if each is not ALWAYS)


@dataclass(frozen=True)
class Question:
    """Words as typed, themes by id, and the readings to show besides what is affirmed. ``theme``: the one
    that was chosen; the others are named by the words.
    """

    words: str
    themes: tuple[str, ...]
    also: frozenset[Assertion]
    theme: str = ""

    def shows(self, assertion: Assertion) -> bool:
        return assertion is ALWAYS or assertion in self.also


@dataclass(frozen=True)
class OfIndex:
    """What texts are chosen by: ``wanted`` as ``to_tsquery`` reads it ("" chooses none), phrases that they
    hold word for word, and phrases that they do not.
    """

    wanted: str
    demanded: tuple[Phrase, ...] = ()
    absent: tuple[Phrase, ...] = ()


def question_faults(words: str, theme: str, also: Collection[str], codebook: Codebook) -> list[Fault]:
    """What is wrong with a question as typed, every fault at once."""
    faults = []
    if not words and not theme:
        faults.append(Fault("words", "Type words to search for, or choose a theme"))
    longest = search_rules().longest
    if len(words) > longest:
        faults.append(Fault("words", f"Search for {longest} characters or less"))
    faults += [
        Fault("words", f"This seems to show {with_article(kind)}: no text here holds one, so leave it out")
        for kind in identifiers_in(words)
    ]
    if theme and theme not in codebook.themes:
        faults.append(Fault("theme", "Choose a theme of the codebook"))
    if not set(also) <= {each.value for each in MAY_BE_ASKED_FOR}:
        faults.append(Fault("also", "Choose from the list what else to show"))
    return faults


def themes_called(words: str, codebook: Codebook) -> tuple[str, ...]:
    """Themes whose name or id the words are, or all of whose words stand in the name, in either number."""
    asked = _plain(words)
    if set(asked) <= search_rules().no_name_alone:
        return ()
    return tuple(
        theme.id
        for theme in codebook.themes.values()
        if words.strip().lower() == theme.id or _stands_in(asked, _plain(theme.label))
    )


def _plain(words: str) -> list[str]:
    letters = "".join(letter if letter.isalnum() else " " for letter in words.lower())
    return [_single(word) for word in letters.split()]


def _single(word: str) -> str:
    """Without the ending of a plural: "interpreters" ask for what "interpreter" does."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "sui" else word


def _stands_in(asked: Sequence[str], name: Sequence[str]) -> bool:
    """The words stand side by side in the name: "road" and "road vehicle", not "a vehicle on a road"."""
    starts = range(len(name) - len(asked) + 1)
    return any(list(name[at : at + len(asked)]) == list(asked) for at in starts) and max(map(len, asked)) > 3
