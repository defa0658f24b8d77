"""Records that were disposed of"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

KEPT_TOMBSTONES = (
    """
    CREATE OR REPLACE FUNCTION public.keep_tombstone() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN  RAISE EXCEPTION 'that a record was disposed of is never changed or removed'; END $$
    """,
    """CREATE TRIGGER disposed_case_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON disposed_case FOR EACH STATEMENT EXECUTE FUNCTION public.keep_tombstone()""",
)
MAY = """IF TG_OP <> 'TRUNCATE' AND EXISTS (SELECT FROM public.disposal_under_way
         WHERE transaction_id = pg_current_xact_id()::text) THEN RETURN coalesce(NEW, OLD); END IF;"""
KEEPERS = (
    """
    CREATE OR REPLACE FUNCTION public.keep_rows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN MAY_PASS RAISE EXCEPTION 'a row of this table is never changed or removed'; END $$
    """,
)
DISPOSE = r"""CREATE OR REPLACE FUNCTION public.dispose_of_case(disposed text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $disposal$
DECLARE counted jsonb := '{}'; found bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM disposed_case WHERE case_reference = disposed) THEN
    RAISE EXCEPTION 'no disposal of this case was approved';
  END IF;
  INSERT INTO public.disposal_under_way VALUES (pg_current_xact_id()::text, disposed);
  DELETE FROM "theme_mention" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('theme_mention#0', found);
  DELETE FROM "codebook_trial" WHERE text_id IN (SELECT id FROM case_text WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('codebook_trial#0', found);
  DELETE FROM "regression_example" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('regression_example#0', found);
  DELETE FROM "case_text" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_text#0', found);
  UPDATE "word_frequency" SET "cases" = cases - 1 WHERE EXISTS (SELECT FROM case_words c WHERE c.case_reference = disposed
    AND (word_frequency.word = '' OR jsonb_exists(c.words, word_frequency.word)));
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('word_frequency#0', found);
  DELETE FROM "word_frequency" WHERE cases <= 0;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('word_frequency#1', found);
  DELETE FROM "case_words" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_words#0', found);
  DELETE FROM "case_to_compare" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_to_compare#0', found);
  DELETE FROM "second_opinion" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('second_opinion#0', found);
  DELETE FROM "reading_joined" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('reading_joined#0', found);
  UPDATE "evidence_decision" SET "sentence" = '', "words" = '', "stale_since" = coalesce(stale_since, (SELECT disposed_at FROM disposed_case WHERE case_reference = disposed)) WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('evidence_decision#0', found);
  DELETE FROM "theme_confirmation" WHERE case_reference = disposed AND status NOT IN ('confirmed', 'rejected');
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('theme_confirmation#0', found);
  UPDATE "theme_confirmation" SET "reason" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('theme_confirmation#1', found);
  UPDATE "theme_decision" SET "reason" = '' WHERE case_reference = disposed AND reason <> '';
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('theme_decision#0', found);
  DELETE FROM "agreed_learning" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('agreed_learning#0', found);
  UPDATE "recommendation" SET "text" = '', "owner" = '', "set_aside_because" = 'No longer kept' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('recommendation#0', found);
  UPDATE "case_restriction" SET "reason" = '', "lifted_because" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_restriction#0', found);
  DELETE FROM "discovered_theme" WHERE jsonb_exists(cases, disposed) AND status IN ('proposed', 'past');
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('discovered_theme#0', found);
  UPDATE "discovered_theme" SET "quotes" = '[]' WHERE jsonb_exists(cases, disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('discovered_theme#1', found);
  DELETE FROM "new_word" WHERE jsonb_exists(cases, disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('new_word#0', found);
  DELETE FROM "pack_file" WHERE name = 'restricted-annexe.pdf' AND (pack_id, round) IN (SELECT r.pack_id, r.round
    FROM pack_round r JOIN pack_gathering g ON g.pack_id = r.pack_id AND g.number = r.gathering
    WHERE strpos(contents::text, '"' || disposed || '"') > 0);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('pack_file#0', found);
  UPDATE "pack_gathering" SET "contents" = contents || jsonb_build_object('themes', (SELECT coalesce(jsonb_agg(theme
    || jsonb_build_object('cases', (SELECT coalesce(jsonb_agg(CASE WHEN one ->> 'case_reference' = disposed THEN one || '{"quote": ""}' ELSE one END
      ORDER BY n), '[]') FROM jsonb_array_elements(theme -> 'cases') WITH ORDINALITY AS x(one, n)),
    'recommendations', (SELECT coalesce(jsonb_agg(CASE WHEN one ->> 'case_reference' = disposed THEN one || '{"text": "No longer kept", "owner": ""}' ELSE one END
      ORDER BY n), '[]') FROM jsonb_array_elements(theme -> 'recommendations') WITH ORDINALITY AS x(one, n)),
    'learning', (SELECT coalesce(jsonb_agg(CASE WHEN one -> 'case_references' = jsonb_build_array(disposed) THEN one || '{"text": "No longer kept"}' ELSE one END
      ORDER BY n), '[]') FROM jsonb_array_elements(theme -> 'learning') WITH ORDINALITY AS x(one, n))) ORDER BY t), '[]')
  FROM jsonb_array_elements(contents -> 'themes') WITH ORDINALITY AS y(theme, t))) WHERE strpos(contents::text, '"' || disposed || '"') > 0;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('pack_gathering#0', found);
  UPDATE "case_facts" SET "events" = '[]' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_facts#0', found);
  UPDATE "case_facts" SET "factors" = (SELECT coalesce(jsonb_agg(one || '{"factor": ""}' ORDER BY n), '[]')
    FROM jsonb_array_elements(factors) WITH ORDINALITY AS f(one, n)) WHERE case_reference = disposed AND factors IS NOT NULL;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_facts#1', found);
  UPDATE "case_fact_version" SET "events" = '[]' WHERE case_reference = disposed AND events IS NOT NULL AND events <> '[]';
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_fact_version#0', found);
  UPDATE "case_fact_version" SET "factors" = (SELECT coalesce(jsonb_agg(one || '{"factor": ""}' ORDER BY n), '[]')
    FROM jsonb_array_elements(factors) WITH ORDINALITY AS f(one, n)) WHERE case_reference = disposed AND factors IS NOT NULL AND factors <> (SELECT coalesce(jsonb_agg(one || '{"factor": ""}' ORDER BY n), '[]')
    FROM jsonb_array_elements(factors) WITH ORDINALITY AS f(one, n));
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_fact_version#1', found);
  DELETE FROM public.disposal_under_way
  WHERE transaction_id = pg_current_xact_id()::text;
  RETURN counted;
END $disposal$"""


def upgrade() -> None:
    op.create_table('disposal_under_way',
    sa.Column('transaction_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('transaction_id', name=op.f('pk_disposal_under_way'))
    )
    op.create_table('disposed_case',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('disposal_id', sa.Text(), nullable=False),
    sa.Column('disposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('case_reference', name=op.f('pk_disposed_case'))
    )
    for statement in KEPT_TOMBSTONES:
        _run(statement)
    for statement in KEEPERS:
        _run(statement.replace('MAY_PASS', MAY))
    _run(DISPOSE)


def downgrade() -> None:
    _run('DROP FUNCTION dispose_of_case(text)')
    for statement in KEEPERS:
        _run(statement.replace('MAY_PASS', ''))
    op.drop_table('disposed_case')
    op.drop_table('disposal_under_way')
    _run('DROP FUNCTION keep_tombstone()')


def _run(statement: str) -> None:
    op.execute(sa.DDL(statement))  # type: ignore[no-untyped-call]  # a colon in it names no value
