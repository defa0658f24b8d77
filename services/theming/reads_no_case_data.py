"""Pages that read no case data, and why; reading any other page is audited, whoever wrote it."""

READS_NO_CASE_DATA = {
    "charts": "the drawings there are, without figures",
    "api_v1_dictionary": "what figures mean",
    "api_v1_dictionary_file": "what figures mean",
}
