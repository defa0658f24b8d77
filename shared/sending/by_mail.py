"""Sending by a mail server: SMTP with STARTTLS, or TLS from the start."""

import smtplib  # allow goes-out: to the host of CDOP_MESSAGES_URL
import ssl
from email.headerregistry import Address
from email.message import EmailMessage

from shared.messages_address import MessagesAddress
from shared.sending.carrier import Letter, NotSent

SECONDS = 30  # for each answer of the server
CALENDAR_FILE = "panel-meeting.ics"  # says nothing of whom or what the meeting is about
_FOR_GOOD = range(500, 600)  # RFC 5321, 4.2.1: permanent negative completion


class MailCarrier:
    """One connection a letter: they are few, and a connection that idles is closed by most servers."""

    def __init__(self, address: MessagesAddress, office: str, context: ssl.SSLContext | None = None) -> None:
        self._at = address
        self._office = office
        self._context = context or ssl.create_default_context()

    def send(self, letter: Letter) -> str:
        """Returns the Message-ID, which is the same at every try: mail programs show a repeat once."""
        written = self._written(letter)
        try:
            with self._connected() as server:
                server.send_message(written)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refusal(refused) from None
        except smtplib.SMTPResponseException as answer:
            raise _answered(answer) from None
        except (OSError, smtplib.SMTPException) as failure:
            raise NotSent(_words(failure)) from None
        return str(written["Message-ID"])

    def _connected(self) -> smtplib.SMTP:
        host, port = self._at.host, self._at.port
        if self._at.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=self._context)
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
        try:
            self._enter(server)
        except BaseException:
            server.close()
            raise
        return server

    def _enter(self, server: smtplib.SMTP) -> None:
        if self._at.scheme == "smtp" and self._at.starttls:
            server.starttls(context=self._context)
        if self._at.user:
            self._sign_in(server)

    def _sign_in(self, server: smtplib.SMTP) -> None:
        """Some servers answer a wrong password, others hang up."""
        try:
            server.login(self._at.user, self._at.password)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPServerDisconnected):
            raise NotSent("The mail server did not accept the office's sign-in") from None

    def _written(self, letter: Letter) -> EmailMessage:
        written = EmailMessage()
        local, _, domain = self._at.sender.rpartition("@")
        written["From"] = Address(self._office, local, domain)
        written["To"] = letter.recipient
        written["Subject"] = letter.subject
        written["Message-ID"] = f"<{letter.message_id}@{domain}>"
        written["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
        written.set_content(letter.body)
        if letter.calendar:
            _add_calendar(written, letter.calendar)
        return written


def _add_calendar(written: EmailMessage, calendar: str) -> None:
    """Beside the text, as calendar programs read it (RFC 6047, 2.4), and as a file for those who save it."""
    method = calendar.partition("METHOD:")[2].partition("\r\n")[0] or "PUBLISH"
    written.add_alternative(calendar, subtype="calendar", params={"method": method})
    written.add_attachment(calendar, subtype="calendar", filename=CALENDAR_FILE)


def _refusal(refused: smtplib.SMTPRecipientsRefused) -> NotSent:
    code = next(iter(refused.recipients.values()))[0]
    return NotSent(f"The mail server refused the address ({code})", for_good=code in _FOR_GOOD)


def _answered(answer: smtplib.SMTPResponseException) -> NotSent:
    """A refused sender is a fault of this installation: once mended, the next try may succeed."""
    if isinstance(answer, smtplib.SMTPSenderRefused):
        return NotSent(f"The mail server refused the office's own address ({answer.smtp_code})")
    return NotSent(f"The mail server answered {answer.smtp_code}", for_good=answer.smtp_code in _FOR_GOOD)


def _words(failure: Exception) -> str:
    if isinstance(failure, smtplib.SMTPNotSupportedError):
        return "The mail server offers no encryption, or no sign-in"
    if isinstance(failure, ssl.SSLError):
        return "The mail server's certificate could not be checked"
    return "The mail server could not be reached"
