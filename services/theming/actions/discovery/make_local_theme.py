"""A person makes a theme of this panel's own: from a proposal of discovery, or from a single case."""

from collections.abc import Sequence

from services.theming.actions.discovery.dismiss_proposal import settle
from services.theming.actions.discovery.keep_local_theme import keep_local_theme, pattern_faults
from services.theming.domain.discovery.local_theme import LocalTheme, id_for, theme_faults
from services.theming.queries.codebooks import available_codebook
from services.theming.queries.discovery import proposal
from services.theming.queries.local_themes import local_themes
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def make_local_theme(
    tx: Transaction,
    *,
    label: str,
    group: str,
    definition: str,
    patterns: Sequence[str],
    examples: Sequence[str] = (),
    from_proposal: int | None = None,
) -> str:
    """The id of the new theme. Texts are read with it once the codebook it makes is adopted.

    Raises Invalid naming every fault.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    codebook, others = available_codebook(tx), local_themes(tx)
    faults = theme_faults(label, group, definition, patterns, codebook, others) + pattern_faults(patterns)
    if faults:
        raise Invalid(faults)
    taken = {*codebook.themes, *(each.id for each in others)}
    theme = LocalTheme(id_for(label, taken), 1, label, group, definition, tuple(patterns), tuple(examples))
    keep_local_theme(tx, theme)
    if from_proposal is not None:
        found = proposal(tx, from_proposal)
        settle(tx, from_proposal, found.status, "promoted", local_theme=theme.id)
    tx.audit("make_local_theme", subject=theme.id, detail={"codebook": codebook.version})
    return theme.id
