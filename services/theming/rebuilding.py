"""How theming's tables follow from the log, and what of them people own.

People decide on themes: a theme confirmed, rejected or added by hand stays as it is, and so do the themes of
this panel, its learning packs, reports, signals and what was done about them, and the proposals of discovery
that were settled. A proposal that stands keeps the instant of its first finding, and one that lapsed stays on
record.
"""

# ruff: noqa: S608 (the names are those of our own tables and schemas; nobody sends one)

from sqlalchemy import Table

from services.theming.domain.themes.codebook import load_codebook
from services.theming.tables import (
    agreed_learning,
    api_client,
    api_client_key,
    api_client_use,
    case_fact_version,
    case_facts,
    case_reading,
    case_restriction,
    case_text,
    codebook_adoption,
    discovered_theme,
    evidence_decision,
    learning_pack,
    local_theme,
    meeting_held,
    pack_file,
    pack_gathering,
    pack_round,
    pack_text,
    published_elsewhere,
    recommendation,
    recommendation_told,
    release_case_version,
    release_round,
    release_step,
    released_file,
    released_table,
    report_file,
    report_run,
    signal,
    signal_evidence,
    signal_extract,
    signal_step,
    statistics_question,
    statistics_release,
    theme_confirmation,
    theme_decision,
    theme_mention,
)
from shared.storage.rebuilding import TOMBSTONES, Compared, Rebuilding, named

_VERSION = ("case_reference", "source", "number")
_STANDING = ", ".join(f'"{column.name}"' for column in theme_confirmation.columns)
_SET = ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in theme_confirmation.columns)


def _affirmed(row: str) -> str:
    return (
        "EXISTS (SELECT FROM {made}.theme_mention a WHERE a.assertion = 'affirmed'"
        f" AND a.case_reference = {row}.case_reference AND a.theme = {row}.theme)"
    )


def _carried(column: str) -> str:
    """An undecided proposal that no text affirms has lapsed; everything else is as it stands."""
    if column != "status":
        return f'l."{column}"'
    return f"CASE WHEN l.status = 'proposed' AND NOT {_affirmed('l')} THEN 'lapsed' ELSE l.status END"


def _columns(table: Table, *but: str) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns if column.name not in but)


_SETTLED = _columns(discovered_theme, "id", "run_id", "quotes")
_RESTRICTED = _columns(case_restriction, "id")


def _packs() -> tuple[str, ...]:
    """Learning packs as they are: what went forward is never made anew. An edition's standing may move on."""
    moved = ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in learning_pack.columns)
    added = (pack_gathering, pack_text, pack_round, pack_file)
    return tuple(
        f"INSERT INTO {{made}}.{table.name} ({_columns(table)}) SELECT {_columns(table)}"
        f" FROM {{live}}.{table.name} ON CONFLICT {then}"
        for table, then in (
            (learning_pack, f"(id) DO UPDATE SET {moved}"),
            *((table, "DO NOTHING") for table in added),
        )
    )


def _signals() -> tuple[str, ...]:
    """Signals as they were raised, with their steps; an extract that was given out is never made anew."""
    moved = ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in signal.columns)
    return (
        f"INSERT INTO {{made}}.signal ({_columns(signal)}) SELECT {_columns(signal)} FROM {{live}}.signal"
        f" ON CONFLICT (id) DO UPDATE SET {moved}",
        f"INSERT INTO {{made}}.signal_evidence ({_columns(signal_evidence)})"
        f" SELECT {_columns(signal_evidence)} FROM {{live}}.signal_evidence ON CONFLICT DO NOTHING",
        *(each for table in (signal_step, signal_extract) for each in _as_added(table)),
    )


def _clients() -> tuple[str, ...]:
    """Programs that ask the API, with their keys and quotas as they stand."""
    return tuple(
        f"INSERT INTO {{made}}.{table.name} ({_columns(table)}) SELECT {_columns(table)}"
        f" FROM {{live}}.{table.name} ON CONFLICT ({keys}) DO UPDATE SET "
        + ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in table.columns)
        for table, keys in ((api_client, "id"), (api_client_key, "id"), (api_client_use, "client_id, day"))
    )


