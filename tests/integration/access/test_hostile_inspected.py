"""Hostile files, one of every kind, as the process that reads documents judges them."""

import pytest

from services.notifications.domain.documents.inspecting import Inspected, inspect_document
from services.notifications.domain.documents.refusals import DocumentNotTaken
from tests.integration.access.hostile_builders import PAYLOAD
from tests.integration.access.hostile_files import BUILDERS, REFUSED, Hostile, hostile_files

FILES = list(hostile_files(len(BUILDERS)))


def inspected(file: Hostile) -> Inspected | None:
    try:
        return inspect_document(file.content)
    except DocumentNotTaken as refused:
        return None if refused.says else Inspected("", 0, "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.family)
def test_a_hostile_file_is_refused_in_words_or_nothing_of_its_payload_is_kept(file: Hostile) -> None:
    if found := inspected(file):
        assert file.becomes != REFUSED
        assert found.kind
        assert PAYLOAD not in found.kept
