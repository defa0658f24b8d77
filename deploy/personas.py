"""The invented people of the demonstration, one for each part somebody plays. Refused in production."""

from shared.people import Person, Role

_ROWS: tuple[tuple[str, str, Role, str], ...] = (
    ("cdr-manager", "Morgan Testerley (demo)", Role.CDR_MANAGER, "Child death review office"),
    ("cdop-administrator", "Ash Sampleford (demo)", Role.CDOP_ADMINISTRATOR, "Child death review office"),
    ("panel-chair", "Dr Robin Exemplar (demo)", Role.PANEL_CHAIR, "Public health"),
    ("panel-member", "Sam Demoson (demo)", Role.PANEL_MEMBER, "Community health trust"),
    ("designated-doctor", "Dr Kit Mockridge (demo)", Role.PANEL_MEMBER, "Integrated care board"),
    ("member-acute", "Dr Lee Trialby (demo)", Role.PANEL_MEMBER, "Acute hospital trust"),
    ("member-police", "Det Insp Jo Dummett (demo)", Role.PANEL_MEMBER, "Police"),
    ("member-social-care", "Alex Pretendham (demo)", Role.PANEL_MEMBER, "City children's social care"),
    ("member-public-health", "Val Fictional (demo)", Role.PANEL_MEMBER, "County public health"),
    ("member-community", "Chris Madeup-Hart (demo)", Role.PANEL_MEMBER, "Community health trust"),
    ("public-health-analyst", "Drew Specimen (demo)", Role.PUBLIC_HEALTH_ANALYST, "Public health"),
    ("auditor", "Pat Proofwell (demo)", Role.AUDITOR, "Information governance"),
    ("caldicott-guardian", "Dr Jean Standin (demo)", Role.CALDICOTT_GUARDIAN, "Information governance"),
    ("invited-expert", "Prof Ray Pretence (demo)", Role.PANEL_MEMBER, "Regional children's heart network"),
    ("member-education", "Nic Makebelieve (demo)", Role.PANEL_MEMBER, "City education service"),
    ("police-control-room", "Kim Stagehand (demo)", Role.POLICE_CONTROL_ROOM, "Police control room"),
    ("partner-system", "A partner's system (demo)", Role.NOTIFIER, "Hospital information system"),
)

PERSONAS: dict[str, Person] = {
    id_: Person(id_, name, frozenset({role}), organisation) for id_, name, role, organisation in _ROWS
}

# Other words people use for the same part, accepted by ``cdop token --persona``.
ALIASES = {
    "manager": "cdr-manager",
    "administrator": "cdop-administrator",
    "admin": "cdop-administrator",
    "chair": "panel-chair",
    "member": "panel-member",
    "analyst": "public-health-analyst",
    "public-health": "public-health-analyst",
    "notifier": "partner-system",
    "partner": "partner-system",
}


def persona(name: str) -> Person:
    """The persona called ``name`` (its id, its role's name or an alias); LookupError names the known ones."""
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-")
    found = PERSONAS.get(ALIASES.get(wanted, wanted))
    if found is None:
        raise LookupError(f"No persona is called '{name}'. Known: {', '.join(PERSONAS)}")
    return found