def _reports() -> tuple[str, ...]:
    """Reports as they were made: what they say is never made anew. Their standing may move on."""
    moved = ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in report_run.columns)
    return tuple(
        f"INSERT INTO {{made}}.{table.name} ({_columns(table)}) SELECT {_columns(table)}"
        f" FROM {{live}}.{table.name} ON CONFLICT {then}"
        for table, then in ((report_run, f"(id) DO UPDATE SET {moved}"), (report_file, "DO NOTHING"))
    )


def _releases() -> tuple[str, ...]:
    """What went out is out: releases with all they held, as they are. Their standing may move on."""
    moved = ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in statistics_release.columns)
    added = (
        release_round,
        released_table,
        release_case_version,
        release_step,
        released_file,
        published_elsewhere,
    )
    return (
        *(
            f"INSERT INTO {{made}}.{table.name} ({_columns(table)}) OVERRIDING SYSTEM VALUE"
            f" SELECT {_columns(table)} FROM {{live}}.{table.name} ON CONFLICT {then}"
            for table, then in (
                (statistics_release, f"(id) DO UPDATE SET {moved}"),
                *((table, "DO NOTHING") for table in added),
            )
        ),
        _numbers_go_on(release_step),
        _numbers_go_on(published_elsewhere),
    )


def _questions() -> tuple[str, ...]:
    """What each account asked of the table maker and was told: nobody can be told less than before."""
    return _as_added(statistics_question)


def _numbers_go_on(table: Table) -> str:
    return (
        f"SELECT setval(pg_get_serial_sequence('{{made}}.{table.name}', 'number'),"
        f" (SELECT max(number) FROM {{made}}.{table.name})) WHERE EXISTS (SELECT FROM {{made}}.{table.name})"
    )


def _known_from() -> tuple[str, ...]:
    """What was said then is known from the instant that stands with it, so answers as known then stay."""
    said = [column.name for column in case_fact_version.columns if column.name != "known_from"]
    same = " AND ".join(f'm."{name}" IS NOT DISTINCT FROM l."{name}"' for name in said)
    return (
        "ALTER TABLE {made}.case_fact_version DISABLE TRIGGER USER",
        "UPDATE {made}.case_fact_version m SET known_from = l.known_from FROM {live}.case_fact_version l"
        f" WHERE {same} AND m.known_from <> l.known_from",
        "ALTER TABLE {made}.case_fact_version ENABLE TRIGGER USER",
    )


def _as_added(table: Table) -> tuple[str, str]:
    """Every row with its number, of a table whose rows never change; numbers go on after the last."""
    return (
        f"INSERT INTO {{made}}.{table.name} ({_columns(table)}) OVERRIDING SYSTEM VALUE"
        f" SELECT {_columns(table)} FROM {{live}}.{table.name} ON CONFLICT DO NOTHING",
        _numbers_go_on(table),
    )


def _as_numbered(table: Table) -> tuple[str, str]:
    """Every row with its number, as it is now; numbers go on after the last."""
    now = ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in table.columns)
    return (
        f"INSERT INTO {{made}}.{table.name} ({_columns(table)}) OVERRIDING SYSTEM VALUE"
        f" SELECT {_columns(table)} FROM {{live}}.{table.name} ON CONFLICT (number) DO UPDATE SET {now}",
        _numbers_go_on(table),
    )


