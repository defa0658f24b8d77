"""A person makes a theme of this panel's own: from a proposal of discovery, or from a single case."""

from collections.abc import Sequence

from sqlalchemy import insert

from services.theming.actions.discovery.dismiss_proposal import settle
from services.theming.domain.discovery.local_theme import LocalTheme, id_for, theme_faults
from services.theming.queries.codebooks import available_codebook
from services.theming.queries.discovery import proposal
from services.theming.tables import local_theme
from shared.errors import Fault, Invalid
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
    codebook = available_codebook(tx)
    faults = theme_faults(label, group, definition, patterns, codebook) + _unreadable(patterns)
    if faults:
        raise Invalid(faults)
    theme = LocalTheme(
        id_for(label, codebook.themes.keys()), 1, label, group, definition, tuple(patterns), tuple(examples)
    )
    _keep(tx, theme)
    if from_proposal is not None:
        found = proposal(tx, from_proposal)
        settle(tx, from_proposal, found.status, "promoted", local_theme=theme.id)
    tx.audit("make_local_theme", subject=theme.id, detail={"codebook": codebook.version})
    return theme.id


def _keep(tx: Transaction, theme: LocalTheme) -> None:
    told = {"label": theme.label, "theme_group": theme.group, "definition": theme.definition}
    rules = {"patterns": list(theme.patterns), "examples": list(theme.examples)}
    by = {"made_by": tx.person.id, "made_by_name": tx.person.name, "made_at": tx.at}
    tx.session.execute(insert(local_theme).values(id=theme.id, version=theme.version, **told, **rules, **by))


def _unreadable(patterns: Sequence[str]) -> list[Fault]:
    """A line that is no pattern, or one that proves nothing, with what is wrong with it."""
    # Here and not above: the text pipeline is loaded where a pattern has to be tried, and nowhere else.
    from services.theming.nlp.expressions import BadExpression, express
    from services.theming.nlp.rules import lexicons

    faults = []
    for pattern in patterns:
        try:
            telling = express(pattern.lower(), lexicons()).telling
        except (BadExpression, KeyError, ValueError) as fault:
            faults.append(Fault("patterns", f"“{pattern}” cannot be looked for: {fault}"))
        else:
            if not telling:
                faults.append(Fault("patterns", f"“{pattern}” would be found in nearly every text"))
    return faults
