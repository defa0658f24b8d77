"""Posted forms and their anti-forgery token.

The token is signed, dated, and bound to the session's id and the person. A genuine form that comes too
late, or after the person was signed out, is not lost: it raises CsrfExpired, whose page offers to send
the same answers again.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from starlette.datastructures import FormData, UploadFile

from shared.errors import Fault, Refusal
from shared.service import Service
from shared.web.formats import coded, london
from shared.web.session import LAPSED, session_id, session_person
from shared.web.site import site_of

TOKEN_FIELD = "csrf_token"  # noqa: S105 - the name of a field
TOKEN_HOURS = 8
MOST_FIELDS = 2000
# Control characters, and the marks that turn the direction of what follows, wherever it is shown.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class PostedForm(FormData):
    """A posted form. ``genuine``: our own page of this session sent it; ``late``: too late to be acted on."""

    genuine: bool = False
    late: bool = False

    @property
    def expired(self) -> bool:
        """Whether it must not be acted on, only shown again."""
        return self.late or not self.genuine

    def text(self, name: str) -> str:
        """The trimmed text of a field, its lines ended as everywhere here; "" if missing.

        Null characters are left out (no text column takes them).
        """
        value = self.get(name, "")
        return value.replace("\0", "").replace("\r\n", "\n").strip() if isinstance(value, str) else ""

    def texts(self) -> dict[str, str]:
        """Every text field but the token, the last value of each: what a form is shown again with."""
        return {name: value for name, value in self.items() if isinstance(value, str) and name != TOKEN_FIELD}


class FormNotGenuine(Refusal):
    status = 403
    title = "This form could not be checked"


class CsrfExpired(Refusal):
    """The form is genuine but was open for too long, or the person has been signed out since."""

    status = 403
    title = "This form was open for too long"

    def __init__(self, form: PostedForm, signed_out: bool) -> None:
        super().__init__("Nothing has been saved yet. Your answers are kept on this page: send them again.")
        self.form = form
        self.signed_out = signed_out
        if signed_out:
            self.title = "You have been signed out"


class CharactersNotKept(CsrfExpired):
    """Text with characters that nobody can see: kept without them on the page, to be looked at and sent.

    ``cleaned``: of each such field its name and what is left of it. Tabs and ends of lines are text.
    """

    status = 422
    title = "Some characters cannot be kept"

    def __init__(self, form: PostedForm, fields: Sequence[str]) -> None:
        kept = PostedForm([(name, _visible(value)) for name, value in form.multi_items()])
        super().__init__(kept, signed_out=False)
        self.cleaned = [(coded(name), value) for name, value in kept.texts().items() if name in fields]
        self.detail = (
            "Characters that cannot be seen stood in what you sent, often copied out of another program. "
            "Nothing has been saved yet. This is what is left without them; the rest is as you wrote it. "
            "Look at it, then send it again."
        )


class TextTooLong(CsrfExpired):
    """Texts longer than the service keeps: shown to be shortened, with the rest of the form as it was sent.

    ``too_long``: of each such field its name, its label, what was written and how much may be.
    """

    status = 422
    title = "Some of what you wrote is too long"

    def __init__(self, form: PostedForm, longest: Mapping[str, int]) -> None:
        super().__init__(form, signed_out=False)
        self.too_long = [(name, coded(name), form.text(name), most) for name, most in longest.items()]
        shorten = "{}: shorten this to {:,} characters"
        self.faults = [Fault(name, shorten.format(coded(name), most)) for name, most in longest.items()]
        self.detail = "Nothing has been saved yet. Shorten it here; the rest is kept as you wrote it."


class TooManyForms(CsrfExpired):
    """More forms than an address may send in an hour: this one is kept on the page, to be sent again."""

    status = 429
    title = "Too many forms at once"

    def __init__(self, form: PostedForm, says: str) -> None:
        super().__init__(form, signed_out=False)
        self.detail = f"{says} Nothing has been saved yet; your answers are kept on this page."


def too_many_forms(again_at: datetime, telephone: str) -> str:
    """What whoever has to wait is told; ``telephone``: the office's, "" if it is not set."""
    office = f"telephone the office on {telephone}" if telephone else "telephone the office"
    wait = f"Try again after {london(again_at)}"
    return (
        f"Too many forms are being sent just now. {wait}, or {office}: a death can be notified by telephone."
    )


def csrf_token(request: Request) -> str:
    """A token for a form on a page for this session."""
    return _serializer(request).dumps([session_id(request.session), session_person(request).id])


async def _read(request: Request) -> AsyncIterator[PostedForm]:
    async with request.form(max_fields=MOST_FIELDS) as received:
        form = PostedForm(received.multi_items())
        if says := getattr(request.state, "too_many_forms", ""):
            raise TooManyForms(form, says)
        form.genuine, form.late = _judge(request, str(form.get(TOKEN_FIELD, "")))
        yield form


async def _posted(request: Request, form: Annotated[PostedForm, Depends(_read)]) -> PostedForm:
    if not form.genuine:
        raise FormNotGenuine("Nothing has been saved. Go back, reload the page and send the form again.")
    if form.late:
        raise CsrfExpired(form, signed_out=LAPSED in request.session)
    unseen = [name for name, value in form.multi_items() if _visible(value) != value]
    if unseen:
        raise CharactersNotKept(form, unseen)
    if too_long := _too_long(site_of(request).service, form):
        raise TextTooLong(form, too_long)
    return form


def _too_long(service: Service | None, form: PostedForm) -> dict[str, int]:
    """The fields whose text is longer than the service keeps, each with how much it keeps of it."""
    if service is None or service.longest_text is None:
        return {}
    most = {name: service.longer_texts.get(name, service.longest_text) for name in form.texts()}
    return {name: most[name] for name in most if len(form.text(name)) > most[name]}


def _visible(value: UploadFile | str) -> UploadFile | str:
    """A text without its control characters (Unicode Cc) but tabs and ends of lines, and without marks that
    turn what follows from right to left or back; a file as it is.
    """
    return _CONTROL.sub("", value) if isinstance(value, str) else value


def _judge(request: Request, token: str) -> tuple[bool, bool]:
    """Whether a token was made for this session, and whether it is too old or its person signed out since."""
    try:
        made_for, late = _serializer(request).loads(token, max_age=TOKEN_HOURS * 3600), False
    except SignatureExpired as expired:
        made_for, late = _serializer(request).load_payload(expired.payload or b""), True
    except BadSignature:
        return False, False
    genuine = made_for[0] == request.session.get("id")
    return genuine, late or made_for[1] != session_person(request).id


def _serializer(request: Request) -> URLSafeTimedSerializer:
    key = site_of(request).settings.secret_key.get_secret_value()
    return URLSafeTimedSerializer(key, salt="form")


Posted = Annotated[PostedForm, Depends(_posted)]
# For a page that shows the form again as it was typed, even where the browser has lost its session.
# It must not act on a form that is ``expired``.
PostedToShowAgain = Annotated[PostedForm, Depends(_read)]
