"""Who may see which rows of theming as the database judges it, written apart from ``can``.

Texts and what was read in them are the office's, without the cases that are closed to who looks. Statistics
count every case, so the facts that are counted are open to whoever may count, restricted cases too.
"""

from shared.storage import kernel_rules
from shared.storage.kernel_rules import ANALYSTS, OFFICE, SYSTEM_ALONE, closed_cases, of_the_office
from shared.storage.row_security import RowSecurity, Rule

_COUNTED = Rule(ANALYSTS, OFFICE)
_FIGURES = "figures and words of many cases, none of which can be told from it"
_PUBLICATIONS = "made for readers, protected before it was written down"

ROW_SECURITY = RowSecurity(
    functions=(*kernel_rules.FUNCTIONS, closed_cases(glass=False)),
    rules={
        **kernel_rules.RULES,
        **kernel_rules.READING,
        **dict.fromkeys(
            (
                "agreed_learning",
                "case_reading",
                "case_text",
                "case_to_compare",
                "case_words",
                "evidence_decision",
                "reading_joined",
                "regression_example",
                "second_opinion",
            ),
            of_the_office(),
        ),
        **dict.fromkeys(
            (
                "case_fact_version",
                "case_facts",
                "recommendation",
                "recommendation_told",
                "theme_confirmation",
                # What had been confirmed at an instant is counted by its steps.
                "theme_decision",
                "theme_mention",
            ),
            _COUNTED,
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
