"""How a text of a pack may be worded, so that nobody can be known by it and nobody is hurt by it.

The rules are data (``wording.toml``). What they cannot find, such as a name, the second person has to see.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.errors import Fault
from shared.identifier_patterns import identifiers_in, with_article

_ENDS = re.compile(r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<=[.!?])[”\"')]*\s+(?=[A-Z“\"(‘])|\n+")
_PLACEHOLDER = re.compile(r"<(\w+)>")
_SPACE = re.compile(r"[^\S\n]+")
# A line that goes on is no end of a sentence.
_GOES_ON = re.compile(r"(?<![.!?:;\n]) ?\n(?! *(?:\n|[-•*]))")
BLANK = "\u2423"  # what stands for a phrase that is allowed: no pattern takes it for a word


@dataclass(frozen=True)
class WordingRule:
    """``under``: it holds for a text that rests on fewer cases than this; 0: for every text."""

    id: str
    under: int
    says: str
    patterns: tuple[re.Pattern[str], ...]

    def finds(self, sentence: str) -> bool:
        return any(pattern.search(sentence) for pattern in self.patterns)


@dataclass(frozen=True)
class WordingRules:
    version: str
    allowed: tuple[re.Pattern[str], ...]
    rules: tuple[WordingRule, ...]


@dataclass(frozen=True)
class WordingFault:
    """One rule that one sentence breaks."""

    rule: str
    sentence: str
    says: str

    @property
    def message(self) -> str:
        return f"“{self.sentence}” {self.says}"


@cache
def wording_rules() -> WordingRules:
    written = tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))
    words: Mapping[str, str] = written["words"]
    return WordingRules(
        written["version"],
        tuple(re.compile(rf"\b{phrase}\b") for phrase in written["allowed"]),
        tuple(
            WordingRule(
                row["id"],
                row["under"],
                row["says"],
                tuple(_compiled(each, words, row.get("exact_case", False)) for each in row["patterns"]),
            )
            for row in written["rules"]
        ),
    )


def _compiled(pattern: str, words: Mapping[str, str], exact_case: bool) -> re.Pattern[str]:
    while _PLACEHOLDER.search(pattern):
        pattern = _PLACEHOLDER.sub(lambda found: words[found[1]], pattern)
    return re.compile(pattern, 0 if exact_case else re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line that ends in a stop, or before an empty line or a list, ends one."""
    seen = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    plain = _GOES_ON.sub(" ", _SPACE.sub(" ", seen))
    return [each.strip() for each in _ENDS.split(plain) if each.strip()]


def wording_faults(text: str, *, rests_on: int) -> list[WordingFault]:
    """Every rule that a sentence breaks, in the order of the text. ``rests_on``: cases it is drawn from."""
    return [fault for sentence in sentences(text) for fault in _faults(sentence, rests_on)]


def field_faults(field: str, text: str, *, rests_on: int) -> list[Fault]:
    """The same as faults of a form's field."""
    return [Fault(field, fault.message) for fault in wording_faults(text, rests_on=rests_on)]


def _faults(sentence: str, rests_on: int) -> Iterator[WordingFault]:
    known = wording_rules()
    judged = sentence
    for phrase in known.allowed:
        judged = phrase.sub(BLANK, judged)
    for rule in known.rules:
        if (not rule.under or rests_on < rule.under) and rule.finds(judged):
            yield WordingFault(rule.id, sentence, rule.says)
    for kind in identifiers_in(sentence):
        yield WordingFault("PW-13", sentence, f"seems to show {with_article(kind)}. Leave it out")
