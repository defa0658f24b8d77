"""The texts that people write in a pack, how long they may be, and what must be there to put it forward."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.theming.domain.packs.contents import PackContents, PackTheme
from services.theming.domain.packs.wording import field_faults
from shared.errors import Fault, NotFound

LONGEST_TEXT, LONGEST_ON_THE_PAGE, LONGEST_REASON = 3000, 450, 300
INTRODUCTION, SIGNALS = "introduction", "signals"
SEEN, LEARNED, TO_DO = "page-seen", "page-learned", "page-do"
ON_THE_PAGE = (SEEN, LEARNED, TO_DO)
THEME = "theme-"


@dataclass(frozen=True)
class Section:
    """``rests_on``: how many cases its text is drawn from."""

    key: str
    label: str
    hint: str
    longest: int
    rests_on: int
    required: bool = False
    may_be_left_out: bool = False

    @property
    def if_empty(self) -> str:
        """What it means that nothing is written in it."""
        if not self.required:
            return "Nothing of it is printed."
        or_left_out = ", or leave it out with a reason," if self.may_be_left_out else ""
        return f"This part is missing: write it{or_left_out} before the pack is put forward."


@dataclass(frozen=True)
class PackText:
    """One version of the text of a section; ``left_out``: the section is not printed, for a reason."""

    section: str
    version: int
    text: str
    left_out: bool
    why_left_out: str
    written_by: str
    written_by_name: str
    written_at: datetime


def sections_of(contents: PackContents) -> tuple[Section, ...]:
    """Every section that may be written, in the order of the pack."""
    all_cases = contents.reviewed_cases
    page = (
        (SEEN, "Learning on a page: what we saw", "What came up this quarter, in a few plain sentences"),
        (LEARNED, "Learning on a page: what we learned", "What matters most, for somebody with one minute"),
        (TO_DO, "Learning on a page: what you can do", "What a reader can do on Monday"),
    )
    signalled = min((len(each.case_references) for each in contents.signals), default=0)
    return (
        *(
            Section(key, label, hint, LONGEST_ON_THE_PAGE, all_cases, required=True)
            for key, label, hint in page
        ),
        Section(
            INTRODUCTION, "Introduction", "Optional. What readers should know first", LONGEST_TEXT, all_cases
        ),
        *(_of_theme(theme) for theme in contents.themes),
        Section(
            SIGNALS,
            "Emerging signals",
            "Optional. They are printed as unconfirmed. Say what is being done to find out more",
            LONGEST_TEXT,
            signalled,
            may_be_left_out=True,
        ),
    )


def _of_theme(theme: PackTheme) -> Section:
    return Section(
        f"{THEME}{theme.id}",
        theme.label,
        "Tell of the cases together, never of one alone: what came up, what helped, what was missing",
        LONGEST_TEXT,
        len(theme.cases),
        required=True,
        may_be_left_out=True,
    )


def section_named(contents: PackContents, key: str) -> Section:
    """Raises NotFound where the contents have no such section."""
    found = next((each for each in sections_of(contents) if each.key == key), None)
    if found is None:
        raise NotFound("This pack has no such part.")
    return found


def text_faults(section: Section, text: str, *, left_out: bool, why_left_out: str) -> list[Fault]:
    """What is wrong with a text as typed: every rule of wording with its sentence, and the form's own."""
    faults = field_faults("text", text, rests_on=section.rests_on)
    if len(text) > section.longest:
        faults.insert(0, Fault("text", f"The text must be {section.longest:,} characters or less"))
    if left_out and not section.may_be_left_out:
        faults.append(Fault("left_out", "This part cannot be left out"))
    if left_out and not why_left_out:
        faults.append(Fault("why_left_out", "Say why it is left out"))
    if len(why_left_out) > LONGEST_REASON:
        faults.append(Fault("why_left_out", f"The reason must be {LONGEST_REASON} characters or less"))
    return faults + field_faults("why_left_out", why_left_out, rests_on=section.rests_on)


def pack_faults(contents: PackContents, texts: Mapping[str, PackText]) -> list[Fault]:
    """What keeps a pack from going forward, with the section it is about; every fault at once."""
    faults = []
    for section in sections_of(contents):
        written = texts.get(section.key)
        if written and written.left_out:
            continue
        if section.required and not (written and written.text):
            or_left_out = ", or leave the theme out with a reason" if section.may_be_left_out else ""
            faults.append(Fault(section.key, f"{section.label}: write this part{or_left_out}"))
        found = field_faults(section.key, written.text if written else "", rests_on=section.rests_on)
        faults += [Fault(each.field, f"{section.label}: {each.message}") for each in found]
    return faults


def written_by(texts: Collection[PackText]) -> frozenset[str]:
    """Everybody who wrote any version of any text."""
    return frozenset(each.written_by for each in texts)
