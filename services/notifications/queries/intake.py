"""Reads of links, questions to notifiers and transfers. A link's holder sees what it opens, and no more."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select

from services.notifications.domain.gathering.refusals import LinkNotValid
from services.notifications.domain.intake import notify_links, questions, transfers
from services.notifications.domain.intake.notify_links import NotifyLink
from services.notifications.domain.intake.questions import NotifierQuestion
from services.notifications.domain.intake.signed_links import NO_SUCH_LINK, link_id_of
from services.notifications.domain.intake.transfers import CaseTransfer
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.tables.intake import (
    case_transfer,
    earlier_answers,
    notifier_question,
    notify_link,
)
from services.notifications.tables.notification import notification
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

LINKS_SHOWN = 200


def notify_links_made(tx: Transaction) -> list[NotifyLink]:
    """The latest links, the newest first."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    wanted = select(NotifyLink).order_by(notify_link.c.made_at.desc(), notify_link.c.link_id)
    return list(tx.session.scalars(wanted.limit(LINKS_SHOWN)))


def notify_link_to_change(tx: Transaction, link_id: str) -> NotifyLink:
    """One link, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    found = tx.session.scalar(_link(link_id).with_for_update())
    if found is None:
        raise NotFound("There is no such link.")
    return found


def opened_notify_link(tx: Transaction, *, key: str, token: str, lock: bool = False) -> NotifyLink:
    """The link that ``token`` opens. Raises LinkNotValid, saying why it works no more."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    link_id = link_id_of(key, notify_links.PURPOSE, token)
    tx.hold_link("notify", link_id)
    wanted = _link(link_id)
    found = tx.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise LinkNotValid(NO_SUCH_LINK)
    found.check_usable(token=token, at=tx.at)
    return found


def questions_of(tx: Transaction, reference: str) -> list[NotifierQuestion]:
    """Every question to the notifier of a notification, with its answer, the oldest first."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    return list(tx.session.scalars(_questions(reference)))


def earlier_versions(tx: Transaction, reference: str) -> int:
    """How often the answers of a notification were corrected."""
    versions = select(func.count()).where(earlier_answers.c.case_reference == reference)
    return int(tx.session.scalar(versions) or 0)


def opened_question(
    tx: Transaction, *, key: str, token: str, lock: bool = False
) -> tuple[NotifierQuestion, ChildDeathNotification]:
    """The question that ``token`` opens, and its notification. Raises LinkNotValid, saying why."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    question_id = link_id_of(key, questions.PURPOSE, token)
    tx.hold_link("question", question_id)
    found = tx.session.get(NotifierQuestion, question_id)
    if found is None:
        raise LinkNotValid(NO_SUCH_LINK)
    asked_about = _notification(tx, found.case_reference, lock=lock)
    tx.session.refresh(found)
    found.check_usable(token=token, at=tx.at)
    if waiting_question(tx, asked_about) is not found:
        raise LinkNotValid("The office needs no answer to this question any more. Thank you.")
    return found, asked_about


def waiting_question(tx: Transaction, about: ChildDeathNotification) -> NotifierQuestion | None:
    """The question a returned notification waits for; for whoever may see the notification."""
    if about.status is not Status.RETURNED:
        return None
    latest = next(iter(reversed(list(tx.session.scalars(_questions(about.case_reference))))), None)
    return latest if latest and latest.answered_at is None else None


def transfers_made(tx: Transaction) -> list[CaseTransfer]:
    """Every transfer, the latest first."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    return list(tx.session.scalars(select(CaseTransfer).order_by(case_transfer.c.transferred_at.desc())))


def receipts_to_ask_for(tx: Transaction, *, on: date) -> int:
    """How many transfers have no receipt although it is time to ask again."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    waiting = (case_transfer.c.received_on.is_(None), case_transfer.c.taken_back_at.is_(None))
    counted = select(func.count()).where(*waiting, case_transfer.c.remind_on <= on)
    return int(tx.session.scalar(counted) or 0)


def transfers_of(tx: Transaction, references: Sequence[str]) -> list[CaseTransfer]:
    """The transfers of some cases, the oldest first."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    wanted = select(CaseTransfer).where(case_transfer.c.case_reference.in_(references))
    return list(tx.session.scalars(wanted.order_by(case_transfer.c.transferred_at)))


def transfer_to_change(tx: Transaction, transfer_id: str) -> CaseTransfer:
    """One transfer, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    wanted = select(CaseTransfer).where(case_transfer.c.transfer_id == transfer_id)
    found = tx.session.scalar(wanted.with_for_update())
    if found is None:
        raise NotFound("There is no such transfer.")
    return found


def opened_transfer(tx: Transaction, *, key: str, token: str, lock: bool = False) -> CaseTransfer:
    """The transfer that a receiving panel's ``token`` opens. Raises LinkNotValid."""
    check(tx.person, Permission.ANSWER_REQUEST)
    transfer_id = link_id_of(key, transfers.PURPOSE, token)
    tx.hold_link("transfer", transfer_id)
    wanted = select(CaseTransfer).where(case_transfer.c.transfer_id == transfer_id)
    found = tx.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise LinkNotValid(NO_SUCH_LINK)
    found.check_usable(token=token, at=tx.at)
    return found


def _link(link_id: str) -> Select[NotifyLink]:
    return select(NotifyLink).where(notify_link.c.link_id == link_id)


def _questions(reference: str) -> Select[NotifierQuestion]:
    wanted = select(NotifierQuestion).where(notifier_question.c.case_reference == reference)
    return wanted.order_by(notifier_question.c.number)


def _notification(tx: Transaction, reference: str, *, lock: bool) -> ChildDeathNotification:
    wanted = select(ChildDeathNotification).where(notification.c.case_reference == reference)
    return tx.session.execute(wanted.with_for_update() if lock else wanted).scalar_one()
