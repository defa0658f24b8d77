"""The restricted annexe: which cases the pack rests on. A file of its own, for the office alone."""

from collections import Counter
from collections.abc import Iterator, Sequence

from services.theming.domain.packs.contents import SHOWN_BY, CaseInBrief, OpenNotification, PackTheme
from services.theming.domain.packs.printed_pack import NOT_YET_REVIEWED, UNCONFIRMED
from services.theming.domain.packs.recommendation_words import state_in_words
from services.theming.domain.packs.sections import THEME
from services.theming.domain.packs.written_pack import WrittenPack
from services.theming.domain.printed_blocks import SHEET, Block, bullets, heading, note, paragraph, table
from services.theming.domain.statistics.dimensions import CATEGORIES, MODIFIABILITY
from shared.written_dates import written_date

RESTRICTED = (
    "Restricted. For the child death review office alone: it names cases by their references and has small "
    "numbers. Do not copy it, pass it on or leave it where others can read it."
)
NOT_RECORDED = "Not recorded"


def annexe_title(pack: WrittenPack) -> str:
    return f"Restricted annexe to the learning pack of {pack.months}"


def printed_annexe(pack: WrittenPack) -> list[Block]:
    """Every theme with its cases, also those left out of the pack, and the versions it was made from."""
    return [
        heading(1, annexe_title(pack)),
        note(RESTRICTED),
        *([note(pack.left_out_note)] if pack.left_out_note else []),
        paragraph(f"{pack.panel_name}\nPack {pack.id}. Figures as at {written_date(pack.contents.as_of)}."),
        *(block for theme in pack.contents.themes for block in _theme(pack, theme)),
        *_signals(pack),
        *_made_from(pack),
    ]


def _theme(pack: WrittenPack, theme: PackTheme) -> Iterator[Block]:
    yield SHEET
    yield heading(2, theme.label)
    if f"{THEME}{theme.id}" in pack.left_out:
        yield paragraph("Left out of the pack.")
    yield heading(3, f"Reviewed cases: {len(theme.cases)}")
    head = ("Case", "Age", "Area", "Category of death", "Modifiable factors")
    yield table(f"Reviewed cases: {theme.label}", head, map(case_row, theme.cases), (4, 3, 4, 5, 4))
    yield from _shown(theme)
    yield heading(3, f"{NOT_YET_REVIEWED}: {len(theme.open)}")
    if theme.open:
        head = ("Case", "Standing", "Notified", "Age", "Theme")
        yield table(f"{NOT_YET_REVIEWED}: {theme.label}", head, map(open_row, theme.open), (3, 3, 4, 3, 4))
    yield from _recommendations(pack, theme)
    if theme.learning:
        yield heading(3, "Learning agreed in these reviews")
        yield bullets(
            f"{each.text} ({', '.join(each.case_references)}){_held(each.held_back)}"
            for each in theme.learning
        )


def _shown(theme: PackTheme) -> Iterator[Block]:
    """Sentences of reviews, and of the others why there is none."""
    quotes = [f"{each.case_reference}: “{each.quote}”" for each in theme.cases if each.quote]
    without = without_sentence(theme.cases)
    if without:
        yield heading(3, f"Sentences of reviews that show the theme: {len(quotes)} of {len(theme.cases)}")
    elif quotes:
        yield heading(3, "The sentence of each review that shows the theme")
    if quotes:
        yield bullets(quotes)
    if without:
        yield paragraph(without, quiet=True)


def without_sentence(cases: Sequence[CaseInBrief]) -> str:
    """Why no sentence of some reviews stands here; "" where all have one, or where it was not kept why."""
    found = Counter(each.shown_by for each in cases if each.shown_by in SHOWN_BY and not each.quote)
    if not found:
        return ""
    why = "; ".join(f"{SHOWN_BY[each]} ({found[each]})" for each in SHOWN_BY if found[each])
    return f"No sentence of the review stands here for the other {found.total()}: {why}."


def case_row(case: CaseInBrief) -> tuple[str, ...]:
    return (
        f"{case.case_reference}, review {case.review_version}",
        case.age_band or NOT_RECORDED,
        case.area or NOT_RECORDED,
        CATEGORIES.get(str(case.category), NOT_RECORDED),
        MODIFIABILITY.get(case.modifiability, NOT_RECORDED),
    )


def open_row(case: OpenNotification) -> tuple[str, ...]:
    return (
        case.case_reference,
        NOT_YET_REVIEWED,
        (written_date(case.notified_on) or NOT_RECORDED)
        + (", new this quarter or since" if case.new else ""),
        case.age_band or NOT_RECORDED,
        "Confirmed" if case.confirmed else "Proposed, not confirmed",
    )


def _recommendations(pack: WrittenPack, theme: PackTheme) -> Iterator[Block]:
    yield heading(3, f"Earlier recommendations: {len(theme.recommendations)}")
    rows = [
        (
            each.case_reference,
            (each.text or "Its words seemed to identify somebody and were not kept.") + _held(each.held_back),
            each.owner or NOT_RECORDED,
            written_date(each.agreed_on),
            state_in_words(each, pack.contents.as_of),
        )
        for each in theme.recommendations
    ]
    if rows:
        head = ("Case", "Recommendation", "Owner", "Agreed", "Where it stands")
        yield table(f"Every recommendation: {theme.label}", head, rows, (3, 6, 3, 3, 4))


def _held(because: tuple[str, ...]) -> str:
    return "\nNot printed in the pack: " + " ".join(f"it {each}." for each in because) if because else ""


def _signals(pack: WrittenPack) -> Iterator[Block]:
    if pack.contents.signals:
        yield heading(2, f"{UNCONFIRMED}: emerging signals")
        yield bullets(
            f"{each.label} ({', '.join(each.terms)}): {', '.join(each.case_references)}"
            f"{_held(each.held_back)}"
            for each in pack.contents.signals
        )


def _made_from(pack: WrittenPack) -> Iterator[Block]:
    yield heading(2, "Made from")
    contents = pack.contents
    yield paragraph(
        f"Codebook {contents.codebook}; disclosure policy {contents.policy}; rules {contents.rules}; wording "
        f"{contents.wording}. Gathered from these versions of reviews:"
    )
    yield bullets(f"{case}, review {version}" for case, version in contents.case_versions)
