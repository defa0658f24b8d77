"""Pages that read no case data, and why; reading any other page is audited, whoever wrote it."""

READS_NO_CASE_DATA = {
    "forms": "which forms there are",
    "form_schema": "the questions of a form",
    "notify": "an empty form",
    "notify_links": "links that were given to professionals before there is a case",
    "notify_with_link": "an empty form",
    "question_answered": "thanks for an answer, and nothing of it",
    "retention_schedule": "how long records are kept, of no case",
}
