"""What a process counts and times while it works, for Prometheus.

No label names a case, a person or a path with either in it: services, event types, path templates only.
The registry is the product's own, so that nothing else of the process is in it.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

# When a series began is of no use to anybody here, and as long as the figures.
disable_created_metrics()  # type: ignore[no-untyped-call]
COUNTED = CollectorRegistry()

_HANDLING = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_ANSWERING = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

EVENTS = Counter(
    "cdop_events",
    "Events dealt with, by outcome (handled, ignored, duplicate, parked, failed)",
    ["service", "type", "outcome"],
    registry=COUNTED,
)
EVENT_SECONDS = Histogram(
    "cdop_event_seconds",
    "Time to handle one event",
    ["service", "type"],
    buckets=_HANDLING,
    registry=COUNTED,
)
PUBLISHED = Counter(
    "cdop_events_published", "Events moved from the outbox to the log", ["service"], registry=COUNTED
)
STEP_SECONDS = Histogram(
    "cdop_step_seconds",
    "Time of one run of a background step that had something to do",
    ["service", "step"],
    buckets=_HANDLING,
    registry=COUNTED,
)
JOB_FAILURES = Counter(
    "cdop_job_failures", "Runs of background work that failed and are tried again", ["work"], registry=COUNTED
)
REQUEST_SECONDS = Histogram(
    "cdop_request_seconds",
    "Time to answer a request, by path template and class of status (2xx)",
    ["method", "path", "status"],
    buckets=_ANSWERING,
    registry=COUNTED,
)
