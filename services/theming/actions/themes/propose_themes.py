"""Read texts that have arrived and propose themes for them: the second step, after the text is stored."""

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from services.theming.actions.codebooks.adopt_codebook import adopt_the_first
from services.theming.actions.comparables.compare_again import compare_again
from services.theming.actions.confirming.flag_stale_evidence import flag_stale_evidence
from services.theming.domain.themes.theme_confirmation import ThemeConfirmation, ThemeStatus
from services.theming.domain.themes.theme_proposal import ThemedText
from services.theming.queries.codebooks import codebook_in_use, themer_in_use
from services.theming.queries.judging import affirmed_once_heard
from services.theming.queries.standing import TextToTheme, confirmations_of, texts_to_theme
from services.theming.tables import case_text, theme_mention
from shared.failures import is_passing, kind_of
from shared.storage import Transaction

if TYPE_CHECKING:
    from services.theming.nlp.themer import Themer

AT_A_TIME = 10


def propose_themes(tx: Transaction) -> bool:
    """Theme the next texts, unread ones and ones read with an older codebook; True while there are any."""
    adopt_the_first(tx)
    texts = texts_to_theme(tx, codebook=codebook_in_use(tx).version, limit=AT_A_TIME)
    if not texts:
        return False
    themer = themer_in_use(tx)
    for text in texts:
        _read(tx, text, themer)
    for case in dict.fromkeys(text.case_reference for text in texts):
        flag_stale_evidence(tx, case=case)
        _propose(tx, case, themer.version)
        compare_again(tx, case=case)
    return True


def _read(tx: Transaction, text: TextToTheme, themer: "Themer") -> None:
    """Theme one text. One that cannot be read is set aside, and the others go on."""
    try:
        with tx.session.begin_nested():
            _record_mentions(tx, text, themer.propose(text.text))
    except Exception as failure:
        if is_passing(failure):
            raise
        _set_aside(tx, text, themer.version, kind_of(failure))


def _set_aside(tx: Transaction, text: TextToTheme, version: str, failure: str) -> None:
    """It shows no theme until a later version of the codebook or of the rules can read it."""
    _forget_mentions(tx, text)
    unread = update(case_text).where(case_text.c.id == text.id)
    tx.session.execute(unread.values(themed_by=version, not_themed_because=failure))
    tx.audit("set_text_aside", case=text.case_reference, detail={"failure": failure, "pipeline": version})


def _forget_mentions(tx: Transaction, text: TextToTheme) -> None:
    tx.session.execute(delete(theme_mention).where(theme_mention.c.text_id == text.id))


def _record_mentions(tx: Transaction, text: TextToTheme, themed: ThemedText) -> None:
    _forget_mentions(tx, text)
    rows = [
        {
            "text_id": text.id,
            "case_reference": text.case_reference,
            "theme": proposal.theme,
            "assertion": proposal.assertion.value,
            "start": evidence.start,
            "end": evidence.end,
            "sentence_start": evidence.sentence_start,
            "sentence_end": evidence.sentence_end,
            "rule_id": evidence.rule_id,
            "cue": evidence.cue,
            "pipeline_version": themed.pipeline_version,
        }
        for proposal in themed.proposals
        for evidence in proposal.evidence
    ]
    if rows:
        tx.session.execute(insert(theme_mention), rows)
    read = update(case_text).where(case_text.c.id == text.id)
    tx.session.execute(
        read.values(themed_by=themed.pipeline_version, not_themed_because=None, enough=themed.enough)
    )


def _propose(tx: Transaction, case: str, version: str) -> None:
    """Propose what the texts affirm. What a person has rejected or confirmed stays as she left it."""
    affirmed = affirmed_once_heard(tx, case)
    standing = confirmations_of(tx, case)
    for theme in affirmed:
        if theme not in standing:
            made = ThemeConfirmation(
                case, theme, ThemeStatus.PROPOSED, tx.at, version, False, "", "", None, ""
            )
            tx.session.add(made)
        else:
            standing[theme].found_again(at=tx.at, pipeline_version=version)
    for theme in standing.keys() - set(affirmed):
        standing[theme].no_longer_found()
    tx.audit("propose_themes", case=case, detail={"themes": list(affirmed), "pipeline": version})
