"""A person makes a theme of this panel's own: from a proposal of discovery, or from a single case."""

from collections.abc import Sequence
from dataclasses import replace

from services.theming.actions.discovery.dismiss_proposal import SETTLED, SETTLED_SINCE, settle
from services.theming.actions.discovery.keep_local_theme import keep_local_theme, pattern_faults
from services.theming.domain.discovery.local_theme import (
    LocalTheme,
    as_texts_are_read,
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


def make_local_theme(
    tx: Transaction,
    *,
    label: str,
    group: str,
    definition: str,
    patterns: Sequence[str],
    examples: Sequence[str] = (),
    from_proposal: int | None = None,
    from_case: str = "",
    names_nobody: bool = False,
) -> str:
    """The id of the new theme. Texts are read with it once the codebook it makes is adopted.
    ``from_case``: the reference of the case it was seen in; "" where it was none. ``names_nobody``: who typed
    it has said that nobody is meant by what might be a name.

    Raises Invalid naming every fault, TransitionRefused where the proposal is settled.
    """
    theme = theme_as_typed(
        tx,
        label=label,
        group=group,
        definition=definition,
        patterns=patterns,
        examples=examples,
        from_proposal=from_proposal,
        from_case=from_case,
        names_nobody=names_nobody,
    )
    detail = {"codebook": available_codebook(tx).version}
    keep_local_theme(tx, theme)
    if from_proposal is not None:
        found = proposal(tx, from_proposal)
        settle(tx, found.id, found.status, "promoted", local_theme=theme.id)
    tx.audit("make_local_theme", case=from_case or None, subject=theme.id, detail=detail)
    return theme.id


def theme_as_typed(
    tx: Transaction,
    *,
    label: str,
    group: str,
    definition: str,
    patterns: Sequence[str],
    examples: Sequence[str] = (),
    from_proposal: int | None = None,
    from_case: str = "",
    names_nobody: bool = False,
) -> LocalTheme:
    """The theme that these words would make, which is kept nowhere yet. Raises as ``make_local_theme``."""
    check(tx.person, Permission.CONFIRM_THEME)
    codebook, others = available_codebook(tx), local_themes(tx)
    found = proposal(tx, from_proposal) if from_proposal is not None else None
    if found is not None and found.status in SETTLED:
        raise TransitionRefused(SETTLED_SINCE)
    taken = {*codebook.themes, *(each.id for each in others)}
    theme = LocalTheme(id_for(taken), 1, label, group, definition, tuple(patterns), tuple(examples))
    faults = [
        *theme_faults(label, group, definition, patterns, codebook, others),
        *(named_by_the_program(label, found.label, found.terms) if found else ()),
        *pattern_faults(patterns),
        *words_faults(theme, names_nobody=names_nobody),
        *(_NO_SUCH_CASE if from_case and not case_is_known(tx, from_case) else ()),
    ]
    if faults:
        raise Invalid(faults)
    return replace(theme, patterns=tuple(map(as_texts_are_read, patterns)))
