"""A version of a theme of this panel's own is kept, and what is wrong with its patterns as typed."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy.dialects.postgresql import insert

from services.theming.domain.discovery.local_theme import (
    LocalTheme,
    ThemeChangedMeanwhile,
    as_texts_are_read,
)
from services.theming.tables import local_theme
from shared.errors import Fault
from shared.storage import Transaction

#: What a line may ask of the reader of texts: more would keep every text waiting for one line.
WIDEST_GAP, MOST_GAPS, MOST_REPEATED = 20, 3, 1


_SIGNS = re.compile(r"[\[\]^$\\]")
_WRITE = "Write the words as a text would have them; a star stands for any ending"
#: What the reader of patterns says, and the same for who typed one.
_PLAIN = {
    "not a word": f"it has a part without a letter or number. {_WRITE}",
    "no closing bracket": f"each bracket that is opened must be closed. {_WRITE}",
    "may be empty": f"beside a bracket or an upright bar words are missing. {_WRITE}",
    "a gap must lead": "a gap (~ or <> with a number) must stand between two words",
    "no lexicon": "there is no list of words of that name",
}


def keep_local_theme(tx: Transaction, theme: LocalTheme, *, reason: str = "") -> None:
    """Raises ThemeChangedMeanwhile where somebody else has kept this version of it."""
    told = {"label": theme.label, "theme_group": theme.group, "definition": theme.definition}
    rules = {"patterns": list(theme.patterns), "examples": list(theme.examples)}
    by = {"made_by": tx.person.id, "made_by_name": tx.person.name, "made_at": tx.at}
    ended = {"reason": reason, "withdrawn": theme.withdrawn_on is not None}
    row = insert(local_theme).values(id=theme.id, version=theme.version, **told, **rules, **by, **ended)
    kept = row.on_conflict_do_nothing(index_elements=["id", "version"]).returning(local_theme.c.number)
    if tx.session.scalar(kept) is None:
        raise ThemeChangedMeanwhile


def pattern_faults(patterns: Sequence[str]) -> list[Fault]:
    """A line that is no pattern, one that proves nothing, one that is too much work, with what is wrong."""
    # Here and not above: the text pipeline is loaded where a pattern has to be tried, and nowhere else.
    from services.theming.nlp.expressions import PART, BadExpression, express
    from services.theming.nlp.rules import lexicons

    faults = []
    for number, pattern in enumerate(patterns, 1):
        if asked := _too_much(PART.findall(as_texts_are_read(pattern))) or _unread(pattern):
            faults.append(Fault("patterns", f"Line {number}, “{pattern}”, cannot be looked for: {asked}"))
            continue
        try:
            telling = express(as_texts_are_read(pattern), lexicons()).telling
        except (BadExpression, KeyError, ValueError) as fault:
            said = next((plain for sign, plain in _PLAIN.items() if sign in str(fault)), _WRITE)
            faults.append(Fault("patterns", f"Line {number}, “{pattern}”, cannot be looked for: {said}"))
        else:
            if not telling:
                faults.append(
                    Fault("patterns", f"Line {number}, “{pattern}”, would be found in nearly every text")
                )
    return faults


def _unread(pattern: str) -> str:
    """Signs of other languages of patterns, and brackets that do not match; empty where there are none."""
    if _SIGNS.search(pattern):
        return f"the sign “{_SIGNS.search(pattern)[0]}” means nothing here. {_WRITE}"  # type: ignore[index]
    if pattern.count("(") != pattern.count(")"):
        return f"each bracket that is opened must be closed. {_WRITE}"
    return ""


def _too_much(parts: Iterable[str]) -> str:
    """Why the reader is not given this; empty when it is."""
    parts = list(parts)
    if any(part.startswith("/") and len(part) > 2 for part in parts):
        return "a slash begins a regular expression, which only the codebook's own files may have"
    gaps = [int(part.lstrip("<>~")) for part in parts if part.startswith(("~", "<>")) and part[-1].isdigit()]
    if len(gaps) > MOST_GAPS or any(gap > WIDEST_GAP for gap in gaps):
        return f"at most {MOST_GAPS} gaps of at most {WIDEST_GAP} words each"
    if sum(part.endswith((")*", "}*")) for part in parts) > MOST_REPEATED:
        return "at most one group that is repeated"
    return ""
