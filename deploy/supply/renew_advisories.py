"""Records anew what is known: ``python -m deploy.supply.renew_advisories --data-of 2026-12-01 PLACE...``.

A PLACE is a folder or a zip file of advisories in OSV's format (JSON or YAML): what ``osv.dev`` gives out for
an ecosystem, a copy of PyPA's or GitHub's advisory database. ``--report FILE`` is what pip says of every pin
(deploy/advisories/README.md). Only what concerns packages of ours is kept, and of it what the check needs.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import yaml

from deploy.supply.advisories import FOLDER
from deploy.supply.locks import PYTHON, all_pins, plain_name

KEPT = ("id", "aliases", "modified", "withdrawn", "summary", "affected")


def read_place(place: Path) -> Iterator[Mapping[str, Any]]:
    """Every advisory of a folder or a zip file."""
    if place.is_dir():
        for file in sorted([*place.rglob("*.json"), *place.rglob("*.yaml")]):
            yield _read(file.name, file.read_bytes())
        return
    with ZipFile(place) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith((".json", ".yaml")):
                yield _read(name, archive.read(name))


def ours(advisories: Iterator[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Those about packages that are pinned, at whatever version, without what others they concern."""
    names = {(pin.ecosystem, pin.name) for pin in all_pins()}
    for each in advisories:
        about = [part for part in each.get("affected", ()) if _named(part) in names]
        if about:
            kept = {key: each[key] for key in KEPT if key in each}
            yield {**kept, "affected": [_short(part) for part in about]}


def withdrawn(report: Mapping[str, Any]) -> list[str]:
    """Of pip's installation report the releases that the index calls yanked, as "name==version"."""
    taken = (each["metadata"] for each in report["install"] if each.get("is_yanked"))
    return sorted(f"{plain_name(each['name'])}=={each['version']}" for each in taken)


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    file = FOLDER / "record.json"
    record = json.loads(file.read_text())
    if given.report:
        record["withdrawn"] = withdrawn(json.loads(given.report.read_text()))
        record["withdrawn_asked_on"] = datetime.now(UTC).date().isoformat()
    if given.places:
        found = {each["id"]: each for place in given.places for each in ours(read_place(place))}
        record["advisories"] = [found[name] for name in sorted(found)]
        record["sources"] = [{"name": place.name, "data_of": given.data_of} for place in given.places]
        kinds = {part["package"]["ecosystem"] for each in found.values() for part in each["affected"]}
        record["covered"] = {
            kind: sorted({pin.name for pin in all_pins() if pin.ecosystem == kind}) for kind in sorted(kinds)
        }
    file.write_text(json.dumps(record, indent=1, sort_keys=True, default=str) + "\n")
    print(
        f"{len(record['advisories'])} advisories and {len(record['withdrawn'])} withdrawn releases recorded."
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*", type=Path)
    parser.add_argument("--data-of", help="the day the advisories are of (YYYY-MM-DD)")
    parser.add_argument("--report", type=Path, help="pip's installation report")
    return parser


def _read(name: str, content: bytes) -> Mapping[str, Any]:
    read = yaml.safe_load(content) if name.endswith(".yaml") else json.loads(content)
    return read if isinstance(read, Mapping) else {}


def _named(part: Mapping[str, Any]) -> tuple[str, str]:
    package = part.get("package", {})
    kind, name = package.get("ecosystem", ""), package.get("name", "")
    return kind, plain_name(name) if kind == PYTHON else name


def _short(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: part[key] for key in ("package", "ranges", "versions") if key in part}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
