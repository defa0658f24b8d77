"""A pack's material at one instant: cases, notifications, recommendations, learning, numbers, signals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.theming.domain.discovery.local_theme import LOCAL_LABEL
from services.theming.domain.packs.contents import (
    NOT_COUNTED,
    CaseInBrief,
    Figure,
    FigureTable,
    OpenNotification,
    PackContents,
    PackRecommendation,
    PackTheme,
    Signal,
    figure,
    themes_with_enough,
)
from services.theming.domain.packs.rules import PackRules, pack_rules_on
from services.theming.domain.packs.signal_words import MORE_THAN_USUAL
from services.theming.domain.packs.taken_over import held_back
from services.theming.domain.packs.wording import wording_rules
from services.theming.domain.signals.standing import METHOD_NAMES
from services.theming.domain.statistics.published_table import PublishedTable
from services.theming.domain.statistics.question import Question
from services.theming.domain.statistics.tree import ALL
from services.theming.packs.learned import Learned
from services.theming.publishing import KNOWN, answer
from services.theming.queries import pack_material
from services.theming.queries.codebooks import codebook_in_use, themes_spoken_of
from services.theming.queries.precision import advisory_themes
from services.theming.queries.signals import signals_for_pack
from shared.disclosure.policies import policy_on
from shared.periods import Period
from shared.storage import Transaction

POLICY = "publishable"
_SPLITS = ("theme_group", "age_band", "modifiability")


def gather(tx: Transaction, quarter: Period, *, today: date) -> PackContents:
    """Everything the pack of this quarter is made of, as it stands now. For the office."""
    rules, policy = pack_rules_on(today), policy_on(POLICY, today)
    # A withdrawn theme says so in its name; what was confirmed with it in the quarter stays.
    codebook = replace(codebook_in_use(tx), themes=themes_spoken_of(tx))
    facts = pack_material.reviewed_in(tx, quarter)
    by_theme = _answer(tx, "theme", quarter, today)
    material = _Material(tx, quarter, facts, rules, today)
    enough = themes_with_enough(_in_order(material.themes, codebook.themes), rules.fewest_cases)
    learned = Learned(tx, material.learning, material.themes, enough)
    figures = {row.key: figure(row.key, row.label, row.cell) for row in by_theme.rows}
    return PackContents(
        quarter=quarter.name,
        as_of=today,
        gathered_at=tx.at,
        codebook=codebook.version,
        policy=f"{policy.label}, version {policy.version}",
        policy_rule=policy.rule,
        rules=rules.version,
        wording=wording_rules().version,
        fewest_cases=rules.fewest_cases,
        reviewed=figure("reviewed", "Reviews completed", by_theme.total),
        reviewed_cases=len(facts),
        tables=tuple(_figure_table(_answer(tx, by, quarter, today)) for by in _SPLITS),
        themes=tuple(material.theme(codebook, theme, figures.get(theme), learned) for theme in enough),
        signals=(*_more_than_usual(tx, quarter, rules, today), *_signals(tx, rules)),
        case_versions=tuple((each.case_reference, each.review_version or 0) for each in facts),
        learning=learned.among_several(case for theme in enough for case in material.themes[theme]),
    )


def _answer(tx: Transaction, by: str, quarter: Period, today: date) -> PublishedTable:
    return answer(tx, Question(KNOWN[by], quarter, ALL, "reviewed", POLICY), today=today)


def _figure_table(table: PublishedTable) -> FigureTable:
    rows = tuple(figure(row.key, row.label, row.cell) for row in table.rows)
    return FigureTable(table.question.by.name, table.question.by.label, table.question.by.overlaps, rows)


def _in_order(themes: Mapping[str, list[str]], codebook: Mapping[str, Any]) -> dict[str, list[str]]:
    return {theme: themes[theme] for theme in codebook if theme in themes}


def _signals(tx: Transaction, rules: PackRules) -> tuple[Signal, ...]:
    found = []
    for row in pack_material.signals_open(tx):
        cases = sorted(pack_material.open_to_all(tx, row.cases))
        if len(cases) >= rules.fewest_signal_cases:
            held = held_back(f"{row.label}. {', '.join(row.terms)}", len(cases))
            found.append(Signal(row.label, tuple(row.terms), tuple(cases), held))
    return tuple(found[: rules.most_signals])


def _more_than_usual(tx: Transaction, quarter: Period, rules: PackRules, today: date) -> tuple[Signal, ...]:
    """What was raised from notifications since the quarter began, and not found to be chance."""
    found = []
    for signal, evidence, cases in signals_for_pack(tx, quarter.starts_on, today):
        if len(cases) >= rules.fewest_signal_cases:
            # A category's number would look like a count.
            label = f"{MORE_THAN_USUAL}{signal.label.lstrip('0123456789 ')}"
            spoke = tuple(METHOD_NAMES[name] for name in evidence.methods)
            found.append(Signal(label, spoke, tuple(cases), held_back(label, len(cases)), counted=True))
    return tuple(found[: rules.most_signals])


class _Material:
    """What is read once for all themes of a quarter."""

    def __init__(
        self, tx: Transaction, quarter: Period, facts: Sequence[Any], rules: PackRules, today: date
    ) -> None:
        cases = [each.case_reference for each in facts]
        self.quarter, self.rules, self.today = quarter, rules, today
        self.facts = {each.case_reference: each for each in facts}
        self.themes = pack_material.themes_confirmed(tx, cases)
        self.quotes = pack_material.quotes_of(tx, cases)
        self.by_hand, self.in_any_text = pack_material.shown_otherwise(tx, cases)
        self.open = pack_material.not_yet_reviewed(tx, until=today)
        self.recommendations = pack_material.recommendations_until(tx, today)
        asked_of = {each.case_reference for each in self.recommendations}
        self.themes_of_asked = pack_material.themes_confirmed(tx, asked_of)
        self.learning = pack_material.learning_of(tx, cases)
        self.advisory = advisory_themes(tx)

    def theme(self, codebook: Any, theme: str, counted: Figure | None, learned: Learned) -> PackTheme:
        known = codebook.themes[theme]
        waiting = tuple(self._waiting(each) for each in self.open if each.theme == theme)
        shown = policy_on(POLICY, self.today).shown(len({each.case_reference for each in waiting}))
        return PackTheme(
            id=theme,
            label=known.label,
            group=codebook.groups.get(known.group, LOCAL_LABEL),
            definition=known.definition,
            figure=counted or Figure(theme, known.label, NOT_COUNTED, ""),
            cases=tuple(self._in_brief(case, theme) for case in self.themes[theme]),
            open=waiting,
            open_figure=figure(theme, known.label, shown),
            recommendations=tuple(
                self._asked(each) for each in self.recommendations if self._is_on(each, theme)
            ),
            learning=learned.of(self.themes[theme]),
            advisory=theme in self.advisory,
        )

    def _in_brief(self, case: str, theme: str) -> CaseInBrief:
        facts, quote = self.facts[case], self.quotes.get((case, theme), "")
        return CaseInBrief(
            case,
            facts.review_version or 0,
            facts.age_band or "",
            facts.area or "",
            facts.category,
            facts.modifiability or "",
            " ".join(quote.split())[: self.rules.longest_quote],
            self._shown_by(case, theme),
        )

    def _shown_by(self, case: str, theme: str) -> str:
        """A key of SHOWN_BY: where a theme of a case is shown, the review before other texts."""
        if (case, theme) in self.quotes:
            return "review"
        if (case, theme) in self.in_any_text:
            return "other"
        return "hand" if (case, theme) in self.by_hand else "gone"

    def _waiting(self, row: Any) -> OpenNotification:
        return OpenNotification(
            row.case_reference,
            row.notified_on,
            row.age_band or "",
            row.status == "confirmed",
            row.notified_on >= self.quarter.starts_on,
        )

    def _is_on(self, row: Any, theme: str) -> bool:
        """Whether it was made on the theme: as the panel said, or else as its case has it confirmed."""
        return (
            theme in row.themes if row.themes else row.case_reference in self.themes_of_asked.get(theme, ())
        )

    def _asked(self, row: Any) -> PackRecommendation:
        return PackRecommendation(
            row.case_reference,
            row.review_version,
            row.number,
            row.text,
            row.owner,
            row.level,
            row.agreed_on,
            row.due_on,
            row.state,
            row.effect,
            held_back(f"{row.text}\n\n{row.owner}", 1),
        )
