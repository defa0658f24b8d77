"""What was agreed in the reviews, as the pack for everybody prints it: each line once, where it belongs."""

from collections.abc import Iterator

from services.theming.domain.packs.contents import PackContents, PackLearning, PackTheme
from services.theming.domain.packs.placing import AMONG_SEVERAL
from services.theming.domain.packs.plain_words import plain_label
from services.theming.domain.packs.rules import pack_rules_on
from services.theming.domain.packs.sections import THEME
from services.theming.domain.packs.written_pack import WrittenPack
from services.theming.domain.printed_blocks import Block, bullets, heading, paragraph

ALSO = "Some of it can be about something else in the same reviews."
ELSEWHERE = "Learned in reviews that also had other themes"


def learned(pack: WrittenPack, theme: PackTheme) -> Iterator[Block]:
    points = [each for each in theme.learning if each.place in ("", theme.id)]
    placed = all(each.place for each in points)
    lines = _lines(points, _told_already(pack, f"{THEME}{theme.id}") if placed else "")
    if lines:
        yield heading(3, "What was agreed")
        told = "In this quarter's reviews with this theme."
        yield paragraph(told if placed else f"{told} {ALSO}", quiet=True)
        yield bullets(lines[: _most(pack)])


def learned_among_several(pack: WrittenPack) -> Iterator[Block]:
    """Lines whose words name no theme of the pack; none of a review with a theme that is left out."""
    out = [theme for theme in pack.contents.themes if f"{THEME}{theme.id}" in pack.left_out]
    closed = {each.text for theme in out for each in theme.learning}
    points = [each for each in pack.contents.learning if each.text not in closed]
    lines = _lines(points, "\n".join(_told_already(pack, f"{THEME}{theme.id}") for theme in pack.themes))
    if lines:
        yield heading(2, ELSEWHERE)
        yield paragraph(
            "What was agreed in this quarter's reviews, where the words do not say which theme of the review "
            "they belong to.",
            quiet=True,
        )
        yield bullets(lines[: _most(pack)])
        if len(lines) > _most(pack):
            yield paragraph("These come first. More are kept by the child death review office.")


def where_it_stands(one: PackLearning, contents: PackContents, theme: str) -> str:
    """Where a line is printed that is not printed under this theme; "" where it is."""
    if one.place in ("", theme):
        return ""
    if one.place == AMONG_SEVERAL:
        return f"Printed once, under “{ELSEWHERE}”"
    other = contents.theme(one.place)
    return f"Printed once, under “{plain_label(other.label)}”" if other else ""


def _lines(points: list[PackLearning], told: str) -> list[str]:
    return [each.text for each in points if not each.held_back and each.text not in told]


def _told_already(pack: WrittenPack, section: str) -> str:
    """What a person wrote in a part: a line that stands there is not printed below it again."""
    return " ".join(pack.text(section).split())


def _most(pack: WrittenPack) -> int:
    return pack_rules_on(pack.contents.as_of).most_learning
