"""What is asked when an address is put on the register of care plan addresses."""

from services.notifications.domain.records.record_form import RecordField

ENTRY_FIELDS = (
    RecordField("flat", "Flat or room", hint="Leave empty if there is none"),
    RecordField("house", "House number or name", required=True, hint="For example 14, 14A or Rose Cottage"),
    RecordField("street", "Street and town", required=True),
    RecordField("postcode", "Postcode", required=True, hint="The full postcode, for example LE1 5WW"),
    RecordField(
        "call_who",
        "Who should be called?",
        required=True,
        hint="A team, for example the children's hospice nurse on call",
    ),
    RecordField("telephone", "Telephone number, day and night", "telephone", required=True),
    RecordField(
        "nhs_number",
        "The child's NHS number",
        hint="With it, the entry ends by itself if the child dies. The police are never told it",
    ),
    RecordField("valid_from", "From", "day", required=True, future=True),
    RecordField(
        "expires_on",
        "Until",
        "day",
        required=True,
        future=True,
        hint="At most 12 months later. The entry can be renewed",
    ),
)
