"""What this service does by itself, once it is known how the installation is set up."""

from services.notifications.actions.gathering.send_due_reminders import reminders
from services.notifications.actions.gathering.write_to_source import respond_address
from services.notifications.actions.projection.tell_panel import telling_panel
from services.notifications.queries.near_cases import near_cases
from shared.auditing.reading.look import looking_at_reading
from shared.messages.send_messages import send_messages
from shared.sending import open_carrier
from shared.service import BackgroundWork
from shared.settings import Settings


def work_with(settings: Settings) -> BackgroundWork:
    """Messages are sent where a way to send them is named; else they wait, and the pages say so."""
    key = settings.fingerprinting_key
    always = (telling_panel(key), looking_at_reading(key, near_cases))
    carrier = open_carrier(settings.messages_url, settings.panel_name)
    if carrier is None:
        return always
    secret = settings.secret_key.get_secret_value()
    address = respond_address(settings.public_url)
    return *always, send_messages(carrier, settings.panel_name), reminders(secret, address)
