"""What the product is made of is known: pinned, listed with licences, compared with advisories."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from deploy.image_lock import EXTRAS
from deploy.supply import advisories, renew_advisories
from deploy.supply.advisories import Accepted, Record, concerned, report
from deploy.supply.bills import bill, faults
from deploy.supply.installed import difference
from deploy.supply.licences import forbidden, is_allowed, licence_of, table
from deploy.supply.locks import NPM, PYTHON, ROOT, Pin, all_pins, image_pins, python_pins

TODAY = date(2026, 11, 22)
EACH_SERVICE = pytest.mark.parametrize("service", EXTRAS)


def advisory(
    name: str, *, ecosystem: str = PYTHON, versions: tuple[str, ...] = (), **events: str
) -> dict[str, Any]:
    """An invented one, in OSV's format; ``events`` by their names."""
    kind = "ECOSYSTEM" if ecosystem == PYTHON else "SEMVER"
    ranges = [{"type": kind, "events": [{word: at} for word, at in events.items()]}] if events else []
    affected = {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": ranges,
        "versions": list(versions),
    }
    return {"id": f"TEST-{name}", "summary": "an invented fault", "affected": [affected]}


def record(*known: dict[str, Any], withdrawn: tuple[str, ...] = (), day: date = TODAY) -> Record:
    names = frozenset(pin.name for pin in all_pins())
    sources = ({"name": "a test", "data_of": day.isoformat()},)
    return Record(sources, {PYTHON: names, NPM: names}, known, frozenset(withdrawn), day)


def test_every_pin_of_every_lock_is_read() -> None:
    lock = (ROOT / "requirements-dev.lock").read_text()
    applying = {pin.name for pin in python_pins(lock)}
    named = {name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, flags=re.MULTILINE)}
    assert named - applying == {"brotlicffi", "colorama", "httpx2-jsfetch", "pywin32"}  # of other systems
    assert all(pin.hashes for pin in all_pins() if pin.ecosystem == PYTHON)
    wanted = {path.rpartition("node_modules/")[2] for path in _npm() if path}
    assert {pin.name for pin in all_pins() if pin.ecosystem == NPM} == wanted


def _npm() -> dict[str, Any]:
    return json.loads((ROOT / "package-lock.json").read_text())["packages"]  # type: ignore[no-any-return]


def test_of_one_package_the_version_of_our_python_is_meant() -> None:
    assert len([pin for pin in all_pins() if pin.name == "numpy"]) == 1


@pytest.mark.parametrize(
    ("known", "version", "is_concerned"),
    [
        (advisory("Jinja2", introduced="0", fixed="3.1.5"), "3.1.4", True),
        (advisory("jinja2", introduced="0", fixed="3.1.5"), "3.1.5", False),
        (advisory("jinja2", introduced="3.1", last_affected="3.1.5"), "3.1.5", True),
        (advisory("jinja2", introduced="3.1", last_affected="3.1.5"), "3.1.6", False),
        (advisory("jinja2", introduced="3.2", fixed="3.3"), "3.1.6", False),
        (advisory("jinja2", introduced="0", fixed="3.1.5"), "3.1.5rc1", True),
        (advisory("jinja2", versions=("3.1.0", "3.1.6")), "3.1.6", True),
        (advisory("jinja2", versions=("3.1.0",)), "3.1", True),
        (advisory("jinja", introduced="0"), "3.1.6", False),
        (advisory("jinja2", ecosystem=NPM, introduced="0"), "3.1.6", False),
    ],
)
def test_a_pin_is_concerned_by_versions_and_ranges(
    known: dict[str, Any], version: str, is_concerned: bool
) -> None:
    found = list(concerned([Pin(PYTHON, "jinja2", version)], record(known)))
    assert bool(found) == is_concerned


@pytest.mark.parametrize(
    ("version", "is_concerned"),
    [("1.2.9", False), ("1.3.0", True), ("1.10.0", True), ("2.0.0-beta.2", True), ("2.0.0", False)],
)
def test_npm_versions_are_compared_as_semver(version: str, is_concerned: bool) -> None:
    known = advisory("sass", ecosystem=NPM, introduced="1.3.0", fixed="2.0.0")
    assert bool(list(concerned([Pin(NPM, "sass", version)], record(known)))) == is_concerned


def test_what_was_taken_back_and_what_is_wrong_fails_and_what_was_accepted_does_not() -> None:
    pins = [Pin(PYTHON, "jinja2", "3.1.6"), Pin(PYTHON, "pillow", "13.0.0")]
    known = record(advisory("jinja2", introduced="0"), withdrawn=("pillow==13.0.0",))
    lines, bad = report(pins, known, {}, TODAY)
    assert bad
    assert [line.split(" ")[0] for line in lines[:2]] == ["jinja2", "pillow"]
    accepted = {name: Accepted("not called", TODAY) for name in ("TEST-jinja2", "withdrawn:pillow")}
    assert not report(pins, known, accepted, TODAY)[1]
    assert report(pins, known, accepted, date(2026, 11, 23))[1]


def test_an_advisory_that_was_withdrawn_concerns_nobody() -> None:
    known = advisory("jinja2", introduced="0") | {"withdrawn": "2026-01-01T00:00:00Z"}
    assert not list(concerned([Pin(PYTHON, "jinja2", "3.1.6")], record(known)))


def test_it_says_how_old_the_record_is_and_what_it_does_not_cover() -> None:
    lines, _ = report([Pin(PYTHON, "brand-new", "1.0")], record(day=date(2026, 10, 1)), {}, TODAY)
    assert "52 days ago (2026-10-01): TOO OLD" in lines[0]
    assert "brand-new" in lines[1]
    nothing = Record((), {}, (), frozenset(), None)
    assert "NONE RECORDED" in report([], nothing, {}, TODAY)[0][0]


