"""`apfa user`: accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from domain.access import Role
from graph.commands.running import console, with_resources

if TYPE_CHECKING:
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="Create and list accounts.")


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.USER,
) -> None:
    """Create an account and print its one-time password.

    Example: apfa user add ada@example.org --role ADMIN
    """
    from domain.accounts.management import create_user, one_time_password

    password = one_time_password()

    async def act(resources: Resources) -> None:
        await create_user(
            email,
            role,
            password,
            unit_of_work=resources.unit_of_work,
            passwords=resources.passwords,
            one_time=True,
        )

    with_resources(act)
    console.print(f"{email}  {role}  one-time password: [bold]{password}[/bold]")


@app.command("list")
def list_users() -> None:
    """List all accounts."""
    from rich.table import Table

    async def act(resources: Resources) -> Table:
        table = Table("address", "role", "created", "state")
        async with resources.unit_of_work() as work:
            for user in await work.accounts.users():
                state = "disabled" if user.disabled else "active"
                table.add_row(user.email, user.role, f"{user.created_at:%Y-%m-%d %H:%M}", state)
        return table

    console.print(with_resources(act))
