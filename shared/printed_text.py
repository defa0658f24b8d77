"""Text that the fonts on paper can show: what they cannot is named in words, never dropped in silence."""

import re
import unicodedata

# What the fonts inside Typst 0.15 can show (Libertinus Serif, DejaVu Sans Mono, New Computer Modern). A test
# prints a character of every range.
PRINTABLE: tuple[tuple[int, int], ...] = (
    (0x0020, 0x0484),
    (0x0487, 0x04FF),
    (0x0510, 0x0513),
    (0x051A, 0x051D),
    (0x0530, 0x05FF),
    (0x0606, 0x060C),
    (0x0615, 0x0615),
    (0x061B, 0x061C),
    (0x061F, 0x061F),
    (0x0621, 0x063A),
    (0x0640, 0x0655),
    (0x065A, 0x065A),
    (0x0660, 0x066D),
    (0x0674, 0x0674),
    (0x0679, 0x067B),
    (0x067E, 0x0680),
    (0x0683, 0x0684),
    (0x0686, 0x0687),
    (0x0691, 0x0691),
    (0x0698, 0x0698),
    (0x06A4, 0x06A4),
    (0x06A9, 0x06A9),
    (0x06AF, 0x06AF),
    (0x06BE, 0x06BE),
    (0x06CC, 0x06CC),
    (0x06F0, 0x06F9),
    (0x070E, 0x070E),
    (0x074B, 0x074C),
    (0x07B2, 0x07BF),
    (0x07FB, 0x07FC),
    (0x1D00, 0x1DBF),
    (0x1E00, 0x2040),
    (0x2042, 0x2042),
    (0x2044, 0x2052),
    (0x2054, 0x20CF),
    (0x20F1, 0x211E),
    (0x2120, 0x2120),
    (0x2122, 0x2122),
    (0x2124, 0x2124),
    (0x2126, 0x2151),
    (0x2153, 0x2184),
    (0x2189, 0x2189),
    (0x218C, 0x23FF),
    (0x2422, 0x2423),
    (0x2427, 0x243F),
    (0x244B, 0x262F),
    (0x2638, 0x268B),
    (0x2690, 0x269C),
    (0x26A0, 0x26A7),
    (0x26AA, 0x26B2),
    (0x2701, 0x2704),
    (0x2706, 0x2709),
    (0x270C, 0x2727),
    (0x2729, 0x274B),
    (0x274D, 0x274D),
    (0x274F, 0x2752),
    (0x2756, 0x2756),
    (0x2758, 0x275E),
    (0x2761, 0x277F),
    (0x2794, 0x2794),
    (0x2798, 0x27AF),
    (0x27B1, 0x2BFF),
    (0xFB00, 0xFB4F),
    (0xFE70, 0xFEFF),
)
LONGEST_WORD = 30  # characters before a line may be broken inside a word
BREAK = "\u200b"  # a zero-width space
_UNASSIGNED = frozenset({"Cn", "Co", "Cs"})
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def printable(text: str) -> str:
    """``text`` with every character that the fonts lack as its name in brackets, and long words breakable."""
    whole = unicodedata.normalize("NFC", text)
    return _LONG_WORD.sub(lambda word: word[0] + BREAK, "".join(map(_shown, whole)))


def _shown(character: str) -> str:
    if character in "\n\t" or " " <= character <= "~":
        return character
    kind, code = unicodedata.category(character), ord(character)
    if kind == "Cc":
        return ""
    if kind not in _UNASSIGNED and any(first <= code <= last for first, last in PRINTABLE):
        return character
    return f"[{unicodedata.name(character, f'character U+{code:04X}').lower()}]"
