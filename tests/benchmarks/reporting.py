"""The annual report of one year out of 40,000 cases (ten years of England): gathered, protected, typeset.

Beside it what is simple: the rows of the year read anew and counted with pandas, a table for each of the
report's, with the smallest other count of each row and column hidden. It makes no file, protects no table
together with another, and cannot say what was known then.
"""

import time
from datetime import UTC, datetime, timedelta
from itertools import product

import pandas
import psycopg

from deploy.host import Installation
from deploy.personas import PERSONAS
from services.theming.domain.reports.kinds import report_rules
from services.theming.domain.themes.codebook import load_codebook
from tests.benchmarks.measuring import load, note, report

CASES, YEAR = 40_000, "2025-26"
MOST_SECONDS = 20.0
NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
_OF = "(ARRAY[{}])[1 + floor(random() * {})::int]"


def _one_of(*values: str) -> str:
    return _OF.format(", ".join(f"'{value}'" for value in values), len(values))


# Ten years, evenly; a review comes five months later. The first themes are frequent, the last are rare.
_FILLED = (
    "SELECT setseed(0.5)",
    f"""
    INSERT INTO case_fact_version (case_reference, source, number, known_from, notified_on, area, age_band,
      sex, ethnic_group, place_of_death, notifier_sector, expected, died_in, deprivation_quintile,
      joint_agency_response, supplementary_forms, events, clocks)
    SELECT 'OLD-2016-' || lpad(n::text, 6, '0'), 'notified', 1, day + interval '1 day', day,
      {_one_of("Leicester", "Leicester", "Leicestershire", "Leicestershire", "Rutland")},
      {_one_of("0-27 days", "0-27 days", "28-364 days", "1-4 years", "5-9 years", "15-17 years")},
      {_one_of("female", "male")},
      {_one_of("White", "White", "Mixed", "Asian or Asian British", "Not known")},
      {_one_of("home", "hospital_ward", "neonatal_unit", "emergency_department")},
      {_one_of("acute_hospital", "acute_hospital", "police", "hospice", "coroner")}, 'no',
      to_char(day - 2, 'YYYY-MM'), 1 + floor(random() * 5)::int, random() < 0.4, '["Infection"]', '[]',
      jsonb_build_object('next_working_day', random() < 0.67)
    FROM (SELECT n, date '2016-04-01' + n * 3650 / {CASES} AS day FROM generate_series(0, {CASES} - 1) n) made
    """,
    f"""
    INSERT INTO case_fact_version (case_reference, source, number, known_from, reviewed_on, completed_on,
      review_version, category, modifiability, secondary_categories, factors)
    SELECT case_reference, 'reviewed', 1, notified_on + interval '151 days', notified_on + 150,
      notified_on + 150, 1, 1 + floor(random() * random() * 10)::int,
      {_one_of("modifiable", "none", "none", "inadequate_information")},
      '[]', '[{{"domain": "D", "factor": "x", "grade": 2, "modifiable": "yes"}}]'
    FROM case_fact_version WHERE source = 'notified'
    """,
    """
    INSERT INTO case_facts (case_reference, notified_on, area, age_band, sex, ethnic_group, place_of_death,
      notifier_sector, reviewed_on, review_version, category, modifiability)
    SELECT n.case_reference, n.notified_on, n.area, n.age_band, n.sex, n.ethnic_group, n.place_of_death,
      n.notifier_sector, r.reviewed_on, 1, r.category, r.modifiability
    FROM case_fact_version n JOIN case_fact_version r USING (case_reference)
    WHERE n.source = 'notified' AND r.source = 'reviewed'
    """,
    """
    INSERT INTO theme_decision (case_reference, theme, step, decided_by, decided_by_name, decided_at)
    SELECT DISTINCT case_reference, (%(themes)s::text[])[1 + floor(random() * random() * %(number)s)::int],
      'confirmed', 'm', 'M', known_from
    FROM case_fact_version, generate_series(1, 3) WHERE source = 'reviewed'
    """,
    """
    INSERT INTO recommendation_told (case_reference, review_version, number, told, level, themes, agreed_on,
      due_on, state, effect, known_from)
    SELECT case_reference, 1, 0, 1, 'local', '[]', reviewed_on, reviewed_on + 90, 'told', '', known_from
    FROM case_fact_version WHERE source = 'reviewed'
    """,
)


