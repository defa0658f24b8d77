"""How a text of a pack may be worded, so that nobody can be known by it and nobody is hurt by it.

The rules are data (``wording.toml``), as are the commonest names. What they cannot find, such as another name
or a story told in other words, the second person has to see.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from services.theming.domain.packs.shares import ShareRule
from shared.errors import Fault
from shared.identifier_patterns import PATTERNS, identifiers_in, with_article
from shared.named_people import named_in

_ENDS = re.compile(r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<=[.!?])[”\"')]*\s+(?=[A-Z“\"(‘])|\n+")
_PLACEHOLDER = re.compile(r"(?<!\?P)<(\w+)>")
_SPACE = re.compile(r"[^\S\n]+")
# A line that goes on is no end of a sentence.
_GOES_ON = re.compile(r"(?<![.!?:;\n]) ?\n(?! *(?:\n|[-•*]))")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
NAMES, TITLED = "PW-21", "PW-09"
#: What the second reader is told of names: the list that they are looked up in has the commonest alone.
NAMES_LOOKED_FOR = "common names of people, and what looks like an address"
BLANK = "\u2423"  # what stands for a phrase that is allowed: no pattern takes it for a word


Pattern = re.Pattern[str]


@dataclass(frozen=True)
class WordingRule:
    """``under``: it holds for a text that rests on fewer cases than this; 0: for every text.

    ``patterns``: what it finds, each with kinder words or ""; ``also``: each list has to find something too;
    ``unless``: what leaves a sentence alone; ``spares``: what is taken out of it first. ``covers``: rules
    that need not be named beside it. ``not_of_composites``: it leaves alone an account that says it is put
    together from several cases, where enough of them stand behind the text.
    """

    id: str
    looks_for: str
    under: int
    says: str
    patterns: tuple[tuple[Pattern, str], ...]
    also: tuple[tuple[Pattern, ...], ...] = ()
    unless: tuple[Pattern, ...] = ()
    spares: tuple[Pattern, ...] = ()
    covers: tuple[str, ...] = ()
    not_of_composites: bool = False

    def holds_for(self, rests_on: int, composite: bool = False) -> bool:
        if composite and self.not_of_composites:
            return False
        return not self.under or rests_on < self.under

    def fault_in(self, sentence: str) -> str:
        """What is wrong with a sentence, or ""."""
        judged = _blanked(sentence, self.spares)
        if _any(self.unless, judged) or not all(_any(each, judged) for each in self.also):
            return ""
        found = [
            (said[0].strip(), instead) for each, instead in self.patterns if (said := each.search(judged))
        ]
        kinder = "; ".join(f"“{said}” (kinder: {instead})" for said, instead in found if instead)
        return (f"{self.says}: {kinder}" if kinder else self.says) if found else ""


@dataclass(frozen=True)
class WordingRules:
    version: str
    allowed: tuple[Pattern, ...]
    rules: tuple[WordingRule, ...]
    shares: ShareRule
    composite: Pattern
    """How a paragraph says that its account is put together from several cases."""
    fewest_of_composite: int

    @property
    def looked_for(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """What is looked for in texts that rest on fewer cases than a number; 0, the first: in every text."""
        kinds: dict[int, list[str]] = {0: [self.shares.looks_for, NAMES_LOOKED_FOR, *PATTERNS]}
        for rule in reversed(self.rules):
            kinds.setdefault(rule.under, []).insert(0, rule.looks_for)
        return tuple((under, tuple(kinds[under])) for under in sorted(kinds))


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
        tuple(
            re.compile(rf"\b{_full(phrase, words)}(?<!\W)(?!\w)", re.IGNORECASE)
            for phrase in written["allowed"]
        ),
        tuple(_rule(row, words) for row in written["rules"]),
        ShareRule.of(written["share"]),
        re.compile(_full(written["composite"]["find"], words), re.IGNORECASE),
        written["composite"]["fewest"],
    )


def _rule(row: Mapping[str, Any], words: Mapping[str, str]) -> WordingRule:
    case = 0 if row.get("exact_case") else re.IGNORECASE

    def made(patterns: Iterable[str]) -> tuple[Pattern, ...]:
        return tuple(re.compile(_full(each, words), case) for each in patterns)

    finds = [{"find": each, "instead": ""} if isinstance(each, str) else each for each in row["patterns"]]
    return WordingRule(
        row["id"],
        row["looks_for"],
        row["under"],
        row["says"],
        tuple(zip(made(each["find"] for each in finds), (each["instead"] for each in finds), strict=True)),
        tuple(made(each) for each in row.get("also", ())),
        made(row.get("unless", ())),
        made(row.get("spares", ())),
        tuple(row.get("covers", ())),
        row.get("not_of_composites", False),
    )


def _full(pattern: str, words: Mapping[str, str]) -> str:
    while _PLACEHOLDER.search(pattern):
        pattern = _PLACEHOLDER.sub(lambda found: words[found[1]], pattern)
    return pattern


def _any(patterns: Iterable[Pattern], sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _blanked(sentence: str, phrases: Iterable[Pattern]) -> str:
    for phrase in phrases:
        sentence = phrase.sub(BLANK, sentence)
    return sentence


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line that ends in a stop, or before an empty line or a list, ends one."""
    seen = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    plain = _GOES_ON.sub(" ", _SPACE.sub(" ", seen))
    return [each.strip() for each in _ENDS.split(plain) if each.strip()]


def wording_faults(text: str, *, rests_on: int) -> list[WordingFault]:
    """Every rule that a sentence breaks, in the order of the text. ``rests_on``: cases it is drawn from."""
    known = wording_rules()
    found: list[WordingFault] = []
    for paragraph in _PARAGRAPH.split(text):
        composite = rests_on >= known.fewest_of_composite and bool(known.composite.search(paragraph))
        found += (fault for each in sentences(paragraph) for fault in _faults(each, rests_on, composite))
    return found


def field_faults(field: str, text: str, *, rests_on: int) -> list[Fault]:
    """The same as faults of a form's field."""
    return [Fault(field, fault.message) for fault in wording_faults(text, rests_on=rests_on)]


def _faults(sentence: str, rests_on: int, composite: bool) -> Iterator[WordingFault]:
    known = wording_rules()
    judged = _blanked(sentence, known.allowed)
    found = {
        rule: fault
        for rule in known.rules
        if rule.holds_for(rests_on, composite) and (fault := rule.fault_in(judged))
    }
    covered = {each for rule in found for each in rule.covers}
    titled = any(rule.id == TITLED for rule in found)
    for rule, fault in found.items():
        if rule.id not in covered:
            yield WordingFault(rule.id, sentence, fault)
    if known.shares.finds(judged, rests_on):
        yield WordingFault(known.shares.id, sentence, known.shares.says)
    for named in () if titled else named_in(judged):
        yield WordingFault(NAMES, sentence, f"seems to have {named.kind}, “{named.words}”. Leave it out")
    for kind in identifiers_in(sentence):
        yield WordingFault("PW-13", sentence, f"seems to show {with_article(kind)}. Leave it out")
