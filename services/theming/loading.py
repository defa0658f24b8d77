"""What the statistics need and takes long to load: loaded while nobody waits for it."""


def load_for_statistics() -> None:
    """The solvers that protect a table and the library that draws it: seconds, once in a process."""
    import altair  # noqa: F401
    import vl_convert  # noqa: F401

    import services.theming.disclosure.years  # noqa: F401
