"""`apfa user`: accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from domain.access import Role
from graph.commands.output import AsJson, plain_table, print_json
from graph.commands.running import console, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from domain.accounts.user import User
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="Create and list accounts.")


@app.command()
@examples("apfa user add ada@example.org", "apfa user add ada@example.org --role ADMIN --json")
def add(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.USER,
    as_json: AsJson = False,
) -> None:
    """Create an account and print its one-time password.

    The password is shown this once; whoever signs in with it is asked to choose another.
    """
    from domain.accounts.management import create_user, one_time_password
    from graph.commands.shapes import user_shape

    password = one_time_password()

    async def act(resources: Resources) -> User:
        return await create_user(
            email,
            role,
            password,
            unit_of_work=resources.unit_of_work,
            passwords=resources.passwords,
            one_time=True,
        )

    user = with_resources(act)
    if as_json:
        print_json({**user_shape(user), "oneTimePassword": password})
    else:
        console.print(f"{user.email}  {role}  one-time password: [bold]{password}[/bold]")


@app.command("list")
@examples("apfa user list", "apfa user list --json | jq -r '.[].email'")
def list_users(as_json: AsJson = False) -> None:
    """List all accounts, oldest first."""
    from graph.commands.shapes import user_shape

    async def act(resources: Resources) -> list[User]:
        async with resources.unit_of_work() as work:
            return await work.accounts.users()

    users = with_resources(act)
    if as_json:
        print_json([user_shape(user) for user in users])
        return
    table = plain_table("address", "role", "created", "state")
    for user in users:
        state = "disabled" if user.disabled else "active"
        table.add_row(user.email, user.role, f"{user.created_at:%Y-%m-%d %H:%M}", state)
    console.print(table)
