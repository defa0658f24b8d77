"""A person changes a theme of this panel's own, or takes up a withdrawn one: a new version, and why."""

from collections.abc import Sequence
from dataclasses import replace

from services.theming.actions.discovery.keep_local_theme import keep_local_theme, pattern_faults
from services.theming.domain.discovery.local_theme import (
    LOCAL_GROUP,
    LOCAL_LABEL,
    LocalTheme,
    ThemeChangedMeanwhile,
    as_texts_are_read,
    even_label,
    theme_faults,
    words_faults,
)
from services.theming.domain.themes.codebook import Codebook
from services.theming.domain.themes.theme_confirmation import reason_faults
from services.theming.queries.codebooks import available_codebook
from services.theming.queries.local_themes import local_theme_of, local_themes
from shared.errors import Fault, Invalid, TransitionRefused
from shared.people import Permission, check
from shared.storage import Transaction


def change_local_theme(
    tx: Transaction,
    *,
    theme: str,
    version: int,
    label: str,
    definition: str,
    patterns: Sequence[str],
    reason: str,
    names_nobody: bool = False,
) -> None:
    """``version``: the one that the person saw. Texts are read with the new one once the codebook it makes is
    adopted; what people have decided stays. ``names_nobody``: nobody is meant by what might be a name.

    Raises NotFound, ThemeChangedMeanwhile where somebody has changed it since, TransitionRefused where its
    words were taken out, Invalid naming every fault.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    before = local_theme_of(tx, theme)
    check_is_newest(before, version)
    if before.words_taken_out:
        raise TransitionRefused("The words of this theme were taken out: make a new theme.")
    after = replace(
        before,
        version=before.version + 1,
        label=even_label(label),
        definition=definition,
        patterns=tuple(patterns),
        withdrawn_on=None,
    )
    faults = _faults(tx, after) + why_faults(reason, "Say why it is changed")
    faults += words_faults(after, reason, names_nobody=names_nobody)
    after = replace(after, patterns=tuple(map(as_texts_are_read, patterns)))
    if not faults and replace(after, version=before.version) == before:
        faults = [Fault("patterns", "Nothing is changed in the name, when a case has it, or these lines")]
    if faults:
        raise Invalid(faults)
    keep_local_theme(tx, after, reason=reason)
    tx.audit("change_local_theme", subject=theme, detail={"version": after.version})


def check_is_newest(theme: LocalTheme, version: int) -> None:
    """Raises ThemeChangedMeanwhile."""
    if theme.version != version:
        raise ThemeChangedMeanwhile


def why_faults(reason: str, missing: str) -> list[Fault]:
    return reason_faults(reason) + ([] if reason else [Fault("reason", missing)])


def _faults(tx: Transaction, theme: LocalTheme) -> list[Fault]:
    codebook = available_codebook(tx)
    rest = {name: each for name, each in codebook.themes.items() if name != theme.id}
    others = [each for each in local_themes(tx) if each.id != theme.id]
    # The group that it has stays its group, though no other theme may be left in it.
    groups = {LOCAL_GROUP: LOCAL_LABEL, **codebook.groups, theme.group: theme.group}
    known = Codebook(codebook.version, groups, rest)
    told = (theme.label, theme.group, theme.definition, theme.patterns)
    return theme_faults(*told, known, others) + pattern_faults(theme.patterns)
