"""The codebook's rules and the cues, read from their data files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from services.theming.domain.themes.assertions import Assertion
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
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


@cache
def lexicons() -> Lexicons:
    tables = read("lexicons.toml")
    return Lexicons({name: words for table in tables.values() for name, words in table.items()})


@lru_cache(maxsize=2**14)
def _expression(pattern: str) -> Expression:
    """Read once in a process: two codebooks have most of their patterns in common."""
    return express(pattern, lexicons())


def _all(patterns: list[str]) -> tuple[Expression, ...]:
    return tuple(map(_expression, patterns))


def _rule(theme: str, data: Mapping[str, Any]) -> Rule:
    unknown = data.keys() - RULE_KEYS
    if unknown:
        raise ValueError(f"{theme}.{data['id']}: unknown keys {sorted(unknown)}")
    said = Assertion(data["assertion"]) if "assertion" in data else None
    needs, unless = _all(data.get("needs", [])), _all(data.get("unless", []))
    reach = data.get("reach", "sentence")
    patterns, about = _all(data["patterns"]), frozenset(data.get("about", []))
    return Rule(
        theme,
        f"{theme}.{data['id']}",
        patterns,
        said,
        needs,
        unless,
        reach,
        data.get("age"),
        about,
        _all(data.get("unless_text", [])),
        data.get("heading"),
    )


def _cues(data: Mapping[str, Any], theme: str | None = None) -> list[tuple[Expression, Cue]]:
    said = Assertion(data["assertion"]) if data["assertion"] != "none" else None
    direction, words = data.get("direction", "forward"), data.get("words", 10)
    stops, final = data.get("stops", "clause"), data.get("final", False)
    cue = Cue(data["id"], said, direction, words, stops, theme, final)
    return [(expression, cue) for expression in _all(data["patterns"])]


def shared_cues() -> list[tuple[Expression, Cue]]:
    return [pair for data in read("cues.toml")["cues"] for pair in _cues(data)]


def cues_of_any_words() -> list[tuple[Expression, Cue]]:
    """Those that count where no theme's rule matched."""
    return [pair for data in read("any_words.toml")["cues"] for pair in _cues(data)]


def read_theme(theme: str, folder: Path = CODEBOOK) -> dict[str, Any]:
    """A theme's file as it stands, with the weights of its told words where it has them."""
    with (folder / f"{theme}.toml").open("rb") as file:
        data = tomllib.load(file)
    told = read_told(theme, folder)
    return data | {"told_words": told} if told else data


def theme_rules(data: Mapping[str, Any]) -> ThemeRules:
    """The rules of one theme, given as its file gives them. Raises ValueError, KeyError or BadExpression for
    a faulty one.
    """
    theme = data["id"]
    rules = tuple(_rule(theme, rule) for rule in data["rules"])
    cues = tuple(pair for cue in data.get("cues", []) for pair in _cues(cue, theme))
    friends, ignored = _all(data.get("false_friends", [])), frozenset(data.get("ignored_cues", []))
    about, told = frozenset(data.get("about", [])), data.get("told_words")
    return ThemeRules(theme, about, rules, friends, ignored, cues, told, _all(data.get("in_text", [])))
