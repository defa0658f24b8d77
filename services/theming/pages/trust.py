"""How far proposals can be trusted: what people confirmed, how far two people agree, what was learnt."""

from typing import Any

from fastapi import Request, Response

from services.theming.domain.confirming.agreement import agreement, by_theme, in_words, not_compared
from services.theming.domain.confirming.evidence import same_words
from services.theming.domain.confirming.precision import Precision
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.queries.codebooks import codebook_in_use, themes_spoken_of
from services.theming.queries.double_reading import cases_read_twice, waiting_for_second
from services.theming.queries.opinions import Examples, cases_spoken_of, examples_got_wrong, last_learning
from services.theming.queries.precision import precision_of_themes
from shared.people import Permission, can
from shared.web import HtmlRouter, Tx, page

html = HtmlRouter()
#: How a rule is called that is made of words which told a theme in other accounts.
TOLD, LEARNT_WORDS = "told_words", "Words that told this theme in other accounts"


@html.get("/trust", name="trust")
def trust(request: Request, tx: Tx) -> Response:
    """Counts of decisions by theme; no case is named but those that wait for who is looking, and those of
    which a model speaks.
    """
    decided, readings = precision_of_themes(tx), cases_read_twice(tx)
    themes, in_use = themes_spoken_of(tx), codebook_in_use(tx).themes
    examples = examples_got_wrong(tx)
    wrong = _by_sentence(examples)
    tx.audit("read_trust", reading=True, detail={"read_twice": len(readings)})
    return page(
        request,
        "trust.html",
        rules=confirming_rules(),
        themes=themes,
        rows=[
            (theme, decided.get(theme.id, Precision(theme.id, 0, 0)))
            for theme in themes.values()
            if theme.id in in_use or theme.id in decided
        ],
        overall=agreement(readings, in_use),
        agreements=by_theme(readings, in_use),
        not_compared=not_compared(readings, in_use),
        in_words=in_words,
        waiting=waiting_for_second(tx) if can(tx.person, Permission.CONFIRM_THEME) else [],
        examples=examples,
        wrong=wrong,
        different=sum(len(sentences) for sentences in wrong.values()),
        learnt=last_learning(tx),
        spoken_of={theme: found for theme, found in cases_spoken_of(tx).items() if theme in in_use},
    )


def _by_sentence(examples: Examples) -> dict[str, list[tuple[str, str, int]]]:
    """By theme, each sentence still read wrongly, with the rule and how many cases tell it so."""
    found: dict[str, dict[str, list[Any]]] = {}
    for each in examples.wrong:
        found.setdefault(each.theme, {}).setdefault(same_words(each.sentence), []).append(each)
    return {
        theme: [
            (rows[0].sentence, _in_words(rows[0].still_wrong_by), len(rows)) for rows in sentences.values()
        ]
        for theme, sentences in found.items()
    }


def _in_words(rule: str) -> str:
    """What found the sentence, without the program's own names."""
    name = rule.rsplit(".", 1)[-1]
    return LEARNT_WORDS if name == TOLD else f"Words of the rule “{name.replace('_', ' ')}”"
