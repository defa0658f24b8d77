"""What the office writes when it gives a program access, checked as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.theming.domain.clients.client import EXACT, RULES, SCOPES
from shared.errors import Fault, Invalid
from shared.identifier_patterns import identifiers_in, with_article

LASTS = {str(each["days"]): str(each["label"]) for each in RULES["lasts"]}
TEXTS = {
    "name": "Give the program a name by which you know it again",
    "organisation": "Say which organisation it asks for",
    "contact_post": "Say which post answers for it",
}
APART = (
    "Give the scorecard a program and a key of its own: its exact numbers beside protected ones would show "
    "what these hide"
)
QUOTAS = {"per_hour": ("most_per_hour", "an hour"), "per_day": ("most_per_day", "a day")}


@dataclass(frozen=True)
class Terms:
    name: str
    organisation: str
    contact_post: str
    scopes: tuple[str, ...]
    per_hour: int
    per_day: int
    expires_on: date


def read_terms(
    typed: Mapping[str, str], scopes: Sequence[str], *, today: date, now_until: date | None = None
) -> Terms:
    """The terms in a form. Raises Invalid that names every fault.

    ``now_until``: until when it is registered now, which a blank "for how long" leaves as it is.
    """
    faults = [fault for name in TEXTS for fault in _text_faults(name, _line(typed, name))]
    if not scopes or any(each not in SCOPES for each in scopes):
        faults.append(Fault("scopes", "Choose what the key may be used for"))
    elif EXACT in scopes and len(set(scopes)) > 1:
        faults.append(Fault("scopes", APART))
    faults += [fault for name in QUOTAS for fault in _quota_faults(name, typed.get(name, ""))]
    lasts = typed.get("lasts", "")
    if lasts not in LASTS and not (now_until and not lasts):
        faults.append(Fault("lasts", "Choose for how long it is registered"))
    if not faults and int(typed["per_day"]) < int(typed["per_hour"]):
        faults.append(Fault("per_day", "A day's quota cannot be less than an hour's"))
    if faults:
        raise Invalid(faults)
    until = today + timedelta(days=int(lasts)) if lasts else now_until
    assert until is not None
    return Terms(
        name=_line(typed, "name"),
        organisation=_line(typed, "organisation"),
        contact_post=_line(typed, "contact_post"),
        scopes=tuple(name for name in SCOPES if name in scopes),
        per_hour=int(typed["per_hour"]),
        per_day=int(typed["per_day"]),
        expires_on=until,
    )


def reason_faults(because: str) -> list[Fault]:
    """What is wrong with a reason for taking access away."""
    if not because:
        return [Fault("because", "Say why")]
    return _shown("because", because, RULES["longest_reason"])


def _line(typed: Mapping[str, str], name: str) -> str:
    return " ".join(typed.get(name, "").split())


def _text_faults(name: str, text: str) -> list[Fault]:
    return _shown(name, text, RULES["longest_text"]) if text else [Fault(name, TEXTS[name])]


def _shown(name: str, text: str, longest: int) -> list[Fault]:
    faults = [
        Fault(name, f"This seems to show {with_article(kind)}: leave it out") for kind in identifiers_in(text)
    ]
    if len(text) > longest:
        faults.append(Fault(name, f"This must be {longest} characters or less"))
    return faults


def _quota_faults(name: str, text: str) -> list[Fault]:
    rule, time = QUOTAS[name]
    most = RULES["quota"][rule]
    if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most:
        return []
    return [Fault(name, f"Requests in {time} must be a whole number from 1 to {most}")]
