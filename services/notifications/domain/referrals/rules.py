"""To whom a death is referred on: a table of rules, each with its citation, version and dates.

The answers of the notification suggest; a person says "referred" with the day, or "not needed" and why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.notifications.domain.forms.answers import Answers
from shared.counted_words import counted

VERSION = "2026.1"
EXAMINERS_BEGAN = date(2024, 9, 9)
DISABILITY_REVIEWS_OF_CHILDREN_ENDED = date(2023, 6, 30)  # a working value: "around mid-2023"
TERM_WEEKS, REVIEWED_FROM_WEEKS = 37, 22
NEONATAL_DAYS, EARLY_DAYS = 28, 7


class Suggests(StrEnum):
    """What the answers suggest: to refer, not to, or that a person has to say."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


SUGGESTS = {Suggests.YES: "Suggested", Suggests.NO: "Not suggested", Suggests.ASK: "For you to judge"}


@dataclass(frozen=True)
class ReferralRule:
    """One line of the checklist. ``suggests`` gives what the answers suggest, and why in one sentence.

    It is asked of deaths from ``in_force_from`` to ``in_force_until``, both included.
    """

    id: str
    to: str
    trigger: str
    citation: str
    suggests: Callable[[Answers], tuple[Suggests, str]]
    in_force_from: date = date.min
    in_force_until: date = date.max


def rules_on(died_on: date | None) -> tuple["ReferralRule", ...]:
    """The lines of the checklist for a death on this day; those without an end if it is not known."""
    if died_on is None:
        return tuple(rule for rule in REFERRAL_RULES if rule.in_force_until == date.max)
    return tuple(rule for rule in REFERRAL_RULES if rule.in_force_from <= died_on <= rule.in_force_until)


def _age_days(answers: Answers) -> int | None:
    born, died = answers.born_on, answers.died_on
    return (died - born).days if born and died else None


def _safeguarding(answers: Answers) -> tuple[Suggests, str]:
    if "violence_or_maltreatment" in answers.chosen("death.events"):
        return Suggests.YES, "Violence or maltreatment is ticked on the notification"
    looked_after = answers.choice("child.looked_after")
    if looked_after == "yes":
        return Suggests.YES, "The notification says that the child was looked after by a local authority"
    if looked_after == "no":
        return Suggests.ASK, "If abuse or neglect is known or suspected: the notification does not ask"
    return (
        Suggests.ASK,
        "Also if the child was looked after by a local authority: the notification does not say",
    )


def _maternity(answers: Answers) -> tuple[Suggests, str]:
    weeks, days = answers.number("birth.gestation_weeks"), _age_days(answers)
    if days is not None and days >= EARLY_DAYS:
        return Suggests.NO, "The child was a week old or more"
    if weeks is None or days is None:
        return Suggests.ASK, "The gestation or the age is not known"
    if weeks < TERM_WEEKS:
        return Suggests.NO, f"Born before {counted(TERM_WEEKS, 'completed week')}"
    if "congenital_anomaly" in answers.chosen("death.events"):
        return Suggests.NO, "A congenital condition is ticked as a cause"
    return Suggests.ASK, "Born at term and died in the first week: refer if labour had begun"


def _perinatal(answers: Answers) -> tuple[Suggests, str]:
    weeks, days = answers.number("birth.gestation_weeks"), _age_days(answers)
    if answers.choice("death.place_of_death") == "neonatal_unit":
        return Suggests.YES, "The child died in a neonatal unit"
    if days is not None and days >= NEONATAL_DAYS:
        return Suggests.NO, "The child was 28 days old or more and did not die in a neonatal unit"
    if weeks is None or days is None:
        return Suggests.ASK, "The gestation or the age is not known"
    if weeks < REVIEWED_FROM_WEEKS:
        return Suggests.NO, f"Born before {counted(REVIEWED_FROM_WEEKS, 'week')}"
    return Suggests.YES, f"Born at {counted(weeks, 'week')} and died before 28 days"


def _surveillance(answers: Answers) -> tuple[Suggests, str]:
    days = _age_days(answers)
    if days is None:
        return Suggests.ASK, "The age is not known"
    if days < NEONATAL_DAYS:
        return Suggests.YES, "A death before 28 days"
    return Suggests.NO, "The child was 28 days old or more"


def _by_a_person(why: str) -> Callable[[Answers], tuple[Suggests, str]]:
    return lambda answers: (Suggests.ASK, why)


def _examined(answers: Answers) -> tuple[Suggests, str]:
    if answers.choice("death.coroner_informed") == "yes":
        return Suggests.YES, "The notification says that the coroner has been informed"
    return Suggests.YES, "Every death is looked at by a medical examiner or a coroner"


def _hazard(answers: Answers) -> tuple[Suggests, str]:
    if answers.choice("alert") == "yes":
        return Suggests.YES, "The notifier asks that somebody looks at it now"
    if answers.choice("death.product_involved") == "yes":
        return Suggests.YES, "The notification says that a product was involved"
    return Suggests.ASK, "If a product or a medicine may have been a hazard"


REFERRAL_RULES: tuple[ReferralRule, ...] = (
    ReferralRule(
        "safeguarding_partners", "Safeguarding partners and national panel",
        "Abuse or neglect is known or suspected, or the child was looked after",
        "Serious incident notifications guidance, Department for Education", _safeguarding),
    ReferralRule(
        "maternity_investigation", "Maternity and newborn safety investigations",
        "Born at 37 completed weeks or more, labour had begun, died in the first 7 days",
        "What we investigate, mnsi.org.uk", _maternity),
    ReferralRule(
        "perinatal_review", "Perinatal mortality review tool",
        "From 22 weeks' gestation to 28 days after birth, and later deaths in a neonatal unit",
        "npeu.ox.ac.uk/pmrt", _perinatal),
    ReferralRule(
        "perinatal_surveillance", "MBRRACE-UK surveillance", "Perinatal deaths",
        "MBRRACE-UK; collaboration with the perinatal mortality review tool", _surveillance),
    ReferralRule(
        "learning_disability_review", "Learning disability mortality review",
        "Aged 4 to 17 with a learning disability", "LeDeR; its reviews of children have since moved here",
        _by_a_person("If the child had a learning disability"),
        in_force_until=DISABILITY_REVIEWS_OF_CHILDREN_ENDED),
    ReferralRule(
        "patient_safety", "Provider's patient-safety investigation", "A patient-safety incident",
        "Patient Safety Incident Response Framework (working value)",
        _by_a_person("If something went wrong in care: the notification does not ask")),
    ReferralRule(
        "national_safety", "Health Services Safety Investigations Body", "A national safety concern",
        "HSSIB (working value)", _by_a_person("If others elsewhere could come to the same harm")),
    ReferralRule(
        "medical_examiner_or_coroner", "Medical examiner or coroner", "Every death",
        "Statutory medical examiners, in force 9 September 2024", _examined, in_force_from=EXAMINERS_BEGAN),
    ReferralRule(
        "product_hazard", "Product safety, medicines regulator or trading standards",
        "A product or medicine hazard", "National Child Mortality Database with the product safety office",
        _hazard),
)  # fmt: skip
