"""Files made from the code: event schemas, diagrams in READMEs, bills of materials, licences.

``python -m deploy.generated`` writes them; ``--check`` fails, naming each, when one is out of date.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deploy.diagrams import DIAGRAMS
from deploy.image_lock import EXTRAS
from deploy.supply.bills import bill
from deploy.supply.licences import listed
from shared.contracts import TOPICS
from shared.state_diagram import mermaid

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "shared" / "contracts" / "schemas"
SUPPLY = ROOT / "deploy" / "supply"


def wanted() -> Iterator[tuple[Path, str]]:
    """Every generated file and what it should hold."""
    for topic, events in TOPICS.items():
        for event in events:
            schema = {"$id": event.type, "topic": topic, **event.model_json_schema()}
            yield SCHEMAS / f"{event.type}.json", json.dumps(schema, indent=2, sort_keys=True) + "\n"
    for readme, diagrams in DIAGRAMS.items():
        yield ROOT / readme, with_diagrams((ROOT / readme).read_text(), diagrams)
    yield SUPPLY / "licences.md", listed()
    for service in EXTRAS:
        yield SUPPLY / "bills" / f"{service}.cdx.json", bill(service)


def with_diagrams(text: str, diagrams: Mapping[str, Mapping[Any, Any]]) -> str:
    """``text`` with each ``<!-- diagram: NAME -->`` block filled from its transition table."""
    for name, transitions in diagrams.items():
        block = f"<!-- diagram: {name} -->\n```mermaid\n{mermaid(transitions).strip()}\n```\n<!-- end -->"
        pattern = rf"<!-- diagram: {re.escape(name)} -->.*?<!-- end -->"
        if not re.search(pattern, text, re.DOTALL):
            raise LookupError(f"There is no place for the diagram '{name}' in this README")
        text = re.sub(pattern, block.replace("\\", r"\\"), text, flags=re.DOTALL)
    return text


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` compare; the exit status says whether all is up to date."""
    stale = [(path, text) for path, text in wanted() if not path.exists() or path.read_text() != text]
    for path, text in stale:
        print(f"{'out of date' if '--check' in arguments else 'wrote'}: {path.relative_to(ROOT)}")
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
