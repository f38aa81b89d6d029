from pathlib import Path

import pytest
from pydantic import ValidationError

from persistence.database import asyncpg_url
from persistence.settings import PersistenceSettings


def test_without_urls_everything_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "OBJECTS_URL", "DATA_DIRECTORY"):
        monkeypatch.delenv(f"APFA_{name}", raising=False)
    settings = PersistenceSettings()
    assert settings.database_url is None
    assert settings.redis_url is None
    assert settings.objects_url is None
    assert settings.data_directory == Path(".apfa")


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APFA_DATABASE_URL", "postgresql://apfa@db/apfa")
    monkeypatch.setenv("APFA_REDIS_URL", "")
    settings = PersistenceSettings()
    assert settings.database_url == "postgresql://apfa@db/apfa"
    assert settings.redis_url is None  # an empty variable is none


@pytest.mark.parametrize("url", ["mysql://db/apfa", "sqlite:///x.db", "not a url", "postgresql"])
def test_another_kind_of_database_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValidationError):
        PersistenceSettings(database_url=url)


@pytest.mark.parametrize(
    "url",
    ["postgresql://apfa:s%40@db:5432/apfa", "postgresql+asyncpg://apfa:s%40@db:5432/apfa"],
)
def test_both_forms_of_a_url_are_one(url: str) -> None:
    parsed = asyncpg_url(url)
    assert parsed.drivername == "postgresql+asyncpg"
    assert (parsed.password, parsed.host, parsed.database) == ("s@", "db", "apfa")


def test_sslmode_is_handed_to_the_driver_under_its_own_name() -> None:
    assert asyncpg_url("postgresql://db/apfa?sslmode=require").query == {"ssl": "require"}
