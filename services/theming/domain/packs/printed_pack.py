"""The pack for everybody, in plain words: a bereaved parent may be reading. No case is named in it."""

from collections.abc import Iterator

from services.theming.domain.packs.contents import FigureTable, PackTheme
from services.theming.domain.packs.difference import difference
from services.theming.domain.packs.plain_words import plain_definition, plain_label
from services.theming.domain.packs.printed_learning import ALSO, learned, learned_among_several
from services.theming.domain.packs.recommendation_words import LEVELS, state_in_words, states_in_words
from services.theming.domain.packs.rules import pack_rules_on, support_lines
from services.theming.domain.packs.sections import INTRODUCTION, LEARNED, SEEN, SIGNALS, THEME, TO_DO
from services.theming.domain.packs.signal_words import in_plain_words, told_together
from services.theming.domain.packs.written_pack import WrittenPack
from services.theming.domain.printed_blocks import (
    SHEET,
    Block,
    bullets,
    heading,
    note,
    paragraph,
    table,
    written,
)
from shared.written_dates import written_date

ON_A_PAGE = "Learning on a page"
NOT_YET_REVIEWED = "Not yet reviewed"
UNCONFIRMED = "Unconfirmed"
_BEFORE_YOU_READ = (
    "This is about children who have died. Each of them was somebody's child, and behind each line is a "
    "family that grieves. We write it so that other children may live and families may be helped sooner.\n"
    "No child, family or professional is named. What several reviews have in common is told together, so "
    "that nobody should be able to know a child by it. If reading it is hard: “If you would like to talk to "
    "somebody” says who listens."
)
_SMALL = (
    "Numbers from 1 to 7 are not shown, nor are others from which they could be worked out. So “a number "
    "that is not shown” can be small or large, or none where so few are told of that nothing is said of "
    "them. Other numbers are rounded to the nearest 5."
)


def title(pack: WrittenPack) -> str:
    return f"Learning from child deaths: {pack.months}"


def printed_pack(pack: WrittenPack) -> list[Block]:
    """Every block of the pack, in reading order."""
    return [
        heading(1, title(pack)),
        *_standing(pack),
        heading(2, "Before you read"),
        *written(_BEFORE_YOU_READ.replace("\n", "\n\n")),
        heading(2, ON_A_PAGE),
        *_on_a_page(pack, level=3),
        *_introduction(pack),
        *_numbers(pack),
        *(block for theme in pack.themes for block in _theme(pack, theme)),
        *learned_among_several(pack),
        *_signals(pack),
        *_since_last_time(pack),
        *_support(2),
        *_how_it_was_made(pack),
    ]


def printed_page(pack: WrittenPack) -> list[Block]:
    """The one page on its own."""
    return [heading(1, ON_A_PAGE), *_standing(pack), *_on_a_page(pack, level=2), *_support(2)]


def _standing(pack: WrittenPack) -> Iterator[Block]:
    yield paragraph(f"{pack.panel_name}\nReviews completed from {pack.months}. Pack {pack.id}.", quiet=True)
    if pack.embargo_on:
        yield note(f"Not to be shared before {written_date(pack.embargo_on)}.")


def _on_a_page(pack: WrittenPack, level: int) -> Iterator[Block]:
    for label, section in (("What we saw", SEEN), ("What we learned", LEARNED), ("What you can do", TO_DO)):
        yield heading(level, label)
        yield from written(pack.text(section))
    if pack.themes:
        yield heading(level, "What this quarter's pack is about")
        # In one line: a quarter can have many, and the page is one.
        yield paragraph("; ".join(plain_label(theme.label) for theme in pack.themes) + ".")


def _introduction(pack: WrittenPack) -> Iterator[Block]:
    if text := pack.text(INTRODUCTION):
        yield heading(2, "Introduction")
        yield from written(text)


def _numbers(pack: WrittenPack) -> Iterator[Block]:
    contents = pack.contents
    yield SHEET
    yield heading(2, "The quarter in numbers")
    yield paragraph(f"Reviews of a child's death completed in the quarter: {contents.reviewed.in_words}.")
    yield paragraph(_SMALL)
    yield paragraph(
        "Most of these children died in earlier quarters: a review comes months after a death. A theme "
        "counts only once a person has read the case and confirmed it."
    )
    yield from (_figures(each) for each in contents.tables)


def _figures(figures: FigureTable) -> Block:
    more = ". A case can be in several rows" if figures.overlaps else ""
    label = plain_label(figures.label)
    rows = [(plain_label(row.label), row.in_words.capitalize()) for row in figures.rows]
    return table(f"{label}{more}", (label, "Reviews"), rows, (3, 2))


def _theme(pack: WrittenPack, theme: PackTheme) -> Iterator[Block]:
    yield heading(2, plain_label(theme.label))
    definition = _small_initial(plain_definition(theme.definition))
    yield paragraph(f"What counts as this theme: {definition}", quiet=True)
    yield heading(3, "What we saw")
    yield from written(pack.text(f"{THEME}{theme.id}"))
    yield paragraph(f"Reviews this quarter with this theme: {theme.figure.in_words}.")
    yield heading(3, f"{NOT_YET_REVIEWED}: newly notified deaths that look alike")
    yield paragraph(_looking_alike(theme))
    yield from _asked_before(pack, theme)
    yield from learned(pack, theme)


