"""`apfa user`: accounts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from domain.access import Role
from graph.commands.output import AsJson, print_json, print_rows
from graph.commands.resources import console, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from domain.accounts.user import User
    from persistence.bootstrap import Resources

app = typer.Typer(
    no_args_is_help=True, help="Create and list accounts; hand out and erase answers."
)


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
    rows = [
        (
            (
                user.email,
                user.role,
                "disabled" if user.disabled else "active",
                f"{user.created_at:%Y-%m-%d}",
            ),
            "",
        )
        for user in users
    ]
    print_rows(("address", "role", "state", "created"), rows)


@app.command()
@examples(
    "apfa user export ada@example.org > ada.jsonl",
    "apfa user export ada@example.org --output ada.jsonl",
)
def export(
    email: Annotated[str, typer.Argument(help="The person's address.")],
    output: Annotated[
        typer.FileTextWrite,
        typer.Option(help="Where to write it; - is standard output.", encoding="utf-8"),
    ] = "-",  # type: ignore[assignment]  # typer opens the file
) -> None:
    """Write out all that is kept of a person's answers, one JSON object a line, newest first.

    Names and ids are those of the API's `exportMyData`, which people can ask for themselves.
    """
    from domain.advice.recording.export import export_advice
    from graph.commands.shapes import record_shape

    async def act(resources: Resources) -> None:
        user = await _user(resources, email)
        async for record in export_advice(user.id, unit_of_work=resources.unit_of_work):
            output.write(json.dumps(record_shape(record), ensure_ascii=False) + "\n")

    with_resources(act)


@app.command()
@examples("apfa user erase ada@example.org", "apfa user erase ada@example.org --yes --json")
def erase(
    email: Annotated[str, typer.Argument(help="The person's address.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase all of a person's answers for good; the account and its documents stay.

    What remains of each is a hash that tells nothing, so that `apfa audit verify` still proves the rest.
    """
    from domain.advice.recording.erase import erase_advice
    from domain.advice.recording.history import ALL_OF_IT

    if not yes:
        typer.confirm(f"Erase all answers of {email} for good?", abort=True, err=True)

    async def act(resources: Resources) -> int:
        user = await _user(resources, email)
        return await erase_advice(ALL_OF_IT, user.id, unit_of_work=resources.unit_of_work)

    erased = with_resources(act)
    if as_json:
        print_json({"erased": erased})
    else:
        console.print(f"{erased:,} answers erased")


async def _user(resources: Resources, email: str) -> User:
    from domain.errors import NotFound

    async with resources.unit_of_work() as work:
        user = await work.accounts.by_email(email)
    if user is None:
        raise NotFound("account", email)
    return user
