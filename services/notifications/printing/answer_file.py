"""The answer to somebody who asked what is held about them, as a PDF to be read at home."""

from datetime import datetime
from pathlib import Path

from services.notifications.domain.subject_access.answer import Answer
from services.notifications.printing.printed_file import printed_file

TEMPLATE = Path(__file__).with_name("answer.typ")


def answer_file(answer: Answer, at: datetime) -> bytes:
    return printed_file(TEMPLATE, {**answer.data, "digest": answer.digest}, at)
