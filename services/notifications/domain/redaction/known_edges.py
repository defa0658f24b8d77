"""Where a known name begins and ends that has initials, particles or letters glued to it: "K. Okafor"."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from string import ascii_uppercase

from rapidfuzz.distance import DamerauLevenshtein

from .misspelling import sound_of
from .names import KnownPerson
from .reading import CAPITALS, fold
from .shapes import shape_of_letters
from .words import LETTERED, NAME_SENSE_BEFORE, TITLE_WORDS, is_ordinary

_C = f"[{CAPITALS}]"
_PARTICLE_BEFORE = re.compile(
    r"\b(?:o['\u2019]\s?|ma?c[\s-]?|st\.?\s|al-|el-|de\s|van\s(?:der\s)?|ap\s|ab\s|ferch\s)$"
)
_STREET_BEFORE = re.compile(rf"(?:^|[^.\w]){_C}[a-z]{{2,}} St\.\s+$")
_ENDS_OF_PARTICLES = ("o", "mc", "mac", "st", "al", "el", "de", "van", "der", "ap", "ab", "ferch")
_AFTER_PARTICLES = "".join(
    character for character in map(chr, range(0x10000)) if character.isspace() or character in "'\u2019.-"
)
_INITIALS_BEFORE = re.compile(rf"(?<![/\w])(?:\b{_C}(?:\.\s?|\s)){{1,3}}$|(?<![/\w]){_C}{{2,3}}\s$")
# "Vitamin K. Amara slept": the letter belongs to the word before it, and ends the sentence.
_LETTERED_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(LETTERED))})\s{_C}\.\s+$", re.IGNORECASE)
_OWN_INITIAL = re.compile(rf"(?<![/\w])({_C})(?:\.\s?|\s)$")
_SMALL_INITIAL_BEFORE = re.compile(r"(?<![\w'\u2019/.])([a-z])(\.\s?|\s)$")
_INITIAL_AFTER = re.compile(rf"(?:,?\s|(?<=\.))({_C})(?:\.(?!\w)|\.(?={_C}\b)|\b(?![\w.]|['\u2019](?!s\b)))")
_SMALL_INITIAL_AFTER = re.compile(r",?\s([b-hj-z])(?:\.(?!\w)|\b(?![\w.'\u2019]))|,?\s([ai])\.(?!\w)")
_FAMILY_INITIAL = re.compile(rf"\s(?:al-|el-)?({_C})(-{_C})?(?:\.(?!\w)|\b(?![\w.'\u2019]))")
_LETTERS_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,10})$")
_SHORTENED = "mr|mrs|ms|mx|dr|prof|sgt|insp|rev|revd"  # which may have a full stop
_IN_FULL = "miss|doctor|professor|master|pc|pcso|dc|ds|di|dci|wpc|inspector|sir|reverend|imam"
_TITLES = (*_SHORTENED.split("|"), *_IN_FULL.split("|"), "and", "&")  # one ends what stands before the name
_TITLE = re.compile(
    rf"(?:(?:\b(?:{_SHORTENED})\b[.\s]{{0,3}}|\b(?:{_IN_FULL})\b(?:\s{{1,3}}|$))(?:(?:and|&)\s+)?)+$"
)
# "Seen by the dr. Freya slept": a doctor without a name, at the end of a sentence. "A Dr. Patel" has one.
_NAMELESS = re.compile(
    rf"\b(?:(?i:the|another|his|her|their|our|my)\s+(?i:{_SHORTENED})|(?:an?|no|this|that|duty)\s+(?:{_SHORTENED}))\.\s+$"
)
# What tells whom a shared name means, but stays: "Baby Okafor", "Nurse Patel".
_FITTING = ("baby", "little", "poor", "nurse", "midwife")
_FITS = re.compile(rf"\b({'|'.join(_FITTING)})\s+$")
_PAUSES = frozenset({"", " ", "(", ",", "-", "'", "."})
_HALF_AFTER = re.compile(r"[-\u2010\u2011]([^\W\d_]{3,})(?![^\W_])")
_GLUED = frozenset("0158|-\u2010\u2011" + ascii_uppercase)
_SMALL_WORD = re.compile(r"(?!al-|el-)[a-z]{2}")
_GLUED_AFTER = re.compile(r"[0158|A-Z](?![^\W_])")
_PARTICLES = frozenset(
    {"van", "vander", "vanden", "der", "de", "al", "el", "o", "mc", "mac", "ap", "bin", "dos", "la", "le"}
)
_GLUED_BEFORE = NAME_SENSE_BEFORE | TITLE_WORDS | _PARTICLES
MOST_INITIALS = 4
SHORTEST_NEAR = 4  # letters of a name beside which one slip is looked for


def before_initials(source: str, start: int, people: set[KnownPerson]) -> int:
    """Where "A. O. Okafor", "AO Okafor" or "k. okafor" begins."""
    if ends_with_letter(source, start):
        return start
    before = source[max(0, start - 9) : start].rstrip()
    if before[-1:].islower() and before[-2:-1].isalpha():  # behind a word in small letters, as most are
        return start
    found = _INITIALS_BEFORE.search(source, max(0, start - 9), start)
    theirs = initials(people)
    if not found or (found.group().strip() == "I" and "I" not in theirs):
        return _before_small_initial(source, start, theirs)
    letters = _letters(found.group())
    spelt_apart = len(letters) == 1 or "." in found.group() or " " in found.group().strip()
    return found.start() if spelt_apart or set(letters) <= theirs else start


def ends_with_letter(source: str, start: int) -> bool:
    """Whether a sentence ends before the name in a letter that is no initial: "on ward F. Amara slept"."""
    return _LETTERED_BEFORE.search(source, max(0, start - 24), start) is not None


def _letters(written: str) -> str:
    return "".join(character for character in fold(written).upper() if character.isalpha())


def _before_small_initial(source: str, start: int, theirs: set[str]) -> int:
    """Where "k. okafor" or "k okafor" begins, if it is the initial of one who has the name."""
    found = _SMALL_INITIAL_BEFORE.search(source, max(0, start - 4), start)
    if not found or found.group(1).upper() not in theirs:
        return start
    return found.start() if found.group(2) != " " or found.group(1) not in "ai" else start


def ends_with_nameless(source: str, begins: int) -> bool:
    """Whether a sentence ends before the name, in a doctor without one: "rang the dr. Amara slept"."""
    return _NAMELESS.search(source, max(0, begins - 24), begins) is not None


def title_before(source: str, folded: str, begins: int) -> tuple[int, str]:
    """Where a name begins with its title, and what tells whom it means: the title, or "baby", which stays."""
    before = folded[max(0, begins - 24) : begins].replace(".", " ").rstrip()
    if before.endswith(_TITLES) and (title := _TITLE.search(folded, max(0, begins - 24), begins)):
        if ends_with_nameless(source, begins):
            return begins, ""
        return title.start(), title.group()
    fits = _FITS.search(folded, max(0, begins - 12), begins) if before.endswith(_FITTING) else None
    return begins, fits.group(1) if fits else ""


def ends_with_street(source: str, begins: int) -> bool:
    """Whether a sentence ends before the name in a street: "in High St. Amara slept"."""
    return _STREET_BEFORE.search(source, max(0, begins - 24), begins) is not None


def before_particle(folded: str, begins: int) -> int:
    """Where "O'Brian" begins, if only "Brian" was recognised."""
    first = max(0, begins - 8)
    if not folded[first:begins].rstrip(_AFTER_PARTICLES).endswith(_ENDS_OF_PARTICLES):
        return begins
    found = _PARTICLE_BEFORE.search(folded, first, begins)
    return found.start() if found else begins


def before_glued(folded: str, begins: int) -> int:
    """Where "babyAmara" and "vanderBerg" begin."""
    if folded[max(0, begins - 1) : begins] in _PAUSES:
        return begins
    found = _LETTERS_BEFORE.search(folded, max(0, begins - 11), begins)
    if found and (found.group(1) in _GLUED_BEFORE):
        return found.start()
    return begins


def after_glued(source: str, end: int) -> int:
    """Where "Anai5", "AmaraM" and "Marsh-Reid" end, of which the last letter or half is not known."""
    if source[end : end + 1] not in _GLUED:
        return end
    found = _GLUED_AFTER.match(source, end) if source[end - 1 : end].isalpha() else None
    half = _HALF_AFTER.match(source, end)
    if half and not is_ordinary(fold(half.group(1))):
        return half.end()
    return found.end() if found else end


def has_own_initial(source: str, start: int, people: set[KnownPerson]) -> bool:
    """ "N. Cash" and "N Cash", of a Nora Cash."""
    found = _OWN_INITIAL.search(source[max(0, start - 4) : start])
    return (
        found is not None
        and source[start].isupper()
        and _letters(found.group(1)) in initials(people)
        and (found.group(1) not in "AI" or "." in found.group())
    )


def after_initials(source: str, end: int, people: set[KnownPerson], kinds: set[str]) -> int:
    """Where "Okafor, A.", "OKAFOR Z", "Bolton L J", "okafor z" or "Shona M." ends."""
    if source[end : end + 1].isspace() and _SMALL_WORD.match(source, end + 1):
        return end
    end = _after_family_initial(source, end, people, kinds)
    theirs = initials(people)
    if small := _SMALL_INITIAL_AFTER.match(source, end):
        letter = small.group(1) or small.group(2)
        known = source[end - 1].islower() and letter.upper() in theirs
        return small.end(1 if small.group(1) else 2) if known else end
    shouted = source[max(0, end - 3) : end].isupper()
    for _ in range(MOST_INITIALS):
        found = _INITIAL_AFTER.match(source, end)
        if not found or _letters(found.group(1)) not in theirs or (not shouted and _is_word(source, found)):
            return end
        end = (
            found.end()
            if found.group().endswith(".") and source[found.end() : found.end() + 1].isalpha()
            else found.end(1)
        )
    return end


def _is_word(source: str, found: re.Match[str]) -> bool:
    """ "Amara I spoke to", "Amara A lovely girl"."""
    return (
        found.group(1) in {"A", "I"}
        and re.match(r"\s+[a-z]", source[found.end(1) : found.end(1) + 3]) is not None
    )


def _after_family_initial(source: str, end: int, people: set[KnownPerson], kinds: set[str]) -> int:
    """Where "Shona M.", "Hari G-S" or "Layla al-K" ends."""
    found = _FAMILY_INITIAL.match(source, end) if "family" not in kinds else None
    if not found:
        return end
    theirs = {letter for person in people for letter in _first_letters(person.family_name)}
    if (
        _letters(found.group(1)) in theirs
        or found.group(2)
        or (found.group().endswith(".") and found.group(1) not in "AI")
    ):
        return found.end(2) if found.group(2) else found.end(1)
    return end


def _first_letters(name: str) -> Iterator[str]:
    pieces = re.split(r"[\s\-'\u2019]+", fold(name))
    return (piece[0].upper() for piece in pieces if piece[:1].isalpha())


def initials(people: Collection[KnownPerson]) -> set[str]:
    return set().union(*map(_initials_of, people))


@lru_cache(maxsize=4096)
def _initials_of(person: KnownPerson) -> frozenset[str]:
    return frozenset(_first_letters(person.given_names))


def is_nearly_theirs(word: str, people: Collection[KnownPerson]) -> bool:
    """Whether a word beside a person's name is their other name with one slip: "Sumer Cook"."""
    return len(word) >= SHORTEST_NEAR - 1 and any(
        _is_near(word, name) for person in people for name in _names_of(person)
    )


@lru_cache(maxsize=4096)
def _names_of(person: KnownPerson) -> list[str]:
    return re.split(
        r"[\s-]+", fold(f"{person.given_names} {person.family_name} {' '.join(person.also_known_as)}")
    )


@lru_cache(maxsize=16_384)
def _is_near(word: str, name: str) -> bool:
    return len(name) >= SHORTEST_NEAR and (
        DamerauLevenshtein.distance(word, name, score_cutoff=1) <= 1 or sound_of(word) == sound_of(name)
    )


def is_misread_of(word: str, people: Collection[KnownPerson]) -> bool:
    """Whether a word beside a person's name is their given name read wrongly: "lan MacBride", for Ian."""
    return any(
        shape_of_letters(word) == shape_of_letters(given)
        for person in people
        for given in fold(person.given_names).split()
    )
