"""``cdop account``: add local accounts, give them roles, end them. Imports are inside the commands."""

from typing import Annotated

import typer

from deploy.command_place import plain_errors
from shared.loading import loading

account = typer.Typer(help="Accounts of this installation's own, where there is no provider of identities.")
Name = Annotated[str, typer.Argument(help="What the account is called: small letters, digits, . - _")]
Roles = Annotated[
    list[str], typer.Option("--role", help="A role, for example cdr_manager; may be given again.")
]


@account.command()
def add(
    name: Name,
    roles: Roles,
    person: Annotated[str, typer.Option(help="Whose it is, as others see it.")],
    organisation: Annotated[str, typer.Option(help="Where they work.")] = "",
) -> None:
    """Add an account and print the link by which its person sets it up: good once, for a day."""
    with plain_errors():
        with loading():
            from deploy.local_accounts import added
            from shared.settings import load_settings

        typer.echo(added(load_settings(), name, person, organisation, roles))


@account.command()
def roles(name: Name, roles: Roles) -> None:
    """Give an account these roles and no others; whoever is signed in with it is signed out."""
    with plain_errors():
        with loading():
            from deploy.local_accounts import given_roles
            from shared.settings import load_settings

        given_roles(load_settings(), name, roles)


@account.command()
def end(name: Name) -> None:
    """End an account: it signs in no more, and whoever is signed in with it is signed out."""
    with plain_errors():
        with loading():
            from deploy.local_accounts import ended
            from shared.settings import load_settings

        ended(load_settings(), name)
