"""The word lists of redaction, read once from the tables beside this file: data, not behaviour."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any


def _read(file_name: str) -> dict[str, Any]:
    with Path(__file__).with_name(file_name).open("rb") as file:
        return tomllib.load(file)


_LISTS = _read("word_lists.toml")
_ROLES = _read("role_lists.toml")
_PLACES = _read("gazetteer.toml")
_CAPITALS = _read("capital_words.toml")


def _ordinary_words() -> frozenset[str]:
    lines = [
        line
        for name in ("ordinary_words.txt", "english_words.txt")
        for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    ]
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


def _phrases(name: str) -> tuple[str, ...]:
    return _separated(_LISTS[name])


def _separated(written: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in written.split(";"))


def _titles(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    lines = (line.split(":") for line in _ROLES[name].strip().splitlines())
    return tuple((role.strip(), _separated(titles)) for role, titles in lines)


def _interchangeable() -> dict[str, frozenset[str]]:
    forms: dict[str, frozenset[str]] = defaultdict(frozenset)
    for line in _phrases("short_forms"):
        names = frozenset(line.split())
        for name in names:
            forms[name] |= names - {name}
    return forms


def _of_capitals(name: str) -> frozenset[str]:
    return frozenset(_CAPITALS[name].split())


PARTICLES = _words("particles")
NO_NAMES = _words("no_names")
NAMES_THAT_ARE_WORDS = _words("names_that_are_words")
PET_ENDINGS = _words("pet_endings")
NAME_OPENINGS = tuple(_LISTS["name_openings"].split())
NAME_SENSE_AFTER = _words("name_sense_after")
NAME_SENSE_BEFORE = _words("name_sense_before")
ABBREVIATIONS = _words("abbreviations")
GIVEN_NAMES = _words("given_names")
GIVEN_NAMES_THAT_ARE_WORDS = _words("given_names_that_are_words")
FAMILY_NAMES = frozenset(_read("family_names.toml")["family_names"].split())
# Of a disease or an instrument, and rarely of somebody in a case: these alone are no names.
_RARE_EPONYMS = (
    _of_capitals("rare_eponyms")
    - FAMILY_NAMES
    - GIVEN_NAMES
    - GIVEN_NAMES_THAT_ARE_WORDS
    - NAMES_THAT_ARE_WORDS
)
EPONYMS = _words("eponyms") | _RARE_EPONYMS
# With a word for a disease or an instrument beside them these are no names either.
TERMS = EPONYMS | _of_capitals("rare_eponyms")
EPONYM_AFTER = _words("eponym_after")
SURE_EPONYM_AFTER = _words("sure_eponym_after")  # whatever word stands before: "Beutler test"
ORDINARY_WORDS = _words("ordinary_words") | NAMES_THAT_ARE_WORDS | EPONYMS
MEDICINES = _words("medicines") | _of_capitals("medicines") | _of_capitals("organisms")
_LEXICON = (
    ORDINARY_WORDS
    | _ordinary_words()
    | MEDICINES
    | _of_capitals("clinical_words")
    | frozenset(_ROLES["titles"].split())
    | frozenset(_ROLES["cue_openings"].split())
)
VERBS = _words("verbs")
MAKERS = _words("makers") | _of_capitals("products") | _of_capitals("public_bodies")
LANGUAGES = _words("languages") | _of_capitals("peoples")
WRITTEN_WITH_CAPITALS = _of_capitals("written_with_capitals")
# In capitals only: "PICU", "LADO". Initials of the case's people may be the same letters.
ACRONYMS = ABBREVIATIONS | _of_capitals("abbreviations")
LETTERED = _of_capitals("lettered")
KNOWN_CAPITALS = _words("known_capitals")
NOT_NAMES = _words("not_names")
KINDS_OF_PLACE = _words("kinds_of_place")
KIND_WORDS = _words("kind_words")
TOWNS = _phrases("towns") + _separated(_PLACES["places"])
CAPITALISED_TOWNS = _phrases("capitalised_towns") + _separated(_PLACES["capitalised"])
WORDS_OF_PLACE = frozenset(_PLACES["words_of_place"].split())
NO_PLACES = frozenset(_PLACES["no_places"].split())
FEASTS = _separated(_PLACES["feasts"])
NAMED_DAYS = _separated(_PLACES["named_days"]) + _separated(_PLACES["sure_feasts"])
POSTCODE_AREAS = _words("postcode_areas")
# What replaces title and name, and the titles as written.
TITLES_BEFORE_NAMES = _titles("titles_before_names")
# Of these the name alone is removed.
POSTS_BEFORE_NAMES = frozenset(_ROLES["posts_before_names"].split())
TITLE_OPENINGS = POSTS_BEFORE_NAMES | {
    re.findall(r"[^\W\d_]+", title.lower())[0] for _, titles in TITLES_BEFORE_NAMES for title in titles
}
CUE_WORDS = frozenset(_ROLES["cue_openings"].split())
LABELS_OF_TURNS = frozenset(_ROLES["labels_of_turns"].split())
TITLES = _words("titles")
DETERMINERS = _words("determiners")
FUNCTION_WORDS = _words("function_words")
MONTHS_AND_DAYS = _words("months_and_days")
BEFORE_A_MONTH = _words("before_a_month")
NUMBERED = _words("numbered")
COMPANIONS = _words("companions")
KIN = _words("kin")
TOWARDS = _words("towards")
SPEAKING = _words("speaking")
MEETING = _words("meeting")
ORGANISATION_HEADS: dict[str, str] = {
    head: kind.strip()
    for kind, heads in (line.split(":") for line in _CAPITALS["organisation_heads"].strip().splitlines())
    for head in heads.split()
}
ACRONYMS_OF_BODIES = _of_capitals("acronyms_of_bodies")
KIN_AFTER_NAMES = _of_capitals("kin_after_names")
CAMEL_WORDS = _of_capitals("camel_words")
HEADS_IN_SMALL_LETTERS = _of_capitals("heads_in_small_letters")
WEAK_HEADS = _of_capitals("weak_heads")
WORDS_OF_LETTERS = _of_capitals("words_of_letters")
PLACE_HEADS = _words("place_heads") | ORGANISATION_HEADS.keys()
ORGANISATION_PHRASES = _separated(_LISTS["organisation_openings"])
TITLE_WORDS = frozenset(_ROLES["titles"].split())
# Before a letter that stands for somebody on purpose: "Baby A", "Child B".
PLACEHOLDER_WORDS = frozenset(_ROLES["placeholders"].split())
# (role as written, phrase that stands in for a name, side, sex)
ROLE_WORDS: tuple[tuple[str, str, str, str], ...] = tuple(
    (role.strip(), phrase.strip(), side.strip(), sex.strip())
    for role, phrase, side, sex in (line.split(";") for line in _ROLES["roles"].strip().splitlines())
)
SHORT_FORMS = _interchangeable()
WORD_SENSE_AFTER = {word: frozenset(after.split()) for word, after in _LISTS["word_sense_after"].items()}
FIRST_NAME_SENSE_AFTER = {word: _separated(after) for word, after in _LISTS["first_name_sense_after"].items()}
# Typed where a name should be, or what a person is to the child: nobody is called by them.
NOT_FIRST_NAMES = (
    _words("not_first_names")
    | NO_NAMES
    | KIN
    | TITLES
    | {word for row in ROLE_WORDS for word in row[0].split()}
) - GIVEN_NAMES_THAT_ARE_WORDS
MODAL_AFTER = _words("modal_after")
WHEN_OR_HOW = _words("when_or_how")
OPENING_REPORTS = _words("opening_reports")
DID = _words("did")
BESIDE_OFTEN = _words("beside_small_names")
WORDS_IN_SMALL_LETTERS = _words("words_in_small_letters")


@lru_cache(maxsize=65_536)
def is_ordinary(word: str) -> bool:
    """Whether a folded word, or the word it is a form of, is in the vocabulary of reports."""
    return word in _LEXICON or any(stem in _LEXICON for stem in _stems(word))


def _stems(word: str) -> Iterator[str]:
    """ "Bruises", "bruised", "bruising" and "stopping" lead to "bruise", "bruis", "stop"."""
    for ending, others in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending)
            yield from (stem + other for other in others)
            if len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


_ENDINGS = (
    ("s", ("",)),
    ("es", ("",)),
    ("ies", ("y",)),
    ("ed", ("", "e")),
    ("ied", ("y",)),
    ("ing", ("", "e")),
    ("ly", ("",)),
    ("er", ("", "e")),
    ("ers", ("", "e")),
    ("ness", ("",)),
    ("ment", ("",)),
    ("less", ("",)),
    ("ful", ("",)),
)
