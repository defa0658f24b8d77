"""Blocks to a tagged PDF/UA-1 with Typst: identical bytes from identical blocks, reader and instant."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import typst

from services.panel.domain.bundles.printed import Block
from shared.printed_text import printable
from shared.web.formats import london

TEMPLATE = Path(__file__).with_name("bundle.typ")
STANDARD: Final = "ua-1"
CONFIDENTIAL: Final = "Confidential"


def typeset(
    title: str, blocks: Sequence[Block], *, reader: str, at: datetime, standing: str = CONFIDENTIAL
) -> bytes:
    """The PDF. ``reader`` and ``at`` (UTC) stand on every page; only fonts inside Typst are used, no network.

    ``standing``: the words at the head of every page; what is confidential also has its reader across it.
    The instant is also the file's date, and nothing else differs from one making to the next.
    """
    given = {
        "title": title,
        "mark": f"{printable(reader)}, {london(at)}",
        "standing": standing,
        "marked": standing == CONFIDENTIAL,
        "blocks": list(blocks),
    }
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"bundle": json.dumps(given)},
        pdf_standards=STANDARD,
        timestamp=int(at.timestamp()),
    )
    return bytes(made)
