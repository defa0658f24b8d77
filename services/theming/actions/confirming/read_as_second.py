"""A second person, who has not seen what the first decided, says which themes are true of a case."""

from collections.abc import Collection, Mapping

from services.theming.actions.confirming.finish_reading import keep_reading
from services.theming.queries.cases import facts_of
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.double_reading import second_reading_refused
from services.theming.queries.judging import affirming_sentences
from shared.errors import Conflict, Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def read_as_second(
    tx: Transaction, *, case: str, answers: Mapping[str, str], more: Collection[str] = ()
) -> None:
    """``answers``: yes or no for each proposed theme; ``more``: themes nobody proposed. Raises Invalid naming
    every fault, Conflict where the case is not to be read by this person now.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    facts_of(tx, case)
    if refused := second_reading_refused(tx, case):
        raise Conflict(refused)
    proposed = sorted({each.theme for each in affirming_sentences(tx, case)})
    known = codebook_in_use(tx).themes
    faults = [
        Fault(f"answer-{theme}", f"Say whether it is true of this child: {known[theme].label}")
        for theme in proposed
        if theme in known and answers.get(theme) not in ("yes", "no")
    ]
    faults += [Fault("more", "Choose themes of the codebook") for theme in more if theme not in known][:1]
    if faults:
        raise Invalid(faults)
    themes = {theme for theme in proposed if answers.get(theme) == "yes"} | set(more)
    keep_reading(tx, case, "second", list(themes))
    tx.audit("read_as_second", case=case, detail={"themes": len(themes)})
