"""A request's work with the database ends once, in the thread that did it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, Generic, TypeVar

Held = TypeVar("Held")


class Ending(Generic[Held]):
    """What a context manager holds, from its beginning to its end, which comes once however often told."""

    def __init__(self, opened: AbstractContextManager[Held]) -> None:
        self._opened = opened
        self.is_over = False

    def begin(self) -> Held:
        return self._opened.__enter__()

    def end(self, error: BaseException | None = None) -> None:
        """Commit, or with an error roll back; what then fails is raised."""
        if self.is_over:
            return
        self.is_over = True
        if error is None:
            self._opened.__exit__(None, None, None)
        else:
            self._opened.__exit__(type(error), error, error.__traceback__)


def ending_in_its_thread(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """``endpoint``, but the transaction it was given (``.ending``) ends before it returns.

    A thread that is given back and asked for again only to commit takes longer than the commit, and all
    that time the rows it changed are locked.
    """
    if iscoroutinefunction(endpoint):
        return endpoint

    @wraps(endpoint)
    def run(*given: Any, **named: Any) -> Any:
        endings = [getattr(each, "ending", None) for each in named.values()]
        mine = [each for each in endings if isinstance(each, Ending)]
        try:
            answer = endpoint(*given, **named)
        except BaseException as error:
            for each in mine:
                each.end(error)
            raise
        for each in mine:
            each.end()
        return answer

    return run
