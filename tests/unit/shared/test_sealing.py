"""Keys wherever they are kept: what is sealed opens for what it belongs to, and for nothing else."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.key_keepers import KeyKeeperAway, SealBroken
from shared.sealing import ENVELOPE, KeyInSetting, SealingKeys, WrappingKey, _encrypted, read_keys
from tests.unit.shared.key_keeping import TOKEN, program_in, transit_server

ROOT = Path(__file__).resolve().parents[3]
OLD, NEW = f"old:{'a1' * 32}", f"new:{'b2' * 32}"
NONCE = b"n" * 12


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")
    subprocess.run(["sh", "deploy/make-certificates.sh", folder], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def token(tmp_path: Path) -> Path:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    return file


@pytest.fixture(params=["setting", "command", "transit", "transit with TLS"])
def written(request: pytest.FixtureRequest, tmp_path: Path, token: Path, certificates: Path) -> Iterator[str]:
    """How each kind is written in the setting."""
    if request.param == "setting":
        yield "c3" * 32
    elif request.param == "command":
        yield f"command:{program_in(tmp_path)}#office"
    else:
        tls = certificates if "TLS" in request.param else None
        with transit_server(tls) as address:
            ca = f"&ca={certificates / 'internal_ca'}" if tls else ""
            yield f"transit+{address}/v1/transit/keys/office?token_file={token}{ca}"


@pytest.fixture
def keys(written: str) -> SealingKeys:
    return read_keys(f"one:{written},{OLD}")


def test_a_key_wraps_what_it_alone_unwraps_for_what_it_belongs_to(keys: SealingKeys) -> None:
    key: WrappingKey = keys.keys["one"]
    wrapped = key.wrap(b"d" * 32, bound_to="a letter")
    assert b"d" * 32 not in wrapped
    assert key.unwrap(wrapped, bound_to="a letter") == b"d" * 32
    for broken, bound_to in ((wrapped, "a note"), (wrapped[:-4] + b"AAA=", "a letter"), (b"", "a letter")):
        with pytest.raises(SealBroken):
            key.unwrap(broken, bound_to=bound_to)


def test_what_is_sealed_opens_for_its_own_and_each_has_a_key_of_its_own(keys: SealingKeys) -> None:
    sealed = [keys.seal(b"what was said", nonce=NONCE, bound_to="a letter") for _ in range(2)]
    assert sealed[0] != sealed[1]
    assert keys.open(sealed[0], key="one", bound_to="a letter") == b"what was said"
    for broken, bound_to in ((sealed[0], "a note"), (sealed[0][:-1], "a letter"), (ENVELOPE, "a letter")):
        with pytest.raises(SealBroken):
            keys.open(broken, key="one", bound_to=bound_to)
    with pytest.raises(SealBroken):
        keys.open(sealed[0], key="gone", bound_to="a letter")


def test_it_goes_from_one_key_to_another_and_the_content_stays_as_it_was(keys: SealingKeys) -> None:
    before = read_keys(OLD).seal(b"what was said", nonce=NONCE, bound_to="a letter")
    after = keys.rewrap(before, key="old", bound_to="a letter")
    content = len(b"what was said") + 12 + 16
    assert before[-content:] == after[-content:]
    alone = SealingKeys("one", {"one": keys.keys["one"]})
    assert alone.open(after, key="one", bound_to="a letter") == b"what was said"
    with pytest.raises(SealBroken):
        keys.rewrap(before, key="old", bound_to="a note")


def test_what_was_sealed_before_there_were_envelopes_opens_and_goes_into_one() -> None:
    before = _encrypted(bytes.fromhex("a1" * 32), b"what was said", NONCE, "a letter")
    keys = read_keys(f"{NEW},{OLD}")
    assert keys.open(before, key="old", bound_to="a letter") == b"what was said"
    after = keys.rewrap(before, key="old", bound_to="a letter")
    assert after.startswith(ENVELOPE)
    assert read_keys(NEW).open(after, key="new", bound_to="a letter") == b"what was said"


def test_a_keeper_that_is_away_or_refuses_is_told_from_content_that_was_altered(
    tmp_path: Path, token: Path, certificates: Path
) -> None:
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\nexit 1\n")
    failing.chmod(0o700)
    token_of_others = tmp_path / "other"
    token_of_others.write_text("s.somebody-else")
    with transit_server() as plain, transit_server(certificates) as tls:
        for written in (
            f"command:{failing}#x",
            "command:/not/there#x",
            f"transit+{plain}/v1/transit/keys/office?token_file={token_of_others}",
            f"transit+{plain}/v1/transit/keys/office?token_file=/not/there",
            f"transit+{plain}/moved/keys/office?token_file={token}",  # a redirect leads nowhere
            f"transit+{tls}/v1/transit/keys/office?token_file={token}",  # nobody vouches for it
            f"transit+http://127.0.0.1:1/v1/transit/keys/office?token_file={token}",
        ):
            key = read_keys(f"one:{written}").keys["one"]
            with pytest.raises(KeyKeeperAway) as away:
                key.wrap(b"d" * 32, bound_to="a letter")
            assert TOKEN not in str(away.value)


@pytest.mark.parametrize(
    "written",
    [
        "one:command:keeps-a-key#x",
        "one:transit+http://vault.example/v1/transit/keys/x?token_file=/t",
        "one:transit+https://vault.example/v1/transit/keys/x",
        "one:transit+https://vault.example/v1/transit?token_file=/t",
        "one:transit+https://vault.example/v1/transit/keys/x?token_file=/t&token=s.secret",
    ],
)
def test_a_keeper_that_cannot_be_understood_is_refused_at_once(written: str) -> None:
    with pytest.raises(ValueError, match="write ") as refused:
        read_keys(written)
    assert "s.secret" not in str(refused.value)


def test_no_key_is_shown_by_what_holds_it() -> None:
    assert "a1a1" not in repr(read_keys(OLD))
    assert "kkkk" not in repr(KeyInSetting(b"k" * 32))


def test_a_command_is_told_nothing_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET_OF_OURS", "hush")
    said = tmp_path / "said"
    program = tmp_path / "curious"
    program.write_text(f"#!/bin/sh\n/usr/bin/env > {said}\nexit 1\n")
    program.chmod(0o700)
    with pytest.raises(KeyKeeperAway):
        read_keys(f"one:command:{program}#x").keys["one"].wrap(b"d" * 32, bound_to="a letter")
    assert "hush" not in said.read_text()
