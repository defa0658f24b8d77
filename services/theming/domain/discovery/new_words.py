"""Words that are new in a quarter, or suddenly frequent: a product, a drug, a challenge, a kind of place."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.theming.domain.discovery.rules import discovery_rules


@dataclass(frozen=True)
class NewWord:
    """`cases` of this quarter use it, `before` cases did; `kind` is "new" or "surging"."""

    words: str
    kind: str
    cases: tuple[str, ...]
    before: int


def new_words(
    now: Mapping[str, Collection[str]], before: Mapping[str, Collection[str]]
) -> tuple[NewWord, ...]:
    """From the words of each case of the quarter and of each earlier one; nothing without earlier ones."""
    if not before:
        return ()
    rules = discovery_rules()
    earlier: Counter[str] = Counter(word for words in before.values() for word in set(words))
    users: dict[str, list[str]] = {}
    for case in sorted(now):
        for word in set(now[case]):
            users.setdefault(word, []).append(case)
    found = [
        NewWord(word, kind, tuple(cases), earlier[word])
        for word, cases in users.items()
        if (kind := _kind(len(cases), len(now), earlier[word], len(before)))
    ]
    found.sort(key=lambda each: (each.kind != "new", -len(each.cases), -len(each.words.split()), each.words))
    return tuple(found[: rules.most_new_words])


def _kind(cases: int, of: int, before: int, of_before: int) -> str:
    rules = discovery_rules()
    if cases < rules.new_word_cases:
        return ""
    if before <= rules.new_word_before:
        return "new"
    times = (cases / of) / (before / of_before)
    return "surging" if cases >= rules.new_word_cases + 1 and times >= rules.surging_times else ""