def test_what_is_recorded_concerns_no_pin_that_nobody_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    assert advisories.main() == 0
    assert f"{len(all_pins())} pins compared." in capsys.readouterr().out


def test_a_new_record_is_made_of_what_concerns_our_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "record.json").write_text((advisories.FOLDER / "record.json").read_text())
    monkeypatch.setattr(renew_advisories, "FOLDER", tmp_path)
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        for each in (advisory("Jinja2", introduced="0", fixed="99"), advisory("not-ours", introduced="0")):
            archive.writestr(f"{each['id']}.json", json.dumps(each))
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "one.yaml").write_text(json.dumps(advisory("sass", ecosystem=NPM, introduced="0")))
    metadata = {"name": "Pillow", "version": "13.0.0"}
    told = {
        "install": [{"metadata": metadata, "is_yanked": True}, {"metadata": metadata, "is_yanked": False}]
    }
    (tmp_path / "pip.json").write_text(json.dumps(told))
    places = [str(tmp_path / "all.zip"), str(tmp_path / "copy")]
    renew_advisories.main([*places, "--data-of", "2026-11-01", "--report", str(tmp_path / "pip.json")])
    made = advisories.read_record(tmp_path)
    assert {each["id"] for each in made.advisories} == {"TEST-Jinja2", "TEST-sass"}
    assert made.withdrawn == {"pillow==13.0.0"}
    assert made.advisories_on == date(2026, 11, 1)
    assert {name for _, name, _ in concerned(all_pins(), made)} == {
        "TEST-Jinja2", "TEST-sass", "withdrawn:pillow"
    }  # fmt: skip


def test_no_licence_forbids_our_use() -> None:
    assert forbidden(all_pins()) == []


def test_a_licence_that_is_not_allowed_is_noticed() -> None:
    allowed = table()["shipped"]
    assert is_allowed("MIT AND PSF-2.0", allowed)
    assert is_allowed("GPL-2.0-or-later OR MIT", allowed)
    assert not is_allowed("MIT AND GPL-3.0-only", allowed)
    assert not is_allowed("AGPL-3.0-only", allowed)
    assert forbidden([Pin(PYTHON, "pyphen", "0.18.1", shipped=True)])
    assert not forbidden([Pin(PYTHON, "pyphen", "0.18.1", shipped=False)])
    assert forbidden([Pin(PYTHON, "says-nothing", "1.0")])


@EACH_SERVICE
def test_a_bill_of_materials_is_what_cyclonedx_allows_and_lists_all_that_is_in_the_image(
    service: str,
) -> None:
    text = bill(service)
    assert faults(text) == []
    listed = {(each["name"], each["version"]) for each in json.loads(text)["components"]}
    assert listed == {(pin.name, pin.version) for pin in image_pins(service)}
    for each in json.loads(text)["components"]:
        assert each["hashes"], each["name"]
        assert each["licenses"], each["name"]


def test_the_schema_notices_a_slip_of_the_pen() -> None:
    wrong = json.loads(bill("panel"))
    wrong["components"][0]["hashes"][0]["content"] = "not a hash"
    assert faults(json.dumps(wrong))


def test_every_part_of_a_bill_is_reached_from_the_product() -> None:
    parts = {
        each["ref"]: set(each.get("dependsOn", ())) for each in json.loads(bill("theming"))["dependencies"]
    }
    reached = {"theming"}
    while more := set().union(*(parts[each] for each in reached)) - reached:
        reached |= more
    assert reached == parts.keys()


def test_the_language_tools_are_in_one_bill_only() -> None:
    names = {service: {pin.name for pin in image_pins(service)} for service in EXTRAS}
    assert "spacy" in names["theming"]
    assert "spacy" not in names["panel"] | names["notifications"]


@EACH_SERVICE
def test_an_image_is_not_made_if_other_things_are_in_it_than_its_bill_says(service: str) -> None:
    installed = {pin.name: pin.version for pin in image_pins(service) if pin.ecosystem == PYTHON}
    assert difference({**installed, "pip": "26.0"}, service) == []
    assert difference({**installed, "stowaway": "1.0"}, service) == [
        "installed and not in the bill: stowaway 1.0"
    ]
    del installed["jinja2"]
    assert len(difference(installed, service)) == 1


def test_the_image_is_compared_with_its_bill_and_holds_it() -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text()
    assert '-m deploy.supply.installed "${SERVICE}"' in text
    kept = re.search(r"COPY --from=packages /app/(\S+/bills/)\$\{SERVICE\}\.cdx\.json (\S+)", text)
    assert kept
    assert (ROOT / kept[1] / "panel.cdx.json").is_file()


def test_an_image_runs_as_nobody_in_particular_and_writes_nothing_into_itself() -> None:
    stages = (ROOT / "deploy" / "Dockerfile").read_text().split("\nFROM ")
    last = stages[-1]
    user = re.findall(r"^USER (\d+):(\d+)$", last, flags=re.MULTILINE)
    assert [int(number) > 0 for number in user[0]] == [True, True]
    assert not re.search(r"^(RUN|COPY|ADD|USER) ", last[last.index("USER ") + 5 :], flags=re.MULTILINE)
    assert "chmod" not in last
    assert re.findall(r"install -d -o cdop -g cdop (\S+)", last) == ["/var/lib/child-death-review/models"]


def test_every_licence_that_is_corrected_is_of_something_that_is_pinned() -> None:
    assert table()["packages"].keys() <= {pin.name for pin in all_pins()}
    assert licence_of(Pin(PYTHON, "odfpy", "1.4.1")).startswith("Apache-2.0")
