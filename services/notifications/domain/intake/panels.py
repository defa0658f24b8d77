"""The panels a notification may be handed to: data, with its version and source (``panels.toml``)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class NeighbouringPanel:
    """``area``: the local authorities whose children it reviews, as they are written."""

    id: str
    name: str
    area: str


@dataclass(frozen=True)
class PanelList:
    """One version of the list."""

    name: str
    version: str
    starts_on: date
    source: str
    panels: tuple[NeighbouringPanel, ...]

    def named(self, panel_id: str) -> NeighbouringPanel | None:
        return next((panel for panel in self.panels if panel.id == panel_id), None)


@cache
def neighbouring_panels() -> PanelList:
    """The list in force."""
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    panels = tuple(NeighbouringPanel(**each) for each in written.pop("panels"))
    return PanelList(**written, panels=panels)
