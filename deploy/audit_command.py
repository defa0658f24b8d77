"""``cdop audit``: verify what the audit says, export it for an outsider, and anchor it now."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.command_place import place_named, plain_errors, say
from shared.loading import loading

if TYPE_CHECKING:
    from deploy.host import Installation
    from shared.auditing.faults import Fault
    from shared.auditing.links import Seal
    from shared.auditing.signing import PublicKeys
    from shared.auditing.verifying import Place
    from shared.storage import Database

audit = typer.Typer(help="Verify the audit, export it for an outsider, anchor it.", no_args_is_help=True)
OneService = Annotated[
    str, typer.Option("--service", help="One only: notifications, panel, theming; accounts: who signs in.")
]
Anchors = Annotated[
    list[Path] | None,
    typer.Option(exists=True, dir_okay=False, help="A file of anchors kept elsewhere; may be repeated."),
]
PublicKey = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Public keys, as 'cdop audit public-key' printed them."),
]


@audit.command()
def verify(
    file: Annotated[
        Path | None,
        typer.Argument(
            exists=True, dir_okay=False, help="A file of 'cdop audit export'; without it the databases."
        ),
    ] = None,
    service: OneService = "",
    anchors: Anchors = None,
    public_key: PublicKey = None,
    sealed_within: Annotated[
        int, typer.Option(min=0, help="Minutes after which an entry should have been sealed.")
    ] = 15,
) -> None:
    """Find every changed, removed, inserted or reordered entry. Exits with 0 only if all is well."""
    with plain_errors():
        found = 0
        faults = (
            _in_file(file, anchors, public_key)
            if file
            else _in_databases(service, anchors, public_key, sealed_within)
        )
        for fault in faults:
            say(str(fault))
            found += 1
        if found:
            say(f"{found} {'fault' if found == 1 else 'faults'}. The audit is not as it was written.")
            raise typer.Exit(1)
        say("All is well: every entry is what was written, and in its place.")


@audit.command()
def export(file: Path, service: OneService = "", anchors: Anchors = None) -> None:
    """Write what an outsider needs to verify the audit, without the database and without a secret key."""
    with plain_errors(), place_named(service, or_accounts=True) as place:
        from shared.auditing.exports import write_export

        kept = _anchors(place, anchors)
        places = [(name, _place(place, name)) for name in _used(place, service, kept)]
        written = write_export(file, places, _public_keys(place, None).pem, kept, datetime.now(UTC))
        say(
            f"{written:,} entries and {len(kept)} anchors are in {file}. It names who read which case:"
            " hand it over as you would the audit itself, and give the public key another way."
        )


@audit.command()
def anchor(
    folder: Annotated[Path | None, typer.Argument(help="Where to; else CDOP_AUDIT_ANCHORS_FOLDER.")] = None,
    service: OneService = "",
) -> None:
    """Write the last seal of each service to its file of anchors now, and print it."""
    with plain_errors(), place_named(service, or_accounts=True) as place:
        from shared.auditing.anchors import anchor as write
        from shared.auditing.stored import last_seal

        named = folder or _folder(place)
        for name, database in _databases(place, service).items():
            with database.session() as session:
                seal = last_seal(session, name)
            if seal is None:
                say(f"{name}: nothing is sealed yet.")
                continue
            file = f" Written to {write(named, seal)}." if named else ""
            say(f"{name}: position {seal.to_position}, sealed {seal.at:%d %B %Y at %H:%M:%S} UTC.{file}")
            say(f"  chain {seal.chain.hex()}")
            say(f"  key {seal.key_id}")


@audit.command("public-key")
def public_key(service: OneService = "") -> None:
    """Print the public keys that check the seals; give them to whoever is to verify."""
    with plain_errors(), place_named(service, or_accounts=True) as place:
        typer.echo(_public_keys(place, None).pem, nl=False)


def _in_databases(
    service: str, anchors: Sequence[Path] | None, public_key: Path | None, sealed_within: int
) -> "Iterator[Fault]":
    with place_named(service, or_accounts=True) as place:
        with loading():
            from datetime import timedelta

            from shared.auditing.verifying import Check, merged
            from shared.auditing.verifying import verify as check

        kept, pem = _anchors(place, anchors), _public_keys(place, public_key).pem
        for name in _used(place, service, kept):
            marking, where = place.settings.marking_keys(name), _place(place, name)
            within = timedelta(minutes=sealed_within)
            one = Check(name, where, marking, pem, datetime.now(UTC), within)
            yield from merged(check(one, kept, _Progress(name).tell))


def _in_file(file: Path, anchors: Sequence[Path] | None, public_key: Path | None) -> "Iterator[Fault]":
    with loading():
        from shared.auditing.anchors import anchors_in
        from shared.auditing.exports import public_keys_in, verify_file
        from shared.auditing.signing import read_public_keys
        from shared.auditing.verifying import merged

    if public_key is None:
        say(
            "The public key is the file's own, and proves nothing unless you know it another way"
            " (--public-key)."
        )
    public = read_public_keys(public_key.read_text() if public_key else public_keys_in(file))
    say(f"Checked with the public keys {', '.join(public.keys)}.")
    yield from merged(verify_file(file, public, [*anchors_in(anchors or ())], _Progress("entries").tell))


def _databases(place: "Installation", service: str) -> "Mapping[str, Database]":
    """Those of every service here and the accounts; of one if it is named."""
    every = place.every_database
    if service and service not in every:
        raise LookupError("There are no accounts here: CDOP_ACCOUNTS_DATABASE_URL names none.")
    return {service: every[service]} if service else every


def _used(place: "Installation", service: str, anchors: "Sequence[Seal]") -> Sequence[str]:
    """Those to check, without accounts in which nobody ever did anything, nor an anchor says that they did.

    Where a provider signs people in, that is how they stay.
    """
    from shared.accounts.app import NAME

    return [
        name
        for name, database in _databases(place, service).items()
        if name != NAME or any(each.service == name for each in anchors) or not _is_empty(database)
    ]


def _is_empty(database: "Database") -> bool:
    from shared.auditing.stored import is_empty

    with database.session() as session:
        return is_empty(session)


def _place(place: "Installation", service: str) -> "Place":
    from shared.auditing.verifying import Place, address_of

    return Place(address_of(place.settings.database_url(service)))


def _folder(place: "Installation") -> Path | None:
    named = place.settings.audit_anchors_folder
    return Path(named) if named else None


def _anchors(place: "Installation", files: Iterable[Path] | None) -> "list[Seal]":
    """Those in the files named, else in the installation's folder."""
    from shared.auditing.anchors import anchors_in

    folder = _folder(place)
    own = sorted(folder.glob("*.jsonl")) if folder else []
    return [*anchors_in(files or own)]


def _public_keys(place: "Installation", file: Path | None) -> "PublicKeys":
    from shared.auditing.signing import read_public_keys

    if file:
        return read_public_keys(file.read_text())
    if place.settings.seal_signing is None:
        raise LookupError(
            "There is no key for the seals here: set CDOP_AUDIT_SIGNING_KEYS, or --public-key FILE."
        )
    return place.settings.seal_signing.public


class _Progress:
    """Says how far it is, on a terminal only."""

    def __init__(self, what: str) -> None:
        self._what = what

    def tell(self, done: int, of: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done >= of else ""
            typer.echo(f"\r{self._what}: {done:,} of {of:,} checked{end}", err=True, nl=False)
