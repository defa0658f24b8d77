"""What the rules about the panel's rows ask: which cases and meetings are open to who acts.

Each runs as the owner of the tables, with the path fixed, and is asked once for a statement.
"""

from services.panel.domain.meetings.meeting_status import SHOWN_TO_MEMBERS
from services.panel.domain.quorum.found_interests import CLOSING
from shared.storage.kernel_rules import DEFINER, closed_cases

# ruff: noqa: S608 (written here in parts; nobody sends one)
_SITS = "public.acts_as('{panel_member,panel_chair}')"
_SEATED = "(s.person_id = public.acting() OR s.deputy_id = public.acting())"
_SHOWN = ", ".join(f"'{status.value}'" for status in sorted(SHOWN_TO_MEMBERS))
_CLOSING = ", ".join(f"'{ground.value}'" for ground in sorted(CLOSING))
FUNCTIONS = (
    closed_cases(),
    # What letters are about that belongs to a closed case.
    f"""
    CREATE OR REPLACE FUNCTION public.closed_things() RETURNS text[] {DEFINER} $$
      SELECT CASE WHEN public.closed_cases() = '{{}}' THEN '{{}}' ELSE ARRAY(
        SELECT id FROM owner_link WHERE case_reference = ANY (public.closed_cases())
        UNION ALL
        SELECT id FROM break_glass WHERE case_reference = ANY (public.closed_cases())) END
    $$
    """,
    # Those in which who acts has an interest, declared or found.
    f"""
    CREATE OR REPLACE FUNCTION public.shut_cases() RETURNS text[] {DEFINER} $$
      SELECT ARRAY(
        SELECT case_reference FROM declared_interest
        WHERE person_id = public.acting() AND withdrawn_at IS NULL
        UNION
        SELECT case_reference FROM found_interest
        WHERE person_id = public.acting() AND settled_at IS NULL AND ground IN ({_CLOSING}))
    $$
    """,
    # Those to which who acts is invited, without those that are shut to them.
    f"""
    CREATE OR REPLACE FUNCTION public.open_cases() RETURNS text[] {DEFINER} $$
      SELECT ARRAY(
        SELECT DISTINCT i.case_reference
        FROM meeting_seat s JOIN panel_meeting m ON m.id = s.meeting_id
        JOIN agenda_item i ON i.meeting_id = m.id
        WHERE {_SITS} AND {_SEATED} AND m.status IN ({_SHOWN})
        AND (s.only_cases IS NULL OR jsonb_exists(s.only_cases, i.case_reference))
        AND i.case_reference <> ALL (public.shut_cases()))
    $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION public.my_meetings() RETURNS text[] {DEFINER} $$
      SELECT ARRAY(SELECT DISTINCT s.meeting_id FROM meeting_seat s WHERE {_SITS} AND {_SEATED})
    $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION public.case_of_link() RETURNS text {DEFINER} $$
      SELECT case_reference FROM owner_link WHERE id = public.link_to('action')
    $$
    """,
)
