"""The provider's word that somebody's session there has ended: OpenID Connect Back-Channel Logout 1.0."""

from datetime import UTC, datetime, timedelta

from shared.accounts.used_tokens import use_once
from shared.accounts.web_session import Which
from shared.storage import Database
from shared.web.provider_tokens import LEEWAY_SECONDS, Claims, NotOurToken, ProviderTokens

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPES = (None, "jwt", "logout+jwt")  # "typ" of the header, in small letters; many providers leave it out
OLDEST = timedelta(minutes=5)


def ended_by(tokens: ProviderTokens, database: Database, token: str, at: datetime) -> Which:
    """Whose sessions a logout token ends, as 2.6 of the specification checks it; it is used up by this.

    Raises NotOurToken saying which rule it breaks.
    """
    needed = {name: {"essential": True} for name in ("iat", "jti", "events")}
    header, claims = tokens.header_and_claims(token, **needed)
    typ = header.get("typ")
    if (typ.lower() if isinstance(typ, str) else typ) not in TYPES:
        raise NotOurToken("it is a token of another type")
    _must_be_a_logout(claims, at)
    until = datetime.fromtimestamp(claims["exp"], UTC) + timedelta(seconds=LEEWAY_SECONDS)
    if not use_once(database, issuer=tokens.issuer, token_id=claims["jti"], until=until, at=at):
        raise NotOurToken("it has been used before")
    return Which(issuer=tokens.issuer, subject=claims.get("sub", ""), provider_session=claims.get("sid", ""))


def _must_be_a_logout(claims: Claims, at: datetime) -> None:
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise NotOurToken("it is about another event")
    if "nonce" in claims:
        raise NotOurToken("it has a nonce, as ID tokens do")
    names = [claims[name] for name in ("sub", "sid") if name in claims]
    if not names or not all(isinstance(name, str) and name for name in names):
        raise NotOurToken("it names neither a person nor a session")
    if at - datetime.fromtimestamp(claims["iat"], UTC) > OLDEST:
        raise NotOurToken("it is too old")
