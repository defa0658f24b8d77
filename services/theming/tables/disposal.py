"""What becomes of each table's rows when the record of a case is disposed of. Children stand before parents.

Kept is what statistics count: facts in codes, each as it was known when, themes that people confirmed, and
where recommendations stand. What went out in a release, a report or a pack stays as it went out.
"""

# ruff: noqa: S608 (the names are those of our own tables and schemas; nobody sends one)

from shared.contracts.withheld_words import NO_WORDS
from shared.storage.disposal_rules import OF_EVERY_SERVICE, Emptied, Goes, Rules, Stays, add_disposal

from services.theming.tables.metadata import metadata  # isort: skip

_OF_TEXTS = "text_id IN (SELECT id FROM case_text WHERE case_reference = disposed)"
_LISTS_IT = "jsonb_exists(cases, disposed)"
_FACTORS = """(SELECT coalesce(jsonb_agg(one || '{"factor": ""}' ORDER BY n), '[]')
    FROM jsonb_array_elements(factors) WITH ORDINALITY AS f(one, n))"""
_HAS_ITS_WORDS = """EXISTS (SELECT FROM case_words c WHERE c.case_reference = disposed
    AND (word_frequency.word = '' OR jsonb_exists(c.words, word_frequency.word)))"""
_DISPOSED_AT = "(SELECT disposed_at FROM disposed_case WHERE case_reference = disposed)"
_IN_PACK = "strpos(contents::text, '\"' || disposed || '\"') > 0"
_ANNEXE = f"""name = 'restricted-annexe.pdf' AND (pack_id, round) IN (SELECT r.pack_id, r.round
    FROM pack_round r JOIN pack_gathering g ON g.pack_id = r.pack_id AND g.number = r.gathering
    WHERE {_IN_PACK})"""


def _those_of_it(name: str, is_it: str, without: str) -> str:
    return f"""'{name}', (SELECT coalesce(jsonb_agg(CASE WHEN {is_it} THEN one || '{without}' ELSE one END
      ORDER BY n), '[]') FROM jsonb_array_elements(theme -> '{name}') WITH ORDINALITY AS x(one, n))"""


_ITS_OWN = "one ->> 'case_reference' = disposed"
_ITS_ALONE = "one -> 'case_references' = jsonb_build_array(disposed)"
_NO_TEXT = f'{{"text": "{NO_WORDS}", "owner": ""}}'
_GATHERED = f"""contents || jsonb_build_object('themes', (SELECT coalesce(jsonb_agg(theme
    || jsonb_build_object({_those_of_it("cases", _ITS_OWN, '{"quote": ""}')},
    {_those_of_it("recommendations", _ITS_OWN, _NO_TEXT)},
    {_those_of_it("learning", _ITS_ALONE, f'{{"text": "{NO_WORDS}"}}')}) ORDER BY t), '[]')
  FROM jsonb_array_elements(contents -> 'themes') WITH ORDINALITY AS y(theme, t)))"""

_COUNTS = Stays("counts, and no case's words")
_OUT = Stays("what went out stays as it went out; it was protected before it did")
_OF_PEOPLE = Stays("about what people decided of all cases, not of one")
_KEYS = Stays("programs, and no case")
TEXTS, EVIDENCE, DECIDED = "texts", "evidence, mentions and readings", "reasons and words of decisions"

