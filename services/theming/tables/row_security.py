"""Who may see which rows of theming as the database judges it, written apart from ``can``.

Texts and what was read in them are the office's, without the cases that are closed to who looks. Statistics
count every case, so the facts that are counted are open to whoever may count, restricted cases too. A member
of a panel who holds a pass for a case (``shared/case_passes.py``) reads what belongs to it, and of the cases
in which they have no interest what they are compared by and what was decided.
"""

from services.theming.tables.row_security_functions import FUNCTIONS, MEMBER, PASS, like_the_pass
from shared.storage import kernel_rules
from shared.storage.kernel_rules import (
    ANALYSTS,
    OFFICE,
    SYSTEM_ALONE,
    is_open,
    of_the_office,
)
from shared.storage.row_security import RowSecurity, Rule

_COUNTED = Rule(ANALYSTS, OFFICE)
_OF_THE_PASS = f"{MEMBER} AND case_reference = {PASS} AND {is_open()}"
_LIKE_IT = like_the_pass()


def _shown(rule: Rule, to_members: str) -> Rule:
    """The rule, and members may see besides; what stands there stays the office's to write."""
    return Rule(f"({rule.reads}) OR ({to_members})", rule.checked)


_FIGURES = "figures and words of many cases, none of which can be told from it"
_PUBLICATIONS = "made for readers, protected before it was written down"

ROW_SECURITY = RowSecurity(
    functions=(*kernel_rules.FUNCTIONS, *FUNCTIONS),
    rules={
        **kernel_rules.RULES,
        **kernel_rules.READING,
        **dict.fromkeys(
            (
                "agreed_learning",
                "case_reading",
                "reading_joined",
                "regression_example",
                "second_opinion",
            ),
            of_the_office(),
        ),
        **dict.fromkeys(
            ("case_text", "case_to_compare", "evidence_decision"), _shown(of_the_office(), _OF_THE_PASS)
        ),
        "case_words": _shown(of_the_office(), _LIKE_IT),
        **dict.fromkeys(
            (
                "case_fact_version",
                "recommendation_told",
                # What had been confirmed at an instant is counted by its steps.
                "theme_decision",
            ),
            _COUNTED,
        ),
        "theme_mention": _shown(_COUNTED, _OF_THE_PASS),
        **dict.fromkeys(("recommendation", "theme_confirmation"), _shown(_COUNTED, _LIKE_IT)),
        "case_facts": _shown(
            _COUNTED, f"{_LIKE_IT} AND (reviewed_on IS NOT NULL OR case_reference = {PASS})"
        ),
        "discovered_theme": Rule(OFFICE),
        "new_word": Rule(OFFICE),
        "signal_evidence": Rule(ANALYSTS),
        # Counted by the system alone, who is shown every text: somebody else would keep a wrong one for all.
        "signal_extract": Rule(ANALYSTS, SYSTEM_ALONE),
        "release_case_version": Rule(ANALYSTS),
        "meeting_held": Rule(ANALYSTS, OFFICE),
    },
    without_rule={
        **kernel_rules.WITHOUT_RULE,
        **dict.fromkeys(("discovery_run", "word_frequency", "false_alarms"), _FIGURES),
        **dict.fromkeys(
            ("ready_counts", "ready_year", "statistics_change", "statistics_question", "signal_look"),
            _FIGURES,
        ),
        **dict.fromkeys(("signal", "signal_step", "published_elsewhere"), _FIGURES),
        **dict.fromkeys(("learning_pack", "pack_file", "pack_gathering"), _PUBLICATIONS),
        **dict.fromkeys(("pack_round", "pack_text"), _PUBLICATIONS),
        **dict.fromkeys(("report_run", "report_file"), _PUBLICATIONS),
        **dict.fromkeys(("statistics_release", "release_round", "release_step"), _PUBLICATIONS),
        **dict.fromkeys(("released_file", "released_table"), _PUBLICATIONS),
        **dict.fromkeys(
            ("codebook_adoption", "codebook_trial", "local_theme", "settled_pattern"),
            "what themes there are, and no case",
        ),
        **dict.fromkeys(("learning_run", "trained_model"), "how a second opinion is formed, and no case"),
        **dict.fromkeys(
            ("api_client", "api_client_key", "api_client_use"),
            "which programs may ask, looked up before anybody is known; digests of keys alone",
        ),
    },
    only_added_to=kernel_rules.ONLY_ADDED_TO
    | kernel_rules.OF_READING
    | {
        "case_fact_version",
        "statistics_question",
        "signal_step",
        "signal_evidence",
        "signal_extract",
        "report_file",
        "pack_gathering",
        "pack_text",
        "pack_round",
        "pack_file",
    },
    only_read=kernel_rules.ONLY_READ,
)
