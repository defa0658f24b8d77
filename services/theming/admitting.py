"""Who a program is that asks with a key, and whether it may ask now."""

from datetime import datetime

from services.theming.actions.clients.count_request import count_request
from services.theming.domain.clients.client import ApiClient, ApiKey
from services.theming.domain.clients.key_text import MARK, digest_of, is_secret, parts_of
from services.theming.domain.clients.quota import headers_of, refusal_of
from services.theming.domain.london_days import london_day
from services.theming.queries.clients import key_with_its_client
from shared.errors import NotSignedIn
from shared.people import SYSTEM
from shared.service import Admission, ProgramKeys
from shared.storage import Database

NOT_ACCEPTED = "This key is not accepted. Ask the office that gave it out for a new one."
_OF_NO_KEY = digest_of("")


def admit(database: Database, token: str, at: datetime) -> Admission:
    """Counts one request. Raises QuotaUsedUp, and NotSignedIn with one answer for every key not accepted."""
    key, client = _holder(database, token, at)
    use = count_request(database, client=client, key_id=key.id, at=at)
    if not use.admitted:
        raise refusal_of(use)
    return Admission(client.person, headers_of(use))


def _holder(database: Database, token: str, at: datetime) -> tuple[ApiKey, ApiClient]:
    key_id, secret = parts_of(token)
    with database.transaction(person=SYSTEM, at=at) as tx:
        found = key_with_its_client(tx, key_id)
    # Compared also where there is no such key: how long it takes says nothing about that.
    genuine = is_secret(secret, found[0].digest if found else _OF_NO_KEY)
    today = london_day(at)
    if not found or not genuine or not all(each.accepted_on(today) for each in found):
        raise NotSignedIn(NOT_ACCEPTED, title="The key is not accepted")
    return found


PROGRAM_KEYS = ProgramKeys(MARK, admit)