def _looking_alike(theme: PackTheme) -> str:
    if theme.advisory:
        return (
            "How many newly notified deaths share this theme is not said: where the program saw it, people "
            "have often found otherwise. A number has to wait for the reviews."
        )
    return (
        f"Deaths that were notified and seem to share this theme: {theme.open_figure.in_words}. No panel has "
        "reviewed them. What they have to teach may turn out otherwise."
    )


def _small_initial(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _asked_before(pack: WrittenPack, theme: PackTheme) -> Iterator[Block]:
    """The newest first; the same words to the same people are one, with every state in which they stand."""
    yield heading(3, "What was asked for before, and where it stands")
    on = pack.contents.as_of
    rows: dict[tuple[str, str, str], dict[str, None]] = {}
    for each in theme.recommendations:
        if each.text and not each.held_back:
            asked = (each.text, each.owner, LEVELS.get(each.level, each.level))
            rows.setdefault(asked, {})[state_in_words(each, on)] = None
    if not rows:
        yield paragraph("Nothing has been asked for on this theme so far.")
        return
    most = pack_rules_on(on).most_recommendations
    shown = [
        (text, f"{owner} ({level.lower()})", states_in_words(tuple(states)))
        for (text, owner, level), states in rows.items()
    ]
    yield paragraph(f"By reviews with this theme. {ALSO}", quiet=True)
    head = ("What was asked", "Of whom", "Where it stands")
    caption = f"Asked for by reviews with this theme: {plain_label(theme.label)}"
    yield table(caption, head, shown[:most], (5, 3, 4), stacked=True)
    if len(shown) > most:
        yield paragraph("These are the newest. Earlier ones are kept by the child death review office.")


def _signals(pack: WrittenPack) -> Iterator[Block]:
    text = pack.text(SIGNALS)
    if not (pack.signals or text):
        return
    yield heading(2, f"{UNCONFIRMED}: what may be emerging")
    counted, told = [[each for each in pack.signals if each.counted is kind] for kind in (True, False)]
    if told or not counted:
        yield paragraph(
            "A program compared the words of the cases and found that some of them share what is listed "
            "here. Nobody has confirmed it. It may be chance."
        )
    yield from written(text)
    if told:
        yield bullets(
            f"{UNCONFIRMED}: {each.label}. Words that stand out: {', '.join(each.terms)}" for each in told
        )
    if counted:
        yield paragraph(
            "More deaths than usual were notified of what is listed here. They were counted before any "
            "review. It may be chance."
        )
        yield bullets(f"{UNCONFIRMED}: {in_plain_words(group)}" for group in told_together(counted))


def _since_last_time(pack: WrittenPack) -> Iterator[Block]:
    yield heading(2, "What has changed since the last pack")
    if (found := difference(pack)) is None:
        yield paragraph("This is the first pack: there is none to compare it with.")
        return
    yield paragraph(f"Compared with pack {found.previous}, {found.months}.")
    if found.nothing:
        yield paragraph("Nothing that is printed here.")
    for label, themes in (
        ("Themes that were not in it", found.new_themes),
        ("Themes no longer in it", found.gone_themes),
    ):
        if themes:
            named = "; ".join(map(plain_label, themes))
            yield paragraph(f"{label}: {named}. A theme that is not in a pack may still have cases.")
    if found.figures:
        rows = [
            (plain_label(label), before.capitalize(), now.capitalize())
            for label, before, now in found.figures
        ]
        head = ("Reviews", "Last pack", "This pack")
        yield table("Numbers that have changed", head, rows, (2, 2, 2), stacked=True)
    if found.moved:
        moved = dict.fromkeys((each.text, each.before, each.now) for each in found.moved)
        head = ("What was asked", "Last pack", "This pack")
        yield table("Recommendations that have moved", head, list(moved), (4, 3, 3), stacked=True)
    if found.asked_anew:
        yield heading(3, "Asked for since")
        yield bullets(found.asked_anew)


def _support(level: int) -> Iterator[Block]:
    yield heading(level, "If you would like to talk to somebody")
    yield bullets(f"{line.name}, {line.telephone}: {line.offers}" for line in support_lines())


def _how_it_was_made(pack: WrittenPack) -> Iterator[Block]:
    contents = pack.contents
    yield heading(2, "How this was made")
    yield table(
        "How this pack was made",
        ("What", "Which"),
        (
            ("Pack", f"{pack.id}, edition {pack.edition}"),
            ("Reviews", f"Completed from {_day(pack.quarter.starts_on)} to {_day(pack.quarter.ends_on)}"),
            ("Figures as at", _day(contents.as_of)),
            (
                "Themes",
                f"From the list of themes {contents.codebook}; only those that a person has confirmed",
            ),
            ("A theme has a part of its own", f"From {contents.fewest_cases} reviews on, unless left out"),
            (
                "How small numbers are protected",
                f"{contents.policy}. {plain_definition(contents.policy_rule)}",
            ),
            (
                "Wording",
                f"Looked through by rules {contents.wording}, and by people, for what points to one child",
            ),
            ("Read and released by", "Two people of the office: one who wrote it, and another"),
        ),
        (2, 4),
    )
    yield paragraph(
        "Each file of this pack has a checksum (SHA-256) by which it is known again, kept by the "
        "office. A pack that was wrong is withdrawn with a reason and never deleted.",
        quiet=True,
    )


_day = written_date
