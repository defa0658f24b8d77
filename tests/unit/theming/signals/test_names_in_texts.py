"""What people write about a signal is read by many: they are asked about what may be somebody's name."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.theming.domain.signals.signal import OUTCOMES, Signal, SignalStatus
from shared.errors import Invalid

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
NAMED = "Dr Ann Smith was told of it."


def signal(status: SignalStatus) -> Signal:
    return Signal("drowning-2026-11-23", "drowning", "Drowning", date(2026, 11, 23), AT, "1", status)


def test_a_finding_and_a_reason_for_closing_name_nobody_unasked() -> None:
    finding: dict[str, Any] = {"at": AT, "finding": NAMED, "outcome": next(iter(OUTCOMES))}
    with pytest.raises(Invalid, match="may be a person's name"):
        signal(SignalStatus.SEEN).assess(**finding)
    signal(SignalStatus.SEEN).assess(**finding, names_nobody=True)
    closing: dict[str, Any] = {"at": AT, "reason": NAMED, "somebody_was_told": True, "nobody_to_tell": False}
    with pytest.raises(Invalid, match="may be a person's name"):
        signal(SignalStatus.ASSESSED).close(**closing)
    signal(SignalStatus.ASSESSED).close(**closing, names_nobody=True)
