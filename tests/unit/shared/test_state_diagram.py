"""State diagrams are drawn from the tables that decide."""

from shared.state_diagram import mermaid


def test_a_diagram_has_a_beginning_every_step_and_an_end() -> None:
    drawn = mermaid({"asked for": {"returned", "late"}, "late": {"returned"}, "returned": set()})
    assert drawn.splitlines() == [
        "stateDiagram-v2",
        "    [*] --> asked_for",
        "    asked_for --> late",
        "    asked_for --> returned",
        "    late --> returned",
        "    returned --> [*]",
    ]
