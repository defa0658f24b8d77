"""Ways of writing the name of somebody in a case, for the generators of redaction."""

import re
import unicodedata
from collections.abc import Callable

GIVEN = [
    "Amara Chidi",
    "Zofia",
    "Oluwaseun David",
    "Siân",
    "Llewelyn",
    "Mary-Kate",
    "Harpreet",
    "Mohammed Yusuf",
    "Xiaoming",
    "Wai Ling",
    "Eilidh",
    "Caoimhe",
    "Bartłomiej",
    "Ştefania",
    "Anaïs",
    "Thomas",
    "Elizabeth",
    "William",
    "Hope",
    "Kayden-Lee",
    "Ifeoma",
    "Tiffany",
    "Bethany",
    "Christopher",
    "Gwenllian",
    "José",
    "Aoife",
    "Fatima Zahra",
    "Ishaan",
    "Oakley-Jai",
    "Aleksandra",
    "Declan",
    "Kehinde",
]
FAMILY = [
    "Okafor",
    "O'Dowd",
    "McAllister",
    "Vaughan-Rees",
    "Singh Gill",
    "Kaur",
    "Nowakowska",
    "Price",
    "Young",
    "Osei-Tutu",
    "Begum",
    "de Souza",
    "Horváthová",
    "Smith-Jones",
    "Owusu Ansah",
    "Popescu",
    "Khan",
    "Chowdhury",
    "Jenkinson",
    "Hussain",
    "Wolstenholme",
    "Cook",
    "Pereira",
    "Żuraw",
    "Brâncuși",
    "Ionescu-Dragomir",
]
LOOKS_LIKE = {"l": "1", "i": "1", "o": "0", "O": "0", "I": "1", "S": "5", "B": "8", "s": "5"}
PLAIN = str.maketrans({"ł": "l", "Ż": "Z", "ż": "z"})


def without_accents(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.translate(PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def read_wrongly(name: str) -> str:
    """The name with its second letter that looks like a figure read as the figure."""
    places = [at for at, letter in enumerate(name) if letter in LOOKS_LIKE and at]
    return name if not places else name[: places[0]] + LOOKS_LIKE[name[places[0]]] + name[places[0] + 1 :]


def with_a_slip(name: str) -> str:
    """Two letters in the middle change places."""
    at = len(name) // 2
    if len(name) < 4:
        return name
    return (
        name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :] if name[at - 1 : at + 1].isalpha() else name
    )


def _first(given: str) -> str:
    return given.split()[0]


def _initials(name: str) -> list[str]:
    return [piece[0] for piece in re.split(r"[ -]", name) if piece[:1].isupper()]


Form = Callable[[str, str], str]
FORMS: dict[str, Form] = {
    "whole": lambda given, family: f"{given} {family}",
    "first and family": lambda given, family: f"{_first(given)} {family}",
    "first alone": lambda given, family: _first(given),
    "initial and family": lambda given, family: f"{given[0]}. {family}",
    "bare initial and family": lambda given, family: f"{given[0]} {family}",
    "all initials and family": lambda given, family: f"{'.'.join(_initials(given))}. {family}",
    "first and initial": lambda given, family: f"{_first(given)} {_initials(family)[0]}.",
    "first and initials of halves": lambda given, family: f"{_first(given)} {'-'.join(_initials(family))}",
    "inverted": lambda given, family: f"{family.upper()}, {_first(given)}",
    "inverted whole": lambda given, family: f"{family}, {given}",
    "inverted letters": lambda given, family: f"{'-'.join(_initials(family))}, {given[0]}.",
    "inverted initial": lambda given, family: f"{family.upper()} {given[0]}",
    "without accents": lambda given, family: without_accents(f"{_first(given)} {family}"),
    "shouted": lambda given, family: f"{_first(given)} {family}".upper(),
    "in small letters": lambda given, family: f"{_first(given)} {family}".lower(),
    "joined": lambda given, family: re.sub(r"[ '-]", "", f"{_first(given)}{family}"),
    "hyphens left out": lambda given, family: f"{_first(given)} {family}".replace("-", " "),
    "apostrophe left out": lambda given, family: f"{_first(given)} {family}".replace("'", ""),
    "over two lines": lambda given, family: f"{_first(given)}\n{family}",
    "letter by letter": lambda given, family: " ".join(re.sub(r"[^\w]", "", _first(given)).upper()),
    "given names joined": lambda given, family: f"{given.replace(' ', '')} {family}",
    "misread": lambda given, family: f"{read_wrongly(_first(given))} {family}",
    "misread in capitals": lambda given, family: f"{read_wrongly(_first(given).upper())} {family.upper()}",
    "glued to baby": lambda given, family: f"baby{_first(given).split('-')[0]}",
    "one slip": lambda given, family: f"{with_a_slip(_first(given).split('-')[0])} {family}",
    "user name": lambda given, family: without_accents(
        f"{_first(given)}_{family.split()[-1]}99".lower().replace("'", "")
    ),
    "e-mail": lambda given, family: without_accents(
        f"{_first(given)}.{family.split()[-1]}@mail.example".lower().replace("'", "")
    ),
    "initials of halves": lambda given, family: (
        f"{given[0]} {'-'.join(_initials(family))}" if len(_initials(family)) > 1 else given
    ),
}
