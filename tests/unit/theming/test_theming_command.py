import json

from services.theming.theming_command import theme_lines


def answers(*lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in theme_lines(lines)]


def test_each_line_is_answered_with_its_id_and_its_themes() -> None:
    text = "Mother smokes. There was no co-sleeping."
    (answer,) = answers(json.dumps({"id": "a1", "text": text}))
    assert answer == {
        "id": "a1",
        "themes": [
            {
                "theme": "smoke_exposure",
                "assertion": "affirmed",
                "evidence": [{"start": 7, "end": 13, "text": "smokes"}],
            },
            {
                "theme": "unsafe_sleep_surface",
                "assertion": "negated",
                "evidence": [{"start": 28, "end": 39, "text": "co-sleeping"}],
            },
        ],
    }


def test_a_bad_line_gives_an_error_and_the_run_goes_on() -> None:
    given = [
        "not json",
        '["a"]',
        '{"id": 2}',
        '{"id": 3, "text": 7}',
        '{"id": 4, "text": null}',
        '{"id": 5, "text": ""}',
        "",
        "[" * 100_000,
    ]
    found = answers(*given)
    assert [one["id"] for one in found] == [None, None, 2, 3, 4, 5, None]
    assert all("error" in one for one in found if one["id"] != 5)
    assert found[5] == {"id": 5, "themes": []}
    assert all(one["themes"] == [] for one in found)


def test_half_a_character_does_not_stop_the_run_or_shift_what_follows() -> None:
    first, second = answers('{"id": 1, "text": "a\\ud800b. Mother smokes."}', '{"id": "\\ud800", "text": ""}')
    assert [one["evidence"] for one in first["themes"]] == [[{"start": 12, "end": 18, "text": "smokes"}]]  # type: ignore[index,attr-defined]
    assert second["themes"] == []
