"""A pack's material without some cases, for somebody who may not see them now. What is kept stays."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from services.theming.domain.packs.contents import PackContents, PackLearning, PackTheme


def without_cases(contents: PackContents, cases: Collection[str]) -> PackContents:
    """Nothing in it comes from these cases: no row, sentence or recommendation, no line of theirs."""
    out = frozenset(cases) & contents.case_references
    if not out:
        return contents
    signals = (replace(each, case_references=_kept(each.case_references, out)) for each in contents.signals)
    return replace(
        contents,
        themes=tuple(_theme(each, out) for each in contents.themes),
        signals=tuple(signals),
        case_versions=tuple(each for each in contents.case_versions if each[0] not in out),
        learning=_learning(contents.learning, out),
    )


def left_out_while_read(number: int) -> str:
    """What a reader is told of cases that they read as the second person; "" where there is none.

    On every part alike: where it stood only on the case's own themes, it would tell them.
    """
    if not number:
        return ""
    cases = "One case is left out here while you read it"
    if number > 1:
        cases = f"{number} cases are left out here while you read them"
    return f"{cases} as second reader. This stands on every part, whichever themes the review has."


def _theme(theme: PackTheme, out: frozenset[str]) -> PackTheme:
    return replace(
        theme,
        cases=tuple(each for each in theme.cases if each.case_reference not in out),
        open=tuple(each for each in theme.open if each.case_reference not in out),
        recommendations=tuple(each for each in theme.recommendations if each.case_reference not in out),
        learning=_learning(theme.learning, out),
    )


def _learning(points: Iterable[PackLearning], out: frozenset[str]) -> tuple[PackLearning, ...]:
    left = (replace(each, case_references=_kept(each.case_references, out)) for each in points)
    return tuple(each for each in left if each.case_references)


def _kept(references: Iterable[str], out: frozenset[str]) -> tuple[str, ...]:
    return tuple(each for each in references if each not in out)
