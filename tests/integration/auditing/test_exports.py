"""What an outsider verifies with: a file, public keys, anchors that were kept elsewhere, and no secret."""

import gzip
import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.auditing import exports
from shared.auditing.exports import BadExport, public_keys_in, verify_file, write_export
from shared.auditing.faults import Fault, Kind
from shared.auditing.links import Seal
from shared.auditing.signing import read_public_keys, signing_keys
from shared.auditing.verifying import Place, address_of
from tests.integration.auditing.conftest import NOW, SIGNING, Audited
from tests.integration.auditing.tampering import KINDS

OTHER = signing_keys(f"other:{'6b' * 32}")
# A file holds what was sealed, and whether a mark is right only who holds the key can say.
NOT_IN_A_FILE = {name for name in KINDS if name.startswith("entry: inserted") and "among" not in name} | {
    "entry: copied", "link: mark changed"}  # fmt: skip


def written(audited: Audited, file: Path, anchors: tuple[Seal, ...] = ()) -> Path:
    place = Place(address_of(audited.database.engine.url.render_as_string(hide_password=False)))
    write_export(file, [("panel", place)], SIGNING.public.pem, anchors, NOW)
    return file


def faults(file: Path, *anchors: Seal, keys: str = SIGNING.public.pem, processes: int = 1) -> list[Fault]:
    return list(verify_file(file, read_public_keys(keys), anchors, lambda done, of: None, processes))


@pytest.mark.parametrize("name", ["audit.jsonl", "audit.jsonl.gz"])
@pytest.mark.parametrize("block", [7, 10_000])
def test_a_whole_file_is_well(
    sealed: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, block: int
) -> None:
    monkeypatch.setattr(exports, "BLOCK", block)
    file = written(sealed, tmp_path / name, (sealed.anchored(),))
    assert faults(file, sealed.anchored()) == []
    assert file.stat().st_mode & 0o077 == 0
    assert public_keys_in(file) == SIGNING.public.pem


def test_several_processes_read_a_file(sealed: Audited, tmp_path: Path) -> None:
    assert faults(written(sealed, tmp_path / "audit.gz"), processes=2) == []


@pytest.mark.parametrize("name", sorted(KINDS.keys() - NOT_IN_A_FILE))
def test_tampering_before_the_export_shows_in_the_file(
    database_with_tables: Callable[..., str], sealed: Audited, tmp_path: Path, name: str
) -> None:
    from tests.integration.auditing.tampering import TABLES, run, without_triggers

    anchor = sealed.anchored()
    with sealed.database.engine.begin() as connection:
        for table in TABLES:
            run(connection, f"CREATE TABLE kept_{table} AS TABLE {table}")
        without_triggers(connection)
        KINDS[name](connection, random.Random(3))
    try:
        assert faults(written(sealed, tmp_path / "audit.gz"), anchor)
    finally:
        with sealed.database.engine.begin() as connection:
            for table in TABLES:
                run(connection, f"TRUNCATE {table}")
                run(connection, f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{table}")
                run(connection, f"DROP TABLE kept_{table}")


def test_a_changed_line_is_named(sealed: Audited, tmp_path: Path) -> None:
    file = written(sealed, tmp_path / "audit.jsonl")
    lines = file.read_text().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith('["link", 17,'))
    lines[at] = lines[at].replace("Amina Okafor", "Somebody Else")
    file.write_text("".join(lines))
    (fault,) = faults(file)
    assert (fault.kind, fault.entry) == (Kind.ENTRY_CHANGED, 17)


def test_a_removed_line_is_named(sealed: Audited, tmp_path: Path) -> None:
    file = written(sealed, tmp_path / "audit.jsonl")
    lines = [line for line in file.read_text().splitlines() if not line.startswith('["link", 60,')]
    file.write_text("\n".join(lines) + "\n")
    (fault,) = faults(file)
    assert (fault.kind, fault.positions) == (Kind.LINK_REMOVED, (60, 60))


def test_another_key_and_another_end_do_not_pass(sealed: Audited, tmp_path: Path) -> None:
    file = written(sealed, tmp_path / "audit.jsonl")
    assert {each.kind for each in faults(file, keys=OTHER.public.pem)} == {Kind.SEAL_KEY_UNKNOWN}
    anchor = sealed.anchored()
    longer = Seal(**{**vars(anchor), "to_position": 70})
    assert [each.kind for each in faults(file, longer)] == [Kind.ANCHOR_FALSE]
    sealed.write(3)
    sealed.at += timedelta(minutes=1)
    assert sealed.seal()
    assert [each.kind for each in faults(file, sealed.anchored())] == [Kind.ANCHOR_GONE]


def test_a_file_that_is_not_whole_or_no_export_is_refused(sealed: Audited, tmp_path: Path) -> None:
    file = written(sealed, tmp_path / "audit.jsonl")
    whole = file.read_text()
    for content in (
        whole[:-10],
        whole[: len(whole) // 2],
        "[]\n",
        "",
        '{"format": "of another"}\n',
        whole + "x\n",
    ):
        file.write_text(content)
        with pytest.raises(BadExport):
            faults(file)
    packed = tmp_path / "audit.gz"
    packed.write_bytes(gzip.compress(whole.encode())[:-40])
    with pytest.raises(BadExport):
        faults(packed)


def test_no_secret_is_in_a_file(sealed: Audited, tmp_path: Path) -> None:
    lines = written(sealed, tmp_path / "audit.jsonl").read_text().splitlines()
    links = [json.loads(line) for line in lines if line.startswith('["link"')]
    assert {link[6] for link in links} == {None}  # marks of links are for who holds the key
    assert "5a" * 32 not in "".join(lines)
