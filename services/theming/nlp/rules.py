"""The codebook's rules and the cues, read from their data files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.faulty_file import (
    FaultyFile,
    one_of,
    read_toml,
    refuse_unknown,
    told_path,
    within,
    words_in,
)
from services.theming.nlp.expressions import Expression, Lexicons, express
from services.theming.nlp.told_files import read_told

FOLDER = Path(__file__).parent
CODEBOOK = FOLDER / "codebook"
#: What a [[rules]] table of a theme file may hold.
RULE_KEYS = {
    "id",
    "patterns",
    "assertion",
    "needs",
    "unless",
    "reach",
    "age",
    "about",
    "unless_text",
    "heading",
}
THEME_KEYS = {
    "id",
    "label",
    "group",
    "definition",
    "about",
    "ignored_cues",
    "false_friends",
    "in_text",
    "rules",
}
THEME_KEYS |= {"cues", "examples", "near_misses", "cannot_occur"}
CUE_KEYS = {"id", "assertion", "direction", "words", "stops", "final", "patterns"}
REACHES, HEADINGS, DIRECTIONS = {"sentence", "near", "text"}, {"yes", "no"}, {"forward", "backward", "both"}
#: The gates of ages.py.
AGES = {"newborn", "after_newborn", "infant", "young_child", "from_8_years", "from_10_years"}
AGES |= {"from_10_years_known"}
#: Whose mentions may count besides the child's: classes of people.toml, and "anyone".
ABOUT = {
    "parent",
    "sibling",
    "grandparent",
    "relative",
    "other",
    "another_child",
    "earlier_pregnancy",
    "anyone",
}
Made = TypeVar("Made")


@dataclass(frozen=True)
class Rule:
    """Patterns that show a theme. `needs` must and `unless` must not stand in the same sentence (or
    `reach` text), `unless_text` nowhere in the text. A rule with a `heading` speaks only as the heading of a
    form, and that answer ("yes" or "no") affirms it.
    """

    theme: str
    id: str
    patterns: tuple[Expression, ...]
    assertion: Assertion | None
    needs: tuple[Expression, ...]
    unless: tuple[Expression, ...]
    reach: str
    age: str | None
    about: frozenset[str]
    unless_text: tuple[Expression, ...] = ()
    heading: str | None = None


@dataclass(frozen=True)
class Cue:
    """Words that change how a mention reads.

    `direction` is forward, backward or both; `words` how far it reaches; `stops` the table of words that
    end it. A `final` one is the last word on the matter and outweighs every other reading. An `assertion`
    of None makes it inert: it only keeps shorter cues inside it from counting.
    """

    id: str
    assertion: Assertion | None
    direction: str
    words: int
    stops: str
    theme: str | None = None
    final: bool = False


@dataclass(frozen=True)
class ThemeRules:
    """What the text pipeline knows of one theme. `about` lists whose mentions count; `told` is how much its
    words speak for it, where that was learnt; one of `in_text`, if any, must stand somewhere in the text.
    """

    id: str
    about: frozenset[str]
    rules: tuple[Rule, ...]
    false_friends: tuple[Expression, ...]
    ignored_cues: frozenset[str]
    cues: tuple[tuple[Expression, Cue], ...]
    told: Mapping[str, Any] | None = None
    in_text: tuple[Expression, ...] = ()


def read(name: str) -> dict[str, Any]:
    return read_toml(FOLDER / name)


@cache
def lexicons() -> Lexicons:
    tables = read("lexicons.toml")
    return Lexicons({name: words for table in tables.values() for name, words in table.items()})


@lru_cache(maxsize=2**14)
def _expression(pattern: str) -> Expression:
    """Read once in a process: two codebooks have most of their patterns in common."""
    return express(pattern, lexicons())


def _all(data: Mapping[str, Any], key: str) -> tuple[Expression, ...]:
    patterns = words_in(data, key)
    with within(key):
        return tuple(map(_expression, patterns))


def _each(given: Any, kind: str, make: Callable[[Mapping[str, Any]], Made]) -> Iterator[Made]:
    for number, one in enumerate(given, 1):
        with within(f"{kind} {one.get('id', number)}"):
            yield make(one)


def _rule(theme: str, data: Mapping[str, Any]) -> Rule:
    refuse_unknown(data, RULE_KEYS)
    said = Assertion(data["assertion"]) if "assertion" in data else None
    needs, unless, unless_text = _all(data, "needs"), _all(data, "unless"), _all(data, "unless_text")
    reach = one_of(data.get("reach", "sentence"), REACHES, "reach")
    age = one_of(data["age"], AGES, "age") if "age" in data else None
    heading = one_of(data["heading"], HEADINGS, "heading") if "heading" in data else None
    about, id = frozenset(words_in(data, "about", ABOUT)), f"{theme}.{data['id']}"
    if not data["patterns"]:
        raise FaultyFile("patterns: there is none")
    patterns = _all(data, "patterns")
    return Rule(theme, id, patterns, said, needs, unless, reach, age, about, unless_text, heading)


def _cues(data: Mapping[str, Any], theme: str | None = None) -> list[tuple[Expression, Cue]]:
    refuse_unknown(data, CUE_KEYS)
    said = Assertion(data["assertion"]) if data["assertion"] != "none" else None
    direction = one_of(data.get("direction", "forward"), DIRECTIONS, "direction")
    stops = one_of(data.get("stops", "clause"), cue_file()["stops"], "stops")
    cue = Cue(data["id"], said, direction, data.get("words", 10), stops, theme, data.get("final", False))
    return [(expression, cue) for expression in _all(data, "patterns")]


@cache
def cue_file() -> dict[str, Any]:
    return read("cues.toml")


def shared_cues() -> list[tuple[Expression, Cue]]:
    with within(told_path(FOLDER / "cues.toml")):
        return [pair for found in _each(cue_file()["cues"], "cue", _cues) for pair in found]


def cues_of_any_words() -> list[tuple[Expression, Cue]]:
    """Those that count where no theme's rule matched."""
    return [pair for data in read("any_words.toml")["cues"] for pair in _cues(data)]


def read_theme(theme: str, folder: Path = CODEBOOK) -> dict[str, Any]:
    """A theme's file as it stands, with the weights of its told words where it has them.

    Raises FaultyFile.
    """
    file = folder / f"{theme}.toml"
    data = read_toml(file)
    with within(told_path(file)):
        refuse_unknown(data, THEME_KEYS)
        one_of(data["id"], [theme], "id")
    told = read_told(theme, folder)
    return data | {"told_words": told} if told else data


def theme_rules(data: Mapping[str, Any]) -> ThemeRules:
    """The rules of one theme, given as its file gives them. Raises FaultyFile, with the place."""
    theme = data["id"]
    rules = tuple(_each(data["rules"], "rule", lambda rule: _rule(theme, rule)))
    found = _each(data.get("cues", []), "cue", lambda cue: _cues(cue, theme))
    cues = tuple(pair for pairs in found for pair in pairs)
    friends, ignored = _all(data, "false_friends"), frozenset(words_in(data, "ignored_cues"))
    about, told = frozenset(words_in(data, "about", ABOUT)), data.get("told_words")
    return ThemeRules(theme, about, rules, friends, ignored, cues, told, _all(data, "in_text"))
