"""The rules for the tables that every service's database has, and what rules are written with.

Each question stands in a sub-select of its own: PostgreSQL asks it once for a statement, not for each row.
"""

from shared.storage.row_security import Rule

#: Rows are added and never changed, whoever asks.
ONLY_ADDED_TO = frozenset({"audit_entry", "audit_link", "audit_seal", "disposed_case"})
#: Written by the function of the database that disposes of a case, and by nothing else.
ONLY_READ = frozenset({"disposal_under_way"})
#: Who reads, and what was found of it. They follow from people and the audit, not from the event log: a
#: rebuild leaves them where they are.
OF_READING = frozenset({"audit_reader", "reading_day", "unusual_reading", "unusual_reading_review"})

_OFFICE = ("cdr_manager", "cdop_administrator", "system")


def acts_as(*roles: str) -> str:
    """Whether who acts has one of these roles."""
    return f"(SELECT public.acts_as('{{{','.join(roles)}}}'))"


SYSTEM_ALONE = acts_as("system")
OFFICE = acts_as(*_OFFICE)
ANALYSTS = acts_as(*_OFFICE, "public_health_analyst")
SOMEBODY = "(SELECT public.acting()) IS NOT NULL"
ACTING = "(SELECT public.acting())"
#: Whoever a restriction can be closed to has to be able to ask about it.
BOUND = "(SELECT public.is_bound())"


def holds_link(kind: str) -> str:
    """The id of what the signed link is for that who acts holds; null without one of this kind."""
    return f"(SELECT public.link_to('{kind}'))"


def is_open(case: str = "case_reference") -> str:
    """The case, if any, is not restricted, or who acts is named or has broken the glass."""
    return f"coalesce({case} <> ALL ((SELECT public.closed_cases())::text[]), true)"


def lists_no_closed(cases: str = "cases") -> str:
    """The JSON list of references, if any, holds no closed case."""
    return f"coalesce(NOT jsonb_exists_any({cases}, (SELECT public.closed_cases())::text[]), true)"


def is_not_of_closed(thing: str) -> str:
    """What this names does not belong to a closed case: the service says what does (``closed_things``)."""
    return f"coalesce({thing} <> ALL ((SELECT public.closed_things())::text[]), true)"


def of_the_office(case: str = "case_reference") -> Rule:
    """Rows of cases that the office works on: of every one but those closed to who acts."""
    return Rule(f"{OFFICE} AND {is_open(case)}")


# ruff: noqa: S608 (written here in parts; nobody sends one)
_ASKING = "LANGUAGE sql STABLE PARALLEL SAFE AS"
#: What a function is that asks tables: it runs as their owner, with the path fixed, whoever may read them.
DEFINER = (
    "LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
)
# What a transaction was told, see ``acting``; nobody, where nothing was told.
FUNCTIONS = (
    f"""
    CREATE OR REPLACE FUNCTION public.acting() RETURNS text {_ASKING}
    $$ SELECT nullif(current_setting('cdr.person', true), '') $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION public.acts_as(roles text[]) RETURNS boolean {_ASKING}
    $$ SELECT coalesce(string_to_array(current_setting('cdr.roles', true), ',') && roles, false) $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION public.is_bound() RETURNS boolean {_ASKING}
    $$ SELECT coalesce(NOT string_to_array(nullif(current_setting('cdr.roles', true), ''), ',')
                       <@ '{{system,notifier,agency_responder}}', public.acting() IS NOT NULL) $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION public.link_to(kind text) RETURNS text {_ASKING}
    $$ SELECT substr(held, length(kind) + 2)
       FROM unnest(string_to_array(current_setting('cdr.links', true), ' ')) AS held
       WHERE starts_with(held, kind || ':') LIMIT 1 $$
    """,
)
_NAMED = "r.people @> jsonb_build_array(jsonb_build_object('id', public.acting()))"
_GLASS = """EXISTS (SELECT FROM break_glass g WHERE g.case_reference = r.case_reference
      AND g.person_id = public.acting() AND g.opened AND g.ended_at IS NULL
      AND nullif(current_setting('cdr.at', true), '')::timestamptz >= g.broken_at
      AND nullif(current_setting('cdr.at', true), '')::timestamptz < g.until)"""


def closed_cases(*, glass: bool = True, along: str = "") -> str:
    """The function that gives the restricted cases closed to who acts.

    ``glass``: whether it can be broken here. ``along``: a select of further references, from ``closed``.
    """
    opened = f" AND NOT {_GLASS}" if glass else ""
    further = f" UNION {along}" if along else ""
    return f"""
    CREATE OR REPLACE FUNCTION public.closed_cases() RETURNS text[] {DEFINER} $$
      SELECT CASE WHEN public.is_bound() AND EXISTS (SELECT FROM case_restriction WHERE lifted_at IS NULL)
      THEN (
        WITH RECURSIVE closed AS (
          SELECT r.case_reference FROM case_restriction r
          WHERE r.lifted_at IS NULL AND NOT {_NAMED}{opened}{further})
        SELECT coalesce(array_agg(case_reference), '{{}}') FROM closed)
      ELSE '{{}}' END
    $$
    """


_OWN = f"person_id = {ACTING}"
RULES = {
    # Nobody writes in another's name, and of a closed case the auditor learns nothing either.
    "audit_entry": Rule(
        f"{SYSTEM_ALONE} OR {_OWN} OR (({OFFICE} OR {acts_as('auditor')}) AND {is_open()})",
        f"{SYSTEM_ALONE} OR {_OWN}",
    ),
    "audit_link": Rule(f"{SYSTEM_ALONE} OR {acts_as('auditor')}", SYSTEM_ALONE),
    "audit_seal": Rule(f"{SYSTEM_ALONE} OR {acts_as('auditor')}", SYSTEM_ALONE),
    # Whatever anybody does may be told to the other services; what is told, the office alone reads.
    "outbox": Rule(OFFICE, SOMEBODY),
    "inbox": Rule(OFFICE),
    "dead_letter": of_the_office("key"),
    "disposed_case": Rule(SOMEBODY, OFFICE),
    # Who may see a case is asked before each read, by everybody to whom one can be closed.
    "case_restriction": Rule(f"{SYSTEM_ALONE} OR {BOUND}"),
}
_AUDITS = f"({SYSTEM_ALONE} OR {acts_as('auditor')})"
READING = {
    "audit_reader": Rule(f"{SYSTEM_ALONE} OR {_OWN}"),
    "reading_day": Rule(_AUDITS, SYSTEM_ALONE),
    "unusual_reading": Rule(f"{_AUDITS} AND {is_open()}", SYSTEM_ALONE),
    # Nobody reviews in another's name, and the table itself refuses who reviews their own reading.
    "unusual_reading_review": Rule(
        f"{_AUDITS} AND {is_open()}", f"{acts_as('auditor')} AND reviewed_by = {ACTING} AND {is_open()}"
    ),
}
GLASS = {"break_glass": Rule(f"{SYSTEM_ALONE} OR {BOUND}")}
#: Whoever does something may have somebody written to; letters hold links, so the office alone reads them.
MESSAGES = {"message": Rule(f"{OFFICE} AND {is_not_of_closed('about')}", SOMEBODY)}
WITHOUT_RULE = {
    "change_waiting": "notes of one transaction, which are never committed",
    "relay_lease": "one row that whoever relays holds",
    "disposal_under_way": "empty but within the transaction of a disposal; the application reads it only",
}
