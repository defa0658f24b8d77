"""What a pack says otherwise than the one released before it: printed things only, nothing of a case."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.theming.domain.packs.contents import Figure, PackRecommendation
from services.theming.domain.packs.recommendation_words import STATES
from services.theming.domain.packs.written_pack import WrittenPack


@dataclass(frozen=True)
class Moved:
    """A recommendation in other states than before. The same words of several reviews are one."""

    text: str
    before: str
    now: str


@dataclass(frozen=True)
class Difference:
    """``figures``: label, before, now, as printed. ``asked_anew``: recommendations not there before."""

    previous: str
    months: str
    new_themes: tuple[str, ...]
    gone_themes: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]
    moved: tuple[Moved, ...]
    asked_anew: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        return not (self.new_themes or self.gone_themes or self.figures or self.moved or self.asked_anew)


def difference(pack: WrittenPack) -> Difference | None:
    """None where no pack was released before."""
    if (before := pack.previous) is None:
        return None
    old, new = ({each.id: each for each in one.themes} for one in (before, pack))
    old_asked, new_asked = _asked(before), _asked(pack)
    known = _states(before), _states(pack)
    return Difference(
        before.id,
        before.months,
        tuple(new[each].label for each in new if each not in old),
        tuple(old[each].label for each in old if each not in new),
        tuple(_figures(before, pack)),
        tuple(
            Moved(text, known[0][key], known[1][key])
            for key, text in new_asked.items()
            if key in known[0] and known[0][key] != known[1][key]
        ),
        tuple(dict.fromkeys(text for key, text in new_asked.items() if key not in old_asked)),
    )


def _printed(pack: WrittenPack) -> Iterator[PackRecommendation]:
    for theme in pack.themes:
        yield from (each for each in theme.recommendations if each.text and not each.held_back)


def _asked(pack: WrittenPack) -> dict[str, str]:
    return {each.key: each.text for each in _printed(pack)}


def _states(pack: WrittenPack) -> dict[str, str]:
    return {each.key: STATES.get(each.state, each.state) for each in _printed(pack)}


def _figures(before: WrittenPack, now: WrittenPack) -> Iterator[tuple[str, str, str]]:
    old, new = _all_figures(before), _all_figures(now)
    for key, shown in new.items():
        if key in old and old[key].in_words != shown.in_words:
            yield shown.label, old[key].in_words, shown.in_words


def _all_figures(pack: WrittenPack) -> dict[str, Figure]:
    found = {"reviewed": pack.contents.reviewed}
    for table in pack.contents.tables:
        found |= {f"{table.by}/{row.key}": row for row in table.rows}
    return found
