"""A request of a program is counted, unless its quota is used up.

One statement, so that however many processes answer, exactly the quota is let in: whoever finds the row
changed meanwhile judges it anew.
"""

from datetime import datetime, timedelta

from sqlalchemy import text

from services.theming.domain.clients.client import ApiClient
from services.theming.domain.clients.quota import Use, hour_of
from services.theming.domain.london_days import london_day
from shared.storage import Database

# When a key was last used is true to the minute: it is not worth a row changed at every request.
TRUE_TO = timedelta(minutes=1)
_COUNTED = text("""
    WITH seen AS (
        UPDATE api_client_key SET last_used_at = :at
        WHERE id = :key AND (last_used_at IS NULL OR last_used_at < :before)
    ), counted AS (
        INSERT INTO api_client_use AS held (client_id, day, requests, hour, in_hour)
        VALUES (:client, :day, 1, :hour, 1)
        ON CONFLICT (client_id, day) DO UPDATE SET
            requests = held.requests + 1,
            in_hour = CASE WHEN held.hour < excluded.hour THEN 1 ELSE held.in_hour + 1 END,
            hour = greatest(held.hour, excluded.hour)
        WHERE held.requests < :per_day AND (held.hour < excluded.hour OR held.in_hour < :per_hour)
        RETURNING in_hour, requests
    )
    SELECT coalesce(
        (SELECT jsonb_build_array(in_hour, requests, true) FROM counted),
        (SELECT jsonb_build_array(in_hour, requests, false) FROM api_client_use
         WHERE client_id = :client AND day = :day),
        jsonb_build_array(:per_hour, 0, false)
    )
""")


def count_request(database: Database, *, client: ApiClient, key_id: str, at: datetime) -> Use:
    """What the program has asked with this request; kept whatever becomes of the request."""
    values = {
        "client": client.id,
        "key": key_id,
        "at": at,
        "before": at - TRUE_TO,
        "day": london_day(at),
        "hour": hour_of(at),
        "per_hour": client.per_hour,
        "per_day": client.per_day,
    }
    in_hour, requests, admitted = database.at_once(_COUNTED, values)
    return Use(client, at, in_hour, requests, admitted)
