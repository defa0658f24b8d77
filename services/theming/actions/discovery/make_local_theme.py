"""A person makes a theme of this panel's own: from a proposal of discovery, or from a single case."""

from collections.abc import Sequence
from dataclasses import replace

from services.theming.actions.discovery.dismiss_proposal import settle
from services.theming.actions.discovery.keep_local_theme import keep_local_theme, pattern_faults
from services.theming.domain.discovery.local_theme import (
    LocalTheme,
    id_for,
    named_by_the_program,
    theme_faults,
    words_faults,
)
from services.theming.queries.codebooks import available_codebook
from services.theming.queries.discovery import proposal
from services.theming.queries.local_themes import local_themes
from services.theming.queries.standing import case_is_known
from shared.errors import Fault, Invalid
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

    Raises Invalid naming every fault.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    codebook, others = available_codebook(tx), local_themes(tx)
    found = proposal(tx, from_proposal) if from_proposal is not None else None
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
    keep_local_theme(tx, replace(theme, patterns=tuple(each.lower() for each in patterns)))
    if found is not None:
        settle(tx, found.id, found.status, "promoted", local_theme=theme.id)
    detail = {"codebook": codebook.version}
    tx.audit("make_local_theme", case=from_case or None, subject=theme.id, detail=detail)
    return theme.id
