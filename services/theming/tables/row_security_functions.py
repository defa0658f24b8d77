"""What the rules about theming's rows ask, and full-text search that goes by them.

Each runs as the owner of the tables, with the path fixed.
"""

from shared.storage.kernel_rules import (
    DEFINER,
    acts_as,
    closed_cases,
    holds_link,
    is_open,
    of_the_office,
)

# ruff: noqa: S608 (written here in parts; nobody sends one)
PASS, MEMBER = holds_link("case_pass"), acts_as("panel_member", "panel_chair")
_SHUT = "(SELECT string_to_array(public.link_to('shut'), ','))::text[]"


def like_the_pass(case: str = "case_reference") -> str:
    """A member holds a pass, and the case is neither closed to them nor one of interest to them."""
    return f"{MEMBER} AND {PASS} IS NOT NULL AND {case} <> ALL ({_SHUT}) AND {is_open(case)}"


#: The texts with these words, of the cases that are open to who acts. A rule about rows is judged before what
#: PostgreSQL is not sure keeps silent about what it is shown, and full-text search is such: asked as anybody
#: but the owner it would read every text. Which texts they are is told, and their words stay under the rules.
TEXTS_WITH = f"""
    CREATE OR REPLACE FUNCTION public.texts_with(wanted tsquery)
    RETURNS TABLE (id bigint, case_reference text) {DEFINER} $$
      SELECT t.id, t.case_reference FROM case_text t
      WHERE to_tsvector('english', t.text) @@ wanted
      AND (({of_the_office("t.case_reference").reads}) OR ({like_the_pass("t.case_reference")}))
    $$
    """
FUNCTIONS = (closed_cases(glass=False), TEXTS_WITH)
