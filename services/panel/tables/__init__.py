"""The panel service's tables: cases and reviews, meetings and interests. ``metadata`` holds them all."""

from shared.storage import service_metadata

metadata = service_metadata()

# They add themselves to the metadata above, which they import from here.
import services.panel.tables.acting_chairs  # noqa: E402
import services.panel.tables.actions  # noqa: E402
import services.panel.tables.analyses  # noqa: E402
import services.panel.tables.bundle_reading  # noqa: E402
import services.panel.tables.bundles  # noqa: E402
import services.panel.tables.cases  # noqa: E402
import services.panel.tables.decisions  # noqa: E402
import services.panel.tables.disposal  # noqa: E402
import services.panel.tables.family_questions  # noqa: E402
import services.panel.tables.interests  # noqa: E402
import services.panel.tables.learning  # noqa: E402
import services.panel.tables.meeting_steps  # noqa: E402
import services.panel.tables.meetings  # noqa: E402
import services.panel.tables.messages  # noqa: E402
import services.panel.tables.minutes  # noqa: E402
import services.panel.tables.quorum  # noqa: E402
import services.panel.tables.ratings  # noqa: E402
import services.panel.tables.restrictions  # noqa: E402, F401

__all__ = ["metadata"]
