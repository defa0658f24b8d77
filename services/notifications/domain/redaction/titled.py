"""A title, a rank or a post with a name behind it: "Dr Fell", "INSP CHASE", "CO Len Archer"."""

import re
from collections.abc import Iterable, Iterator

from .known_edges import ends_with_nameless
from .name_runs import has_prefix, last_of, with_initial
from .reading import Word
from .replacing import Span
from .terms import is_term
from .words import (
    ABBREVIATIONS,
    ACRONYMS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    GIVEN_NAMES_THAT_ARE_WORDS,
    LANGUAGES,
    MAKERS,
    NAMES_THAT_ARE_WORDS,
    NOT_NAMES,
    PLACEHOLDER_WORDS,
    POSTS_BEFORE_NAMES,
    TITLE_WORDS,
    TITLES_BEFORE_NAMES,
    VERBS,
    WRITTEN_WITH_CAPITALS,
    is_ordinary,
)

_WITH_FULL_STOP = frozenset(
    {"dr", "mr", "mrs", "ms", "mx", "prof", "fr", "rev", "sr", "sgt", "insp", "ks", "revd", "cllr"}
)
_WHOLE_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "doctor", "professor"})


def _forms() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """The ways titles are written, by their first word, longest first."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for role, titles in TITLES_BEFORE_NAMES:
        for title in titles:
            for written in {title, title.upper()}:
                first = re.findall(r"[^\W\d_]+", written.lower())[0]
                pattern = re.compile(re.escape(written).replace(r"\ ", r"\s+") + r"(?![^\W_])")
                found.setdefault(first, []).append((pattern, role))
    return {first: sorted(forms, key=lambda form: -len(form[0].pattern)) for first, forms in found.items()}


_FORMS = _forms()
_GAP = re.compile(r"\.?\s{1,3}(?:\(?\d{2,6}\)?\s{1,2})?|\.(?=[A-Z])")
_INITIALS = re.compile(r"(?:[A-Z](?:\.\s?|\s)|[A-Z]{2}\s(?=[A-Z][a-z])){1,4}(?=[A-Z])")
_ONLY_INITIAL = re.compile(r"[A-Z](?:\.(?!\w)|(?![\w.'\u2019-]))")
_ONLY_LETTER = re.compile(r"[A-Z](?=\s[A-Z][a-z])")  # "Mrs F School"
_NUMBER_AFTER = re.compile(r"\s+(?:\(?[A-Z]{0,2}\d{3,6}\)?)(?![\w/.])")
_PARTICLES = re.compile(r"(?:(?:van|de|al|el|bin|ap|ferch|der|den|von|da|dos|O)[ '\u2019-]){1,2}(?=[A-Z])")
# "Dr Name:", "GP contact no 0116 ...", but not "Mr Smith no longer".
_LABEL_AFTER = re.compile(r"\s?:|\s(?:no|number)\b\.?\s?[:\d(]", re.IGNORECASE)


_NEVER = NOT_NAMES | PLACEHOLDER_WORDS | TITLE_WORDS
# Words too, but after a title rather a name: "HV Bury".
_FAMILIES = (FAMILY_NAMES | NAMES_THAT_ARE_WORDS) - WRITTEN_WITH_CAPITALS - NOT_NAMES - ABBREVIATIONS - VERBS
_LETTERS_OF_POSTS = frozenset({"mw", "sn", "hv", "sw", "gp", "anp", "cns", "ps", "pc", "dc", "ds", "di"})
_GIVEN = GIVEN_NAMES | GIVEN_NAMES_THAT_ARE_WORDS
_NO_LABELS = _FAMILIES | _GIVEN
# A person is quoted behind these; behind "GP", "HV", "nurse" a word and a colon is more often a heading.
_OF_PERSONS = _WHOLE_TITLES | {"pc", "wpc", "dc", "ds", "di", "dci", "sgt", "sergeant", "insp", "inspector"}
_LABELS = re.compile(
    r"(?:sur|fore)?names?|signature|signed|contact|details|address|phone|telephone|mobile|email|fax|surgery"
    r"|practice|code|role|title|team|grade|initials|date|time|notes|report|statement|comments"
)


def titled(source: str, words: list[Word], openings: Iterable[int]) -> Iterator[Span]:
    """Spans of title and name together; after a post or the letters of one, of the name alone."""
    for at in openings:
        word = words[at]
        if word.shape == "lower" and word.text not in _WHOLE_TITLES:
            continue
        matching = ((form.match(source, word.start), role) for form, role in _FORMS.get(word.text, ()))
        behind, role = next(((found.end(), role) for found, role in matching if found), (0, ""))
        if behind and (name := _name_after(source, words, at, behind, certain=True)):
            if ends_with_nameless(source, name[0]):  # "rang the dr. Zofia slept"
                yield Span(*name, "person", "[name]")
            else:
                yield Span(word.start, name[1], "person", role)
        elif word.text in POSTS_BEFORE_NAMES and (
            name := _name_after(source, words, at, word.end, certain=False)
        ):
            yield Span(*name, "person", "[name]")


def _name_after(
    source: str, words: list[Word], at: int, behind: int, *, certain: bool
) -> tuple[int, int] | None:
    """Where the name begins and ends that follows the title, None where none does."""
    gap = _GAP.match(source, behind)
    title = words[at].text
    if gap is None or ("." in gap.group() and title not in _WITH_FULL_STOP):
        return None
    start = gap.end()
    initials = _INITIALS.match(source, start) or _PARTICLES.match(source, start)
    first = _word_at(words, at, initials.end() if initials else start)
    if first is None:
        only = _ONLY_INITIAL.match(source, start)
        return (start, only.end()) if only and title in _WHOLE_TITLES and source[behind] != "\n" else None
    if not _may_be_name(source, words, first, certain=certain, title=title) and not (
        initials and _may_follow_initials(words[first])
    ):
        letter = _ONLY_LETTER.match(source, start) if title in _WHOLE_TITLES else None
        return (start, letter.end()) if letter else None
    end = with_initial(source, words[_last_of(source, words, first) - 1].end)
    number = _NUMBER_AFTER.match(source, end)
    return start, number.end() if number else end


def _word_at(words: list[Word], at: int, start: int) -> int | None:
    """The word of two letters or more that begins there."""
    look = at
    while look < len(words) and words[look].start < start:
        look += 1
    found = look < len(words) and words[look].start == start and words[look].end > start + 1
    return look if found and words[look].shape != "lower" else None


def _may_be_name(source: str, words: list[Word], first: int, *, certain: bool, title: str) -> bool:
    """After "Dr" any word with a capital is a name that is not known for something else; after letters that
    mean other things only one that is none of the language, or a given name.
    """
    word = words[first]
    if first + 1 < len(words) and has_prefix(source, words, first + 1):
        return True
    if (
        word.text in _NEVER
        or _is_label(source, word, title)
        or (word.shape == "capitals" and word.text in ACRONYMS and title not in _WHOLE_TITLES)
    ):
        return False
    if title in _WHOLE_TITLES:
        return True
    if word.shape == "capitals" and len(word.text) < 3:
        return False
    if word.text in WRITTEN_WITH_CAPITALS or is_term(source, words, first):
        return False
    if certain:
        hyphened = source.startswith("-", word.end)
        sure = word.shape == "capital" or title in _WITH_FULL_STOP or hyphened
        return sure or not is_ordinary(word.text) or word.text in _FAMILIES
    if word.shape == "capital" and (word.text in _GIVEN or last_of(source, words, first) > first + 1):
        return True
    if word.text in _FAMILIES and (word.shape == "capital" or words[first - 1].text in _LETTERS_OF_POSTS):
        return True
    return not (
        word.text in MAKERS or word.text in LANGUAGES or word.text in ACRONYMS or is_ordinary(word.text)
    )


def _is_label(source: str, word: Word, title: str) -> bool:
    """ "Dr Signature: ...", "HV Contact: ...", but not "Dr Baker: no concerns", as people are quoted."""
    if not _LABEL_AFTER.match(source, word.end):
        return False
    heading = title not in _OF_PERSONS and is_ordinary(word.text) and word.text not in _NO_LABELS
    return heading or _LABELS.fullmatch(word.text) is not None


def _may_follow_initials(word: Word) -> bool:
    shouted = word.shape == "capitals" and word.text in ACRONYMS
    return not shouted and word.text not in _NEVER and word.text not in WRITTEN_WITH_CAPITALS


def _last_of(source: str, words: list[Word], first: int) -> int:
    if words[first].shape == "capital":
        return last_of(source, words, first)
    last = first + 1
    while (
        last < min(len(words), first + 3)
        and words[last].shape == "capitals"
        and source[words[last - 1].end : words[last].start] in {" ", "-"}
        and not is_ordinary(words[last].text)
        and words[last].text not in ACRONYMS
    ):
        last += 1
    return last
