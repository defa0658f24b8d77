"""Posted forms and their anti-forgery token.

The token is signed, dated, and bound to the session's id and the person. A genuine form that comes too
late, or after the person was signed out, is not lost: it raises CsrfExpired, whose page offers to send
the same answers again.
"""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from starlette.datastructures import FormData

from shared.errors import Refusal
from shared.web.session import session_id, session_person
from shared.web.site import site_of

TOKEN_FIELD = "csrf_token"
TOKEN_HOURS = 8
MOST_FIELDS = 2000


class PostedForm(FormData):
    """A posted form. ``expired`` is True if it is genuine but came too late to be acted on."""

    expired: bool = False

    def text(self, name: str) -> str:
        """The trimmed text of a field; "" if it is missing or a file."""
        value = self.get(name, "")
        return value.strip() if isinstance(value, str) else ""

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


def csrf_token(request: Request) -> str:
    """A token for a form on a page for this session."""
    return _serializer(request).dumps([session_id(request.session), session_person(request.session).id])


async def _posted_even_if_expired(request: Request) -> AsyncIterator[PostedForm]:
    async with request.form(max_fields=MOST_FIELDS) as received:
        form = PostedForm(received.multi_items())
        form.expired = _expired(request, form)
        yield form


async def _posted_to_show_again(request: Request) -> AsyncIterator[PostedForm]:
    async with request.form(max_fields=MOST_FIELDS) as received:
        form = PostedForm(received.multi_items())
        try:
            form.expired = _expired(request, form) or "lapsed" in request.session
        except FormNotGenuine:
            form.expired = True
        yield form


async def _posted(
    request: Request, form: Annotated[PostedForm, Depends(_posted_even_if_expired)]
) -> PostedForm:
    if form.expired:
        raise CsrfExpired(form, signed_out="lapsed" in request.session)
    return form


def _expired(request: Request, form: PostedForm) -> bool:
    """Whether the token is too old, or its person signed out; FormNotGenuine unless made for this session."""
    try:
        made_for = _serializer(request).loads(str(form.get(TOKEN_FIELD, "")), max_age=TOKEN_HOURS * 3600)
        expired = False
    except SignatureExpired as late:
        made_for, expired = _serializer(request).load_payload(late.payload or b""), True
    except BadSignature:
        made_for, expired = ["", ""], False
    if made_for[0] != request.session.get("id"):
        raise FormNotGenuine("Nothing has been saved. Go back, reload the page and send the form again.")
    return expired or made_for[1] != session_person(request.session).id


def _serializer(request: Request) -> URLSafeTimedSerializer:
    key = site_of(request).settings.secret_key.get_secret_value()
    return URLSafeTimedSerializer(key, salt="form")


Posted = Annotated[PostedForm, Depends(_posted)]
PostedEvenIfExpired = Annotated[PostedForm, Depends(_posted_even_if_expired)]
# For a page that shows the form again, with what was typed, even where the browser has lost its session:
# a form with ``expired`` is never acted on.
PostedToShowAgain = Annotated[PostedForm, Depends(_posted_to_show_again)]
