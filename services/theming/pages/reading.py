"""What the page of a case shows: each theme with the sentences that show it, and the marked texts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from services.theming.domain.confirming.evidence import same_words
from services.theming.domain.confirming.places import REJECTED, HeardMention
from services.theming.domain.confirming.sentences import ThemeSentences
from services.theming.domain.themes.codebook import Theme
from services.theming.domain.themes.highlighting import Mark, Segment, segments
from services.theming.domain.themes.theme_confirmation import ThemeConfirmation, ThemeStatus

ASSERTION_LABELS = {
    "affirmed": "affirmed",
    "negated": "said not to be so",
    "uncertain": "uncertain",
    "historical": "in the past",
    "hypothetical": "advice or hypothetical",
    "other_person": "about somebody else",
    "unanswered": "asked, not answered",
    REJECTED: "rejected",
}
KIND_TITLES = {
    "review": "Review",
    "notification": "Notification",
    "reporting_form": "Reporting form",
}


def kind_title(kind: str) -> str:
    """What a kind of text is called on pages."""
    return KIND_TITLES.get(kind, kind.replace("_", " ").capitalize())


_ORDER = (ThemeStatus.PROPOSED, ThemeStatus.CONFIRMED, ThemeStatus.REJECTED, ThemeStatus.LAPSED)


class Source(NamedTuple):
    """A text in which a sentence stands, and from which to which character of it."""

    text_id: int
    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Quote:
    """A sentence with its marks, how it speaks of the theme, and the texts it stands in, word for word."""

    segments: list[Segment]
    sources: list[Source]
    assertion: str


@dataclass(frozen=True)
class ThemeCard:
    """``quotes`` affirm it; ``rejected`` did so until a person decided. ``accepts``: how many sentences
    confirming it accepts, ``mark`` what a form carries of them. ``folded``: shown only to who asks for it.
    """

    theme: Theme
    standing: ThemeConfirmation
    quotes: list[Quote]
    rejected: list[Quote]
    accepts: int
    mark: str
    folded: bool


@dataclass(frozen=True)
class Said:
    """What the texts of a case say once people were heard, and what people said they do not say."""

    mentions: list[HeardMention]
    rejected: list[HeardMention]


@dataclass(frozen=True)
class OtherMention:
    theme: Theme
    assertion: str
    quotes: list[Quote]


@dataclass(frozen=True)
class MarkedText:
    id: int
    title: str
    kind: str
    part: str
    segments: list[Segment]
    waiting: bool
    enough: bool | None


def theme_cards(
    known: Mapping[str, Theme],
    standing: Mapping[str, ThemeConfirmation],
    said: Said,
    texts: Sequence[Any],
    sentences: Mapping[str, ThemeSentences],
    little_trusted: Collection[str] = (),
) -> list[ThemeCard]:
    """Undecided themes first, then in the order of the codebook; each with the sentences that affirm it, and
    one that was rejected with those that were rejected with it.
    """
    cards = []
    for theme in (each for each in known if each in standing):
        status = standing[theme].status
        gone = [m for m in said.rejected if m.theme == theme] if status is ThemeStatus.REJECTED else []
        cards.append(
            ThemeCard(
                known[theme],
                standing[theme],
                quotes_of(known, [m for m in said.mentions if m.theme == theme and m.counts], texts),
                quotes_of(known, gone, texts),
                len(sentences[theme].to_accept),
                sentences[theme].mark,
                status is ThemeStatus.PROPOSED and theme in little_trusted,
            )
        )
    return sorted(cards, key=lambda card: _ORDER.index(card.standing.status))


def other_mentions(
    known: Mapping[str, Theme], mentions: Sequence[Any], texts: Sequence[Any]
) -> list[OtherMention]:
    """What the texts speak of without saying that it is true of this child: kept, because it was asked."""
    found: dict[tuple[str, str], list[Any]] = {}
    for mention in mentions:
        if mention.assertion != "affirmed" and mention.theme in known:
            found.setdefault((mention.theme, mention.assertion), []).append(mention)
    return [
        OtherMention(known[theme], ASSERTION_LABELS[assertion], quotes_of(known, each, texts))
        for (theme, assertion), each in found.items()
    ]


def marked_texts(
    known: Mapping[str, Theme], mentions: Sequence[Any], texts: Sequence[Any]
) -> list[MarkedText]:
    """Every kept text with all its marks."""
    return [
        MarkedText(
            text.id,
            text.title,
            kind_title(text.kind),
            f"Part {text.part} of {text.parts}" if text.parts > 1 else "",
            segments(
                text.text, [_mark(known, mention) for mention in mentions if mention.text_id == text.id]
            ),
            text.themed_by is None,
            text.enough,
        )
        for text in texts
        if text.set_aside_because is None
    ]


def quotes_of(known: Mapping[str, Theme], mentions: Sequence[Any], texts: Sequence[Any]) -> list[Quote]:
    """One quote for each sentence, whatever the number of mentions in it, and of texts that it stands in: it
    is judged by its words.
    """
    by_id = {text.id: text for text in texts}
    sentences: dict[tuple[int, int, int], list[Any]] = {}
    for mention in mentions:
        sentences.setdefault((mention.text_id, mention.sentence_start, mention.sentence_end), []).append(
            mention
        )
    found: dict[tuple[str, str], Quote] = {}
    for (text_id, start, end), each in sentences.items():
        text, assertion = by_id[text_id], each[0].assertion
        marks = [_mark(known, mention) for mention in each]
        quote = Quote(segments(text.text, marks, start, end), [], ASSERTION_LABELS[assertion])
        same = found.setdefault((same_words(text.text[start:end]), assertion), quote)
        if text_id not in [source.text_id for source in same.sources]:
            same.sources.append(Source(text_id, text.title, start, end))
    return list(found.values())


def _mark(known: Mapping[str, Theme], mention: Any) -> Mark:
    theme = known.get(mention.theme)
    label = theme.label if theme else mention.theme
    said = "" if mention.assertion == "affirmed" else f": {ASSERTION_LABELS[mention.assertion]}"
    return Mark(mention.start, mention.end, f"{label}{said}", mention.assertion)
