"""Which processes a notification makes likely, so that none is forgotten: a table."""

from collections.abc import Callable, Iterable, Mapping

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.processes.parallel_process import ParallelProcess

Likely = Callable[[Answers], bool]


def _answered_yes(question: str) -> Likely:
    return lambda answers: answers.choice(question) == "yes"


def _ticked(event: str) -> Likely:
    return lambda answers: event in answers.chosen("death.events")


# By kind: when the answers make it likely, and what they say.
SUGGESTED: Mapping[str, tuple[Likely, str]] = {
    "inquest": (_answered_yes("death.coroner_informed"), "The coroner has been informed"),
    "results_awaited": (_answered_yes("death.post_mortem"), "There will be a post-mortem"),
    "criminal_proceedings": (_ticked("violence_or_maltreatment"), "Violence or maltreatment is ticked"),
    "rapid_review": (_ticked("violence_or_maltreatment"), "Violence or maltreatment is ticked"),
}


def not_yet_recorded(answers: Answers, processes: Iterable[ParallelProcess]) -> list[tuple[str, str]]:
    """The likely kinds that were never recorded for the case, each with what the notification says."""
    recorded = {process.kind for process in processes if not process.withdrawn}
    likely = ((kind, says) for kind, (holds, says) in SUGGESTED.items() if holds(answers))
    return [(kind, says) for kind, says in likely if kind not in recorded]
