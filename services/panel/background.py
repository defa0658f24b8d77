"""What this service does by itself, once it is known how the installation is set up."""

from services.panel.actions.meetings.remind_invited import reminding
from services.panel.actions.meetings.tell_of_meeting import telling_of_earlier_meetings
from services.panel.actions.quorum.compare_members import compare_members
from services.panel.domain.meetings.invitations import Inviting, inviting_from
from services.panel.queries.near_cases import near_cases
from shared.auditing.reading.look import looking_at_reading
from shared.messages.send_messages import send_messages
from shared.messages_address import messages_address
from shared.sending import open_carrier
from shared.service import BackgroundWork
from shared.settings import Settings


def work_with(settings: Settings) -> BackgroundWork:
    """Members are compared with cases. Messages are sent where a way to send them is named; else they wait,
    and the pages say so.
    """
    key = settings.fingerprinting_key
    always = (compare_members(key), telling_of_earlier_meetings(), looking_at_reading(key, near_cases))
    carrier = open_carrier(settings.messages_url, settings.panel_name)
    if carrier is None:
        return always
    return *always, send_messages(carrier, settings.panel_name), reminding(inviting_with(settings))


def inviting_with(settings: Settings) -> Inviting:
    """What letters about meetings are made of in this installation."""
    sender = messages_address(settings.messages_url).sender if settings.messages_url else ""
    key = settings.secret_key.get_secret_value()
    return inviting_from(key, settings.public_url, settings.panel_name, sender)
