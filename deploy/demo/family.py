"""The invented child, family and professionals of one case: names, numbers and places that nobody has."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from deploy.demo.case import Professional
from deploy.demo.data import Table, table

_FIRST_TEST_NUMBER = 999_000_001
_INWARD = ("ZZ", "XZ", "ZX", "XX")  # no delivery point has them here


@dataclass(frozen=True)
class Family:
    """A child and the people around. Addresses and telephone numbers are of kinds that are never issued."""

    child: str
    family_name: str
    sex: str
    nhs_number: str
    ethnic_category: str
    mother: str
    father: str
    sibling: str
    address: str
    town: str
    postcode: str
    area: str
    surgery: str
    gp_name: str
    school: str
    nursery: str
    phone: str
    mobile: str
    email: str


@cache
def nhs_numbers(count: int = 500) -> tuple[str, ...]:
    """``count`` valid NHS numbers of the 999 range, which is kept for tests."""
    found: list[str] = []
    stem = _FIRST_TEST_NUMBER
    while len(found) < count:
        check = _check_digit(f"{stem:09}")
        if check is not None:
            found.append(f"{stem:09}{check}")
        stem += 37  # spread out, so that neighbours do not differ in one digit only
    return tuple(found)


def invent_family(rng: Random, number: int) -> Family:
    """Everybody and everything of the family of case ``number`` (from 0)."""
    names, places = table("names"), table("names")["places"]
    ethnicity = _weighted(rng, names["ethnicities"])
    area = _weighted(rng, names["areas"])
    group = names["groups"][ethnicity["names"]]
    sex = rng.choice(("female", "male", "male", "female", "male"))
    own = group["girls"] if sex == "female" else group["boys"]
    child = rng.choice(own)
    sibling = rng.choice([name for name in (*group["girls"], *group["boys"]) if name != child])
    mother, father = rng.choice(group["women"]), rng.choice(group["men"])
    surname = rng.choice(group["surnames"])
    return Family(
        child, surname, sex, nhs_numbers()[number], ethnicity["code"], mother, father, sibling,
        f"{rng.randrange(1, 180)} {rng.choice(places['streets'])}", rng.choice(area["towns"]),
        f"{rng.choice(area['outward'])} {rng.randrange(1, 10)}{rng.choice(_INWARD)}", area["name"],
        rng.choice(places["surgeries"]), rng.choice(names["staff"]["names"]), rng.choice(places["schools"]),
        rng.choice(places["nurseries"]), _landline(rng), _mobile(rng),
        f"{mother.lower()}.{surname.lower()}@example.org",
    )  # fmt: skip


def invent_professional(rng: Random, voice: str, family: Family) -> Professional:
    """Somebody of the agency ``voice`` who knew this child."""
    row: Table = table("voices")[voice]
    staff = table("names")["staff"]
    surname = family.gp_name if voice == "gp" else rng.choice(staff["names"])
    given = rng.choice(staff["given"])
    title = f"{row['title']} " if row["title"] else ""
    return Professional(
        voice, row["code"], f"{title}{given} {surname}", row["role"], _organisation(rng, voice, row, family),
        row["sector"],
 f"{given.lower()}.{surname.lower()}@{voice.replace('_', '-')}.test", _landline(rng),
    )  # fmt: skip


def birth_date(rng: Random, scenario: Table, died_on: date) -> date:
    """A date of birth that makes the age one of the scenario's."""
    low, high = scenario["age_days"]
    return died_on - timedelta(days=rng.randrange(low, high + 1))


def _organisation(rng: Random, voice: str, row: Table, family: Family) -> str:
    if voice == "social_worker":
        return str(next(name for name in row["organisations"] if name.startswith(family.area + " ")))
    chosen: str = rng.choice(row["organisations"])
    return chosen.format(surgery=family.surgery, school=family.school, nursery=family.nursery)


def _check_digit(stem: str) -> int | None:
    """The check digit for nine digits (weights 10 to 2, modulus 11); None where there is none."""
    total = sum(int(digit) * weight for digit, weight in zip(stem, range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return None if check == 10 else check


def _weighted(rng: Random, rows: list[Table]) -> Table:
    return rng.choices(rows, weights=[row["share"] for row in rows])[0]


def _landline(rng: Random) -> str:
    """Ofcom keeps 0116 496 0000 to 0999 for drama."""
    return f"0116 496 0{rng.randrange(1000):03}"


def _mobile(rng: Random) -> str:
    """Ofcom keeps 07700 900000 to 900999 for drama."""
    return f"07700 900{rng.randrange(1000):03}"