RULES: Rules = {
    **OF_EVERY_SERVICE,
    "theme_mention": (Goes(EVIDENCE),),
    "codebook_trial": (Goes(EVIDENCE, _OF_TEXTS),),
    "regression_example": (Goes(EVIDENCE),),
    "case_text": (Goes(TEXTS),),
    # How many cases have a word, before the case's own words go; a word of no other case goes with them.
    "word_frequency": (
        Emptied("comparable entries", {"cases": "cases - 1"}, _HAS_ITS_WORDS),
        Goes("comparable entries", "cases <= 0"),
    ),
    "case_words": (Goes("comparable entries"),),
    "case_to_compare": (Goes("comparable entries"),),
    "second_opinion": (Goes(EVIDENCE),),
    "reading_joined": (Goes(EVIDENCE),),
    "evidence_decision": (
        Emptied(
            EVIDENCE,
            {"sentence": "''", "words": "''", "stale_since": f"coalesce(stale_since, {_DISPOSED_AT})"},
        ),
    ),
    "theme_confirmation": (
        Goes(EVIDENCE, "case_reference = disposed AND status NOT IN ('confirmed', 'rejected')"),
        Emptied(DECIDED, {"reason": "''"}),
    ),
    "theme_decision": (Emptied(DECIDED, {"reason": "''"}, "case_reference = disposed AND reason <> ''"),),
    "agreed_learning": (Goes("learning points"),),
    "recommendation": (
        Emptied(
            "words of recommendations", {"text": "''", "owner": "''", "set_aside_because": f"'{NO_WORDS}'"}
        ),
    ),
    "case_restriction": (Emptied(DECIDED, {"reason": "''", "lifted_because": "''"}),),
    "discovered_theme": (
        Goes("proposals it had a part in", f"{_LISTS_IT} AND status IN ('proposed', 'past')"),
        Emptied("proposals it had a part in", {"quotes": "'[]'"}, _LISTS_IT),
    ),
    "new_word": (Goes("proposals it had a part in", _LISTS_IT),),
    "pack_file": (Goes("restricted annexes of learning packs", _ANNEXE),),
    "pack_gathering": (Emptied("material of learning packs", {"contents": _GATHERED}, _IN_PACK),),
    "case_facts": (
        Emptied("facts that nothing counts", {"events": "'[]'"}),
        Emptied(
            "facts that nothing counts",
            {"factors": _FACTORS},
            "case_reference = disposed AND factors IS NOT NULL",
        ),
    ),
    "case_fact_version": (
        Emptied(
            "facts that nothing counts",
            {"events": "'[]'"},
            "case_reference = disposed AND events IS NOT NULL AND events <> '[]'",
        ),
        Emptied(
            "facts that nothing counts",
            {"factors": _FACTORS},
            f"case_reference = disposed AND factors IS NOT NULL AND factors <> {_FACTORS}",
        ),
    ),
    "recommendation_told": (Stays("where each recommendation stood when, in codes, which reports count"),),
    "case_reading": (Stays("which themes two readers found, in codes: how far they agree is counted"),),
    "meeting_held": (_COUNTS,),
    "statistics_change": (_COUNTS,),
    "statistics_question": (_COUNTS,),
    "settled_pattern": (_COUNTS,),
    "ready_year": (_COUNTS,),
    "ready_counts": (_COUNTS,),
    "false_alarms": (_COUNTS,),
    "signal": (_COUNTS,),
    "signal_evidence": (_COUNTS,),
    "signal_look": (_COUNTS,),
    "signal_step": (_OF_PEOPLE,),
    "signal_extract": (_OUT,),
    "statistics_release": (_OUT,),
    "release_round": (_OUT,),
    "released_table": (_OUT,),
    "release_case_version": (_OUT,),
    "release_step": (_OUT,),
    "released_file": (_OUT,),
    "published_elsewhere": (_OUT,),
    "report_run": (_OUT,),
    "report_file": (_OUT,),
    "learning_pack": (_OUT,),
    "pack_text": (_OUT,),
    "pack_round": (_OUT,),
    "codebook_adoption": (_OF_PEOPLE,),
    "local_theme": (_OF_PEOPLE,),
    "discovery_run": (_OF_PEOPLE,),
    # A model holds words that several cases use, each with a weight, and no case's text.
    "learning_run": (_OF_PEOPLE,),
    "trained_model": (_OF_PEOPLE,),
    "api_client": (_KEYS,),
    "api_client_key": (_KEYS,),
    "api_client_use": (_KEYS,),
}
add_disposal(metadata, RULES)
