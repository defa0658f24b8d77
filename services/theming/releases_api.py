"""Released statistics for programs: what is out, and its files as they were released."""

from datetime import date, datetime
from typing import Annotated, ClassVar

from fastapi import Depends, Path, Response
from pydantic import ConfigDict

from services.theming.actions.releases.take_release_file import take_release_file
from services.theming.api import KEY, NOT_MODIFIED, Wants, described_files
from services.theming.api_answers import Answer, PolicyAnswer
from services.theming.conditional import Conditional
from services.theming.domain.clients.client import check_scope
from services.theming.domain.london_days import london_day
from services.theming.domain.releases.release import StatisticsRelease
from services.theming.queries import releases as kept
from shared.disclosure.policies import POLICIES
from shared.errors import NotFound
from shared.storage import Transaction
from shared.web import ApiRouter, Tx

releases_api = ApiRouter(dependencies=[Depends(KEY)])
ReleaseId = Annotated[str, Path(description="The number of the release", examples=["S-0001"])]
FileName = Annotated[str, Path(description="The name of one of its files", examples=["table-01.csv"])]


class FileAnswer(Answer):
    model_config = ConfigDict(from_attributes=True)
    called: ClassVar[str] = "files"
    name: str
    sha256: str
    size: int


class ReleaseAnswer(Answer):
    """``data_as_of``: the instant at which its tables were counted."""

    called: ClassVar[str] = "releases"
    id: str
    title: str
    purpose: str
    policy: PolicyAnswer
    basis: str
    data_as_of: datetime
    released_on: date
    files: list[FileAnswer]


class ReleasesAnswer(Answer):
    releases: list[ReleaseAnswer]


@releases_api.get("/v1/releases", name="api_v1_releases", tags=["releases"])
def releases(tx: Tx) -> ReleasesAnswer:
    """Everything that is out and past its embargo, the newest first."""
    check_scope(tx.person, "releases:read")
    found = [each for each in kept.releases(tx) if each.shown_on(london_day(tx.at))]
    tx.audit("read_releases", reading=True)
    return ReleasesAnswer(releases=[_release(tx, each) for each in found])


@releases_api.get("/v1/releases/{release_id}", name="api_v1_release", tags=["releases"])
def release(tx: Tx, release_id: ReleaseId) -> ReleaseAnswer:
    """One release. What is withdrawn, or under an embargo, is not there."""
    found = _out(tx, release_id)
    tx.audit("read_release", subject=found.id, reading=True)
    return _release(tx, found)


@releases_api.get(
    "/v1/releases/{release_id}/files/{file}",
    name="api_v1_release_file",
    tags=["releases"],
    response_class=Response,
    responses={
        200: {
            "content": {**described_files("csv", "ods", "xlsx"), "text/html": {}},
            "description": "The file",
        },
        **NOT_MODIFIED,
    },
)
def release_file(tx: Tx, release_id: ReleaseId, file: FileName, wants: Wants) -> Response:
    """A file as it was released, to the byte: its SHA-256 stands in the release."""
    # Here and not above: what makes the files is loaded where they are given, and nowhere else.
    from services.theming.releases.files import downloaded_as, media_of

    found = _out(tx, release_id)
    held = Conditional(wants.if_none_match, found.id, str(found.round), file)
    _, content = take_release_file(tx, release_id=found.id, name=file)
    if held.still_holds:
        return held.not_modified()
    headers = {"Content-Disposition": f'attachment; filename="{downloaded_as(found, file)}"'}
    return held.tagged(Response(content, media_type=media_of(file), headers=headers))


def _out(tx: Transaction, release_id: str) -> StatisticsRelease:
    """Only what is out, also for those who prepare others. Raises NotFound."""
    check_scope(tx.person, "releases:read")
    found = kept.release(tx, release_id)
    if not found.shown_on(london_day(tx.at)):
        raise NotFound(kept.NOT_THERE)
    return found


def _release(tx: Transaction, found: StatisticsRelease) -> ReleaseAnswer:
    assert found.released_at is not None
    return ReleaseAnswer(
        id=found.id,
        title=found.title,
        purpose=found.purpose,
        policy=_policy(found),
        basis=found.basis,
        data_as_of=found.data_as_of,
        released_on=found.embargo_on or london_day(found.released_at),
        files=[
            FileAnswer(name=row.name, sha256=row.sha256, size=row.size) for row in kept.files_of(tx, found)
        ],
    )


def _policy(found: StatisticsRelease) -> PolicyAnswer:
    held = (found.policy, found.policy_version)
    policy = next(each for each in POLICIES if (each.name, each.version) == held)
    return PolicyAnswer(**{name: getattr(policy, name) for name in PolicyAnswer.model_fields})
