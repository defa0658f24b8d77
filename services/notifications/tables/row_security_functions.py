"""What the rules about rows of notifications ask: what links are for, and what belongs to closed cases.

Each runs as the owner of the tables, with the path fixed, and is asked once for a statement.
"""

from shared.storage.kernel_rules import DEFINER, closed_cases

# ruff: noqa: S608 (written here in parts; nobody sends one)
_MERGED = """SELECT n.case_reference FROM notification n JOIN closed c ON n.merged_into = c.case_reference"""
FUNCTIONS = (
    closed_cases(along=_MERGED),
    f"""
    CREATE OR REPLACE FUNCTION public.request_of_link() RETURNS text {DEFINER} $$
      SELECT request_id FROM responder_link WHERE link_id = public.link_to('respond')
    $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION public.case_of_link() RETURNS text {DEFINER} $$
      SELECT coalesce(
        public.link_to('notification'),
        (SELECT case_reference FROM notifier_question WHERE question_id = public.link_to('question')),
        (SELECT case_reference FROM case_transfer WHERE transfer_id = public.link_to('transfer')),
        (SELECT case_reference FROM reporting_form_request WHERE request_id = public.request_of_link()))
    $$
    """,
    # What has no case of its own, and belongs to something that has one.
    f"""
    CREATE OR REPLACE FUNCTION public.closed_things() RETURNS text[] {DEFINER} $$
      SELECT CASE WHEN public.closed_cases() = '{{}}' THEN '{{}}' ELSE ARRAY(
        SELECT request_id FROM reporting_form_request WHERE case_reference = ANY (public.closed_cases())
        UNION ALL
        SELECT process_id FROM parallel_process WHERE case_reference = ANY (public.closed_cases())
        UNION ALL
        SELECT material_id FROM case_material WHERE case_reference = ANY (public.closed_cases())
        UNION ALL
        SELECT document_id FROM stored_document WHERE case_reference = ANY (public.closed_cases())
        UNION ALL
        SELECT question_id FROM notifier_question WHERE case_reference = ANY (public.closed_cases())
        UNION ALL
        SELECT link_id FROM notify_link WHERE case_reference = ANY (public.closed_cases())
        UNION ALL
        SELECT transfer_id FROM case_transfer WHERE case_reference = ANY (public.closed_cases())
        UNION ALL
        SELECT id FROM break_glass WHERE case_reference = ANY (public.closed_cases())
        UNION ALL
        SELECT request_id FROM subject_access_case WHERE case_reference = ANY (public.closed_cases())
        UNION ALL SELECT unnest(public.closed_cases())) END
    $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION public.documents_of_link() RETURNS text[] {DEFINER} $$
      SELECT ARRAY(SELECT document_id FROM stored_document WHERE case_reference = public.case_of_link())
    $$
    """,
)
