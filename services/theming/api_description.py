"""What the description of the API says before its operations, and of each group of them."""

NOTES = """
Protected statistics of child death reviews, for programs. No case can be reached through it.

**Keys.** The child death overview panel's office gives a program a key, with what it may read, how often
it may ask and until when. Send it with every request: `Authorization: Bearer cdrkey_...`. A key that is
not accepted is answered with 401, whatever the reason.

**Quotas.** Every answer to a key has the headers `RateLimit-Policy` and `RateLimit`: how often may be
asked in an hour of the clock and in a day in London, what is left, and in how many seconds it begins
anew. Beyond it the answer is 429 with `Retry-After`.

**Cells.** A count is `{"value": 15}`, nobody `{"value": 0}`, a count that is not shown `{"suppressed":
true}`, and where nothing is held `{"missing": true}`. A suppressed count must not be read as 0. Shown
counts are rounded.

**Kinds.** Tables come as JSON, CSV, ODS or XLSX, by the header `Accept` or by the end of the address
(`.csv`).

**Asking again.** Keep an answer with its `ETag`, and send that as `If-None-Match`: 304 says that it still
holds. A change of what is counted, of the rules, or of the day makes it another.

**Refusals** are problem details (RFC 9457); `faults` names everything that is wrong with a question at
once.

What every name means, and which events it comes from: `/themes/api/v1/dictionary`.
""".strip()

TAGS = {
    "statistics": "Cases by one dimension, protected with the whole year. Needs statistics:read.",
    "tables": "Cases by one or two dimensions, with shares and rates, protected together with what the same "
    "account was told before. Needs statistics:read.",
    "scorecard": "Timeliness and deaths on the road. Exact: for boards, not for publication. Needs "
    "scorecard:read, which a key holds alone.",
    "releases": "Statistics that two people released, to the byte. Needs releases:read.",
    "dictionary": "What every name means and where it comes from. Needs any scope.",
    "without a version": "The same as version 1, for programs written before there was one.",
    "the office": "For the office's own programs: a person's token, no key.",
}
