"""Ways of putting an identifier or a measure into a sentence, for the generators of redaction."""

from dataclasses import dataclass

from hypothesis import strategies as st

from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted, redact

# What stands before and after: prose, notes, logs, a table, a line end, no space after a stop.
BEFORE = (
    "",
    "Seen again ",
    "The plan was agreed; ",
    "Weight 5.6 kg. ",
    "| ",
    "mum said ",
    "- ",
    '"',
    "(",
    "Temp 38.2, sats 96%. ",
    "(see above)\n",
)
AFTER = (
    ".",
    ", then home",
    "; no rash",
    ")",
    " | ",
    "\nNo concerns.",
    ": well",
    " - fed well",
    "",
    "?",
    " and slept",
)


@dataclass(frozen=True)
class Sentence:
    """A text with a `written` form in it, which begins at `start`."""

    text: str
    start: int
    written: str

    @property
    def end(self) -> int:
        return self.start + len(self.written)


@st.composite
def sentences(draw: st.DrawFn, forms: st.SearchStrategy[str]) -> Sentence:
    """A form among other words, now and then shouted or all in small letters."""
    before, written, after = draw(st.sampled_from(BEFORE)), draw(forms), draw(st.sampled_from(AFTER))
    letters = draw(st.sampled_from((str, str, str, str.upper, str.lower)))
    return Sentence(letters(before + written + after), len(before), letters(written))


def left_of(sentence: Sentence, known: KnownNames, dates: CaseDates) -> str:
    """The letters and figures of the form that no hit covers."""
    gone = _gone(sentence, known, dates)
    return "".join(
        sentence.text[at]
        for at in range(sentence.start, sentence.end)
        if at not in gone and sentence.text[at].isalnum()
    )


def taken_of(sentence: Sentence, known: KnownNames, dates: CaseDates) -> str:
    """What of the form a hit covers."""
    gone = _gone(sentence, known, dates)
    return "".join(sentence.text[at] for at in range(sentence.start, sentence.end) if at in gone)


def _gone(sentence: Sentence, known: KnownNames, dates: CaseDates) -> set[int]:
    result = redact(sentence.text, known, dates)
    assert isinstance(result, Redacted), result
    assert result.source == sentence.text
    return {at for hit in result.hits for at in range(hit.start, hit.end)}
