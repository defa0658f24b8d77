"""Whether the rules about rows hold for the role that comes in: PostgreSQL passes by them for some.

They do not hold for a superuser, for a role that has BYPASSRLS, and for the owner of a table.
"""

from typing import Any

from sqlalchemy import Engine, event

from shared.settings import SettingsError

_UNBOUND = """
    SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (
      SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
      AND c.relkind IN ('r', 'p') AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
    FROM pg_roles r WHERE r.rolname = current_user
"""


def refuse_unbound(engine: Engine, service: str) -> None:
    """Let no connection of ``engine`` be used whose role the rules do not hold for; raises SettingsError."""

    def judge(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            unbound = cursor.execute(_UNBOUND).fetchone()[0]
        connection.rollback()
        if unbound:
            name = service.upper()
            raise SettingsError(
                f"CDOP_{name}_DATABASE_URL names a role that owns the tables or may pass by their rules, so "
                f"nothing works with it. Name the application's role there, and the owner in "
                f"CDOP_{name}_OWNER_URL: deploy/README.md, Roles in PostgreSQL."
            )

    event.listen(engine, "connect", judge)
