"""Everything that is looked at, in one go; what does not depend on another is asked at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic_settings import BaseSettings

from graph.doctor.configuration import Setting, check_settings, settings_in_use
from graph.doctor.finding import PATIENCE_SECONDS, Finding, Standing
from graph.doctor.installation import check_installation, check_tables
from graph.doctor.machine import (
    check_data_directory,
    check_encoder,
    check_packages,
    versions_in_use,
)
from graph.doctor.services import (
    Database,
    check_cache,
    check_objects,
    check_postgres,
    check_redis,
)
from jobs.settings import JobSettings
from persistence.database import POSTGRES_AWAY
from persistence.settings import PersistenceSettings

T = TypeVar("T", bound=BaseSettings)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, section by section, with the settings and versions that it was found with."""

    settings: Sequence[Setting]
    versions: Mapping[str, str | None]
    sections: Mapping[str, Sequence[Finding]]

    @property
    def standing(self) -> Standing:
        """The worst of all findings."""
        found = {finding.standing for finding in self._findings()}
        order = (Standing.PROBLEM, Standing.WARNING, Standing.OK)
        return next(standing for standing in order if standing in found)

    @property
    def todo(self) -> list[str]:
        """What to do, each once, problems first."""
        findings = self._findings()
        urgent = [each.todo for each in findings if each.standing is Standing.PROBLEM]
        return [todo for todo in dict.fromkeys([*urgent, *(f.todo for f in findings)]) if todo]

    def _findings(self) -> list[Finding]:
        return [finding for found in self.sections.values() for finding in found]


async def diagnose() -> Diagnosis:
    """Look at everything, within some seconds even if nothing answers. Starts and changes nothing."""
    versions = await asyncio.to_thread(versions_in_use)
    store, jobs = _readable(PersistenceSettings), _readable(JobSettings)
    machine = [check_packages(versions)]
    sections = {"Settings": check_settings(), "This machine": machine}
    digest = None
    if store is not None:
        machine.append(await asyncio.to_thread(check_data_directory, store.data_directory))
    if jobs is not None:
        encoder, digest = await check_encoder(jobs.encoder)
        machine.append(encoder)
    if store is not None:
        sections["Services"], database = await _services(store)
        if database is not None:
            sections["Installation"] = await _installation(database, digest)
    return Diagnosis(settings_in_use(), versions, sections)


def _readable(settings: type[T]) -> T | None:
    """Return the settings; None where they are unusable, which their own section tells."""
    try:
        return settings()
    except ValueError:  # of which a ValidationError is one
        return None


async def _services(store: PersistenceSettings) -> tuple[list[Finding], Database | None]:
    others = [check_redis(store), check_objects(store)]
    if store.cache_url is not None:
        others.append(check_cache(store.cache_url))
    (postgres, database), found = await asyncio.gather(
        check_postgres(store), asyncio.gather(*others)
    )
    return [postgres, *found], database


async def _installation(database: Database, digest: str | None) -> list[Finding]:
    tables = check_tables(database)
    if tables.standing is not Standing.OK:
        return [tables]
    try:
        async with asyncio.timeout(2 * PATIENCE_SECONDS):
            return [tables, *await check_installation(database, digest)]
    except (TimeoutError, *POSTGRES_AWAY) as error:
        says = f"they cannot be read: {type(error).__name__}"
        return [Finding("tables", says, Standing.PROBLEM, "apfa doctor")]
