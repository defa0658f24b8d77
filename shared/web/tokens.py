"""Bearer tokens for the JSON APIs: in the demo signed here, otherwise the issuer's (see open_id)."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeTimedSerializer

from shared.accounts.web_session import from_record, to_record
from shared.errors import NotSignedIn, Refusal
from shared.people import Person
from shared.settings import Settings

LIFETIME_HOURS = 12
MARK = "demo-"  # tells these tokens from an identity provider's


class DemoOnly(Refusal):
    status = 403
    title = "Personas exist in the demonstration only"


def issue_token(settings: Settings, persona: Person) -> str:
    """A bearer token for an invented persona, good for LIFETIME_HOURS. Raises DemoOnly outside the demo."""
    if not settings.demo:
        raise DemoOnly("Tokens for personas are issued only when CDOP_DEMO is true.")
    return MARK + _serializer(settings).dumps(to_record(persona))


def person_from_demo_token(settings: Settings, token: str) -> Person:
    """Who a token from ``issue_token`` is for. Raises NotSignedIn if it is not genuine, or too old."""
    return _read(settings, token)[0]


def demo_token_issued_at(settings: Settings, token: str) -> datetime:
    """When ``issue_token`` gave it out (UTC), which stands for signing in. Raises NotSignedIn likewise."""
    return _read(settings, token)[1]


def _read(settings: Settings, token: str) -> tuple[Person, datetime]:
    if not settings.demo or not token.startswith(MARK):
        raise NotSignedIn("This bearer token is not accepted here.")
    try:
        record, issued_at = _serializer(settings).loads(
            token.removeprefix(MARK), max_age=LIFETIME_HOURS * 3600, return_timestamp=True
        )
        return from_record(record), issued_at
    except (BadSignature, KeyError, ValueError):
        raise NotSignedIn("The bearer token is not valid, or has expired.") from None


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_key.get_secret_value(), salt="bearer-token")
