"""Which themes a case affirms and which it only mentions, and the sentences chosen for each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from deploy.demo.data import Table, fragments, table

NOT_AFFIRMED = ("negated", "historical", "other_person", "hypothetical", "unanswered", "uncertain")


@dataclass(frozen=True)
class Setting:
    """What decides whether a sentence fits: age in days, whether the child was ever home, and so on."""

    stage: str
    age_days: int
    sudden: bool
    in_hospital: bool

    def fits(self, sentence: str) -> bool:
        """Whether the tags that may open a sentence allow it: "@home ", "@5 " (five years or more), "@42d "
        (so many days), "@young+3d " (both).
        """
        tags = sentence[1:].split(" ", 1)[0].split("+") if sentence.startswith("@") else ()
        return all(map(self._allows, tags))

    def _allows(self, tag: str) -> bool:
        if tag[0].isdigit():
            return self.age_days >= (int(tag[:-1]) if tag.endswith("d") else int(tag) * 365)
        return bool(_TAGS[tag](self))


_TAGS = {
    "home": lambda setting: setting.stage != "newborn",
    "baby": lambda setting: setting.age_days < 365,
    "birth": lambda setting: setting.stage == "newborn",
    "hospital": lambda setting: setting.in_hospital,
    "young": lambda setting: setting.age_days < 5 * 365,
    "nnu": lambda setting: setting.stage == "newborn",
    "sudden": lambda setting: setting.sudden,
}


@dataclass(frozen=True)
class Said:
    """A theme, what is asserted of it, the sentences that say so, and the form's section they belong to."""

    theme: str
    assertion: str
    sentences: tuple[str, ...]
    section: str


def affirmed(rng: Random, scenario: Table, agencies: list[str], setting: Setting) -> list[Said]:
    """What the case affirms: the scenario's core, what its agencies imply, and chances that come true."""
    voices = table("voices")
    implied = [theme for agency in agencies for theme in voices[agency].get("implies", ())]
    chances = [theme for theme, chance in scenario.get("maybe", {}).items() if rng.random() < chance]
    themes = dict.fromkeys((*scenario["core"], *implied, *chances))
    return [said for theme in themes if (said := _say(rng, theme, scenario, setting))]


def mentioned(
    rng: Random, setting: Setting, taken: list[Said], told: Counter[tuple[str, str]], count: int
) -> list[Said]:
    """``count`` themes that are mentioned and not affirmed; ``told`` counts what earlier cases said."""
    used = {said.theme for said in taken}
    pairs = [pair for pair in _possible(setting) if pair[0] not in used]
    rng.shuffle(pairs)
    pairs.sort(key=lambda pair: told[pair])
    found: list[Said] = []
    for theme, assertion in pairs:
        if len(found) < count and theme not in used:
            sentence = rng.choice(_fitting(theme, assertion, setting))
            found.append(Said(theme, assertion, (plain(sentence),), fragments()[theme]["section"]))
            used.add(theme)
            told[theme, assertion] += 1
    return found


def fitted(chosen: Sequence[str], others: Sequence[str], setting: Setting) -> list[str]:
    """The sentences chosen, each that does not fit replaced by the next of ``others`` that does, without its
    tag; by "" where none is left. As many as before, so that chance goes on as if all had fitted.
    """
    spare = iter([each for each in others if each not in chosen and setting.fits(each)])
    return [plain(each if setting.fits(each) else next(spare, "")) for each in chosen]


def plain(sentence: str) -> str:
    """A sentence without its tag."""
    return sentence.split(" ", 1)[1] if sentence.startswith("@") else sentence


def _say(rng: Random, theme: str, scenario: Table, setting: Setting) -> Said | None:
    every = fragments()[theme]["affirmed"]
    picked = scenario.get("pick", {}).get(theme, range(len(every)))
    fitting = [every[n] for n in picked if setting.fits(every[n])]
    if not fitting:
        return None
    again = rng.sample(table("again")[theme], 2)
    return Said(theme, "affirmed", (plain(rng.choice(fitting)), *again), fragments()[theme]["section"])


def _possible(setting: Setting) -> list[tuple[str, str]]:
    themes = table("names")["mentions"][setting.stage]
    return [(theme, kind) for theme in themes for kind in NOT_AFFIRMED if _fitting(theme, kind, setting)]


def _fitting(theme: str, assertion: str, setting: Setting) -> list[str]:
    return [sentence for sentence in fragments()[theme].get(assertion, ()) if setting.fits(sentence)]
