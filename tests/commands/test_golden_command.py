from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from domain.documents.document import DocumentDraft, Visibility
from domain.identifiers import new_id
from persistence.bootstrap import Resources
from tests.commands.test_json_output import fields_of

Apfa = Callable[..., Awaitable[Any]]


async def test_golden_questions_by_command(on_engines: Apfa, resources: Resources) -> None:
    assert (await on_engines("index", "golden", "list", "--json")).json() == []
    drafts = [DocumentDraft("It ends at 78 %.", "PMI", name) for name in "ab"]
    async with resources.unit_of_work() as work:
        await work.documents.add(drafts, owner_id=new_id(), visibility=Visibility.PUBLIC)
        await work.commit()
    add = ("index", "golden", "add", "When does PMI end?")
    (added,) = (await on_engines(*add, "--reference", "a", "--reference", "b", "--json")).json()
    assert added.keys() <= fields_of("GoldenQuestion")
    assert (added["question"], added["references"]) == ("When does PMI end?", ["a", "b"])
    again = await on_engines(*add, "--reference", "a")
    assert (again.code, again.err) == (
        1,
        "apfa: this question is among the golden questions already\n",
    )
    unknown = await on_engines(*add, "--reference", "a", "--reference", "c")
    assert (unknown.code, unknown.err) == (
        1,
        "apfa: references: no public document has the reference c\n",
    )
    nothing = await on_engines("index", "golden", "add", "When?")
    assert nothing.code == 1
    assert "name 1 to 50 references" in nothing.err
    assert len((await on_engines("index", "golden", "seed", "--json")).json()) >= 40
    listed = await on_engines("index", "golden", "list")
    assert "When does PMI end?" in listed.out
    assert (await on_engines("index", "golden", "grow", "--json")).json() == []
    removed = await on_engines("index", "golden", "remove", "When does PMI end?")
    assert removed.code == 0
    gone = await on_engines("index", "golden", "remove", "When does PMI end?")
    assert (gone.code, gone.err) == (1, "apfa: there is no golden question “When does PMI end?”\n")
