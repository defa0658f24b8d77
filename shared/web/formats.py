"""How dates and times are written on a page: UTC inside, Europe/London on screen."""

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.counted_words import counted
from shared.web.long_words import breaking
from shared.written_dates import written_date

LONDON = ZoneInfo("Europe/London")
ABBREVIATIONS = {word.casefold(): word for word in ("NHS", "CDOP", "NCMD", "MCCD", "PDF")}


def london(instant: datetime | None) -> str:
    """A UTC instant as "12 March 2026, 4:05 pm" in London; "" for None."""
    if instant is None:
        return ""
    local = instant.astimezone(LONDON)
    half = "am" if local.hour < 12 else "pm"
    return f"{written_date(local)}, {local.hour % 12 or 12}:{local:%M} {half}"


def london_date(instant: datetime | None) -> str:
    """The London date of a UTC instant as "12 March 2026"; "" for None."""
    return written_date(instant.astimezone(LONDON)) if instant else ""


def in_minutes(number: int) -> str:
    """How many minutes, with the word for them."""
    return counted(number, "minute")


def coded(code: str) -> str:
    """A code as words: "nhs_number" as "NHS number", "confirm-trace" as "Confirm trace"."""
    words = [
        ABBREVIATIONS.get(word.casefold(), word) for word in code.replace("_", " ").replace("-", " ").split()
    ]
    return sentence(" ".join(words))


def sentence(words: str) -> str:
    """With a capital to begin with; what is in capitals stays so."""
    return words[:1].upper() + words[1:]


FILTERS = {
    "coded": coded,
    "counted": counted,
    "sentence": sentence,
    "london": london,
    "london_date": london_date,
    "date": written_date,
    "breaking": breaking,
}