def reporting(place: Installation) -> None:
    """A row of the table. Ends the run where the report takes too long."""
    from services.theming.actions.reports.check_report import check_report
    from services.theming.actions.reports.make_report import make_report

    database = place.databases["theming"]
    url = place.settings.owner_url("theming").replace("postgresql+psycopg://", "postgresql://")
    _fill(url)
    office = PERSONAS["cdr-manager"]
    given = {"kind": "annual", "period": YEAR, "panel_name": "An invented panel"}
    taken = {}
    for version in ("publishable", "confidential"):
        started = time.perf_counter()
        with database.transaction(person=office, at=NOW) as tx:
            made = make_report(tx, version=version, **given)
        taken[version] = time.perf_counter() - started
    started = time.perf_counter()
    with database.transaction(person=office, at=NOW + timedelta(days=365)) as tx:
        again = check_report(tx, report_id=made.id)
    checked = time.perf_counter() - started
    simple = _simply(url)
    longest = max(taken.values())
    report(
        f"Annual report out of {CASES:,} cases",
        60 / longest,
        60 / simple,
        "reports/minute",
        "pandas, by thumb",
    )
    note(
        f"  {taken['publishable']:.1f} s publishable, {taken['confidential']:.1f} s confidential (at most"
        f" {MOST_SECONDS:.0f}), with HTML, PDF/UA and Word; made again and compared in {checked:.1f} s,"
        f" {'the same' if again.same else 'NOT THE SAME'}; pandas {simple:.1f} s without a file; {load()}"
    )
    if longest > MOST_SECONDS or not again.same:
        raise SystemExit(f"the annual report takes {longest:.1f} s, made again the same: {again.same}")


def _fill(url: str) -> None:
    themes = list(load_codebook().themes)
    with psycopg.connect(url) as connection:
        for statement in _FILLED:
            named = "%(" in statement
            connection.execute(statement, {"themes": themes, "number": len(themes)} if named else None)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _simply(url: str) -> float:
    """Seconds to count every table of the report anew and hide by thumb."""
    started = time.perf_counter()
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT n.*, r.category AS found, r.modifiability AS judged, t.theme FROM case_fact_version n"
            " LEFT JOIN case_fact_version r ON r.case_reference = n.case_reference AND r.source = 'reviewed'"
            " LEFT JOIN theme_decision t ON t.case_reference = n.case_reference"
            " WHERE n.source = 'notified' AND n.notified_on BETWEEN '2025-04-01' AND '2026-03-31'"
        )
        frame = pandas.DataFrame(rows.fetchall(), columns=[each.name for each in rows.description or ()])
    for spec, across in product(report_rules().tables_of("annual", "publishable"), ("area",)):
        by = spec.rows if spec.rows in frame else "found"
        _by_thumb(pandas.crosstab(frame[by].fillna("not recorded"), frame[across], margins=True))
    return time.perf_counter() - started


def _by_thumb(table: pandas.DataFrame) -> pandas.DataFrame:
    hidden = (table > 0) & (table < 8)
    while True:
        lines = [(row, None) for row in table.index if hidden.loc[row].sum() == 1]
        lines += [(None, column) for column in table.columns if hidden[column].sum() == 1]
        if not lines:
            return table.mask(hidden)
        for row, column in lines:
            shown = (table.loc[row] if row is not None else table[column])[
                ~(hidden.loc[row] if row is not None else hidden[column])
            ]
            if shown.empty:
                return table.mask(hidden)
            place = (row, shown.idxmin()) if row is not None else (shown.idxmin(), column)
            hidden.loc[place] = True
