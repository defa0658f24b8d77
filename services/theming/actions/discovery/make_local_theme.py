"""A person makes a theme of this panel's own: from a proposal of discovery, or from a single case."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Required, TypedDict, Unpack

from services.theming.actions.discovery.dismiss_proposal import SETTLED, SETTLED_SINCE, settle
from services.theming.actions.discovery.keep_local_theme import keep_local_theme, pattern_faults
from services.theming.domain.discovery.local_theme import (
    LocalTheme,
    as_texts_are_read,
    even_label,
    id_for,
    named_by_the_program,
    theme_faults,
    words_faults,
)
from services.theming.queries.codebooks import available_codebook
from services.theming.queries.discovery import proposal
from services.theming.queries.local_themes import local_themes
from services.theming.queries.standing import case_is_known
from shared.errors import Fault, Invalid, TransitionRefused
from shared.people import Permission, check
from shared.storage import Transaction

_NO_SUCH_CASE = (
    Fault("case", "There is no case with this reference: copy it as it stands on the case's page"),
)


class Typed(TypedDict, total=False):
    """A theme as somebody types it. ``from_proposal``: of discovery, by number. ``from_case``: the reference
    of the case it was seen in; "" where it was none. ``names_nobody``: who typed it has said that nobody is
    meant by what might be a name.
    """

    label: Required[str]
    group: Required[str]
    definition: Required[str]
    patterns: Required[Sequence[str]]
    examples: Sequence[str]
    from_proposal: int | None
    from_case: str
    names_nobody: bool


def make_local_theme(tx: Transaction, **typed: Unpack[Typed]) -> str:
    """The id of the new theme. Texts are read with it once the codebook it makes is adopted.

    Raises Invalid naming every fault, TransitionRefused where the proposal is settled.
    """
    theme, number, case = theme_as_typed(tx, **typed), typed.get("from_proposal"), typed.get("from_case")
    detail = {"codebook": available_codebook(tx).version}
    keep_local_theme(tx, theme)
    if number is not None:
        found = proposal(tx, number)
        settle(tx, found.id, found.status, "promoted", local_theme=theme.id)
    tx.audit("make_local_theme", case=case or None, subject=theme.id, detail=detail)
    return theme.id


def theme_as_typed(tx: Transaction, **typed: Unpack[Typed]) -> LocalTheme:
    """The theme that these words would make, which is kept nowhere yet. Raises as ``make_local_theme``."""
    check(tx.person, Permission.CONFIRM_THEME)
    codebook, others = available_codebook(tx), local_themes(tx)
    label, patterns, case = even_label(typed["label"]), typed["patterns"], typed.get("from_case")
    number = typed.get("from_proposal")
    found = proposal(tx, number) if number is not None else None
    if found is not None and found.status in SETTLED:
        raise TransitionRefused(SETTLED_SINCE)
    taken = {*codebook.themes, *(each.id for each in others)}
    told = (typed["group"], typed["definition"])
    theme = LocalTheme(id_for(taken), 1, label, *told, tuple(patterns), tuple(typed.get("examples", ())))
    faults = [
        *theme_faults(label, *told, patterns, codebook, others),
        *(named_by_the_program(label, found.label, found.terms) if found else ()),
        *pattern_faults(patterns),
        *words_faults(theme, names_nobody=typed.get("names_nobody", False)),
        *(_NO_SUCH_CASE if case and not case_is_known(tx, case) else ()),
    ]
    if faults:
        raise Invalid(faults)
    return replace(theme, patterns=tuple(map(as_texts_are_read, patterns)))