#: Texts are read with the codebook a person adopted, themes of this panel's own among it.
CARRIED_FIRST = (
    TOMBSTONES,
    *(each for table in (local_theme, codebook_adoption) for each in _as_numbered(table)),
)
CARRY_OVER = (
    TOMBSTONES,
    # This panel's own themes, and what a person has settled: everything else of discovery is looked for anew.
    *(each for table in (local_theme, codebook_adoption) for each in _as_numbered(table)),
    # What people judged and read, each step of it.
    *(each for table in (theme_decision, evidence_decision, case_reading) for each in _as_numbered(table)),
    "DELETE FROM {made}.discovered_theme",
    "DELETE FROM {made}.discovery_run",
    "INSERT INTO {made}.discovery_run (begun_at, ended_at, last_text, texts, codebook)"
    " SELECT max(begun_at), max(begun_at), 0, 0, '' FROM {live}.discovery_run HAVING count(*) > 0",
    f"INSERT INTO {{made}}.discovered_theme (run_id, quotes, {_SETTLED})"
    f" SELECT (SELECT max(id) FROM {{made}}.discovery_run), '[]', {_SETTLED} FROM {{live}}.discovered_theme"
    " WHERE status IN ('dismissed', 'promoted') ORDER BY id",
    "DELETE FROM {made}.case_restriction",
    f"INSERT INTO {{made}}.case_restriction ({_RESTRICTED})"
    f" SELECT {_RESTRICTED} FROM {{live}}.case_restriction ORDER BY id",
    *_packs(),
    *_signals(),
    *_known_from(),
    *_clients(),
    *_reports(),
    *_releases(),
    *_questions(),
    # A lapsed proposal is history: what of it there is, the live table says.
    f"DELETE FROM {{made}}.theme_confirmation m WHERE NOT {_affirmed('m')}",
    f"""
    INSERT INTO {{made}}.theme_confirmation ({_STANDING})
    SELECT {", ".join(_carried(column.name) for column in theme_confirmation.columns)}
    FROM {{live}}.theme_confirmation l WHERE l.status <> 'lapsed' OR NOT {_affirmed("l")}
    EXCEPT SELECT {_STANDING} FROM {{made}}.theme_confirmation
    ON CONFLICT (case_reference, theme) DO UPDATE SET {_SET}
    """,
)

_ACTION = ("case_reference", "review_version", "number")
_STEP = (*_ACTION, "told")
_MEETING = ("meeting", "version")
_TEXT = ("case_reference", "material_id", "part")
_OF_TEXT = {"material": "x.material_id", "part": "x.part"}


def _but(table: Table, *names: str) -> dict[str, str]:
    """Every column of the table but these."""
    return named(*(column.name for column in table.columns if column.name not in names))


REBUILDING = Rebuilding(
    compared=(
        Compared("case_facts", named("case_reference"), _but(case_facts, "case_reference")),
        Compared("case_fact_version", named(*_VERSION), _but(case_fact_version, *_VERSION, "known_from")),
        Compared("recommendation", named(*_ACTION), _but(recommendation, *_ACTION)),
        # An event is replayed at the instant at which it was handled first: since when it is known follows.
        Compared("recommendation_told", named(*_STEP), _but(recommendation_told, *_STEP)),
        Compared("meeting_held", named(*_MEETING), _but(meeting_held, *_MEETING)),
        Compared("agreed_learning", named(*_ACTION), _but(agreed_learning, *_ACTION)),
        # What words weigh depends on which cases came before, so only the words are compared.
        Compared("case_words", named("case_reference"), named("words")),
        Compared("case_text", named(*_TEXT), _but(case_text, "id", *_TEXT)),
        Compared(
            "theme_mention",
            _but(theme_mention, "id", "text_id") | _OF_TEXT,
            joined="JOIN {schema}.case_text x ON x.id = t.text_id",
            repeats=True,
        ),
        Compared(
            "theme_confirmation",
            named("case_reference", "theme"),
            _but(theme_confirmation, "case_reference", "theme"),
        ),
    ),
    carried_first=CARRIED_FIRST,
    carry_over=CARRY_OVER,
    unfinished="SELECT case_reference FROM {live}.case_to_compare UNION"
    " SELECT case_reference FROM {live}.case_text WHERE set_aside_because IS NULL AND"
    " (themed_by IS NULL OR themed_by NOT LIKE '%+codebook-' || coalesce("
    "(SELECT version FROM {live}.codebook_adoption ORDER BY number DESC LIMIT 1),"
    f" '{load_codebook().version}'))",
)
