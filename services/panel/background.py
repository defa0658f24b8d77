"""What this service does by itself, once it is known how the installation is set up."""

from shared.messages.send_messages import send_messages
from shared.sending import open_carrier
from shared.service import BackgroundWork
from shared.settings import Settings


def work_with(settings: Settings) -> BackgroundWork:
    """Messages are sent where a way to send them is named; else they wait, and the pages say so."""
    carrier = open_carrier(settings.messages_url, settings.panel_name)
    if carrier is None:
        return ()
    return (send_messages(carrier, settings.panel_name),)
