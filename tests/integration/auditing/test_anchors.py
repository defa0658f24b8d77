"""The last seal is written to a file once a day, and an audit that is shorter than its file is noticed."""

from datetime import timedelta
from pathlib import Path

import pytest

from shared.auditing.anchors import BadAnchors, anchoring, anchors_in, last_anchor
from shared.people import SYSTEM
from tests.integration.auditing.conftest import SERVICE, Audited


def anchored(audited: Audited, folder: Path) -> bool:
    with audited.database.transaction(person=SYSTEM, at=audited.at) as tx:
        return anchoring(folder, looked_every=0)(tx)


def test_an_anchor_a_day_where_there_is_a_new_seal(audited: Audited, tmp_path: Path) -> None:
    folder = tmp_path / "anchors"
    assert not anchored(audited, folder)
    audited.write(2)
    assert audited.seal()
    assert anchored(audited, folder)
    audited.write(2)
    assert audited.seal()
    assert not anchored(audited, folder)
    audited.at += timedelta(days=1)
    assert not anchored(audited, folder)
    audited.write()
    assert audited.seal()
    assert anchored(audited, folder)
    (file,) = folder.iterdir()
    kept = [*anchors_in([file])]
    assert [each.to_position for each in kept] == [2, 5]
    assert last_anchor(folder, SERVICE.name) == audited.last_seal()
    assert audited.faults(kept) == []


def test_nothing_is_anchored_over_an_audit_that_was_cut_off(
    audited: Audited, database_with_tables: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audited.write(2)
    assert audited.seal()
    audited.write(2)
    assert audited.seal()
    assert anchored(audited, tmp_path)
    with audited.database.engine.begin() as connection:
        for table in ("audit_entry", "audit_link", "audit_seal"):
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        connection.exec_driver_sql("DELETE FROM audit_link WHERE position > 2")
        connection.exec_driver_sql("DELETE FROM audit_seal WHERE number > 1")
    audited.at += timedelta(days=1)
    assert not anchored(audited, tmp_path)
    assert "audit_is_shorter_than_its_anchor" in "".join(
        capsys.readouterr()
    )  # where lines go depends on who asked first
    assert len([*anchors_in(tmp_path.iterdir())]) == 1


def test_a_file_that_is_no_anchors_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    file.write_text('{"service": "panel"}\n')
    with pytest.raises(BadAnchors, match="line 1"):
        list(anchors_in([file]))
