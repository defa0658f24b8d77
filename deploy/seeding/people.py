"""Who does what in the demonstration."""

from deploy.personas import PERSONAS
from shared.people import Person, Role

MANAGER = PERSONAS["cdr-manager"]
ADMINISTRATOR = PERSONAS["cdop-administrator"]
CHAIR = PERSONAS["panel-chair"]
NOTIFIER = PERSONAS["partner-system"]
RESPONDER = Person("agency", "An agency, through its link", frozenset({Role.AGENCY_RESPONDER}))

# Seats on the panel: person, role, sector. The organisation is the persona's.
SEATS = (
    ("panel-chair", "chair", "public_health"),
    ("designated-doctor", "designated_doctor", "nhs_commissioner"),
    ("member-acute", "hospital_clinician", "acute_hospital"),
    ("member-police", "police", "emergency_services"),
    ("member-social-care", "social_care", "local_authority"),
    ("member-public-health", "public_health", "public_health"),
    ("member-community", "safeguarding_nurse", "community_health"),
    ("panel-member", "nursing_or_midwifery", "community_health"),
)
# Without these three no case would be decided: they always come.
ALWAYS_PRESENT = frozenset({"panel-chair", "member-acute", "member-social-care"})
