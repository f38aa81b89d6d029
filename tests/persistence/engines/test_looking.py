"""Looking at the local engines from outside: nothing is started, nothing made."""

from pathlib import Path

from persistence.engines import local_engines
from persistence.engines.looking import look_at_postgres, look_at_valkey
from persistence.inspection import inspect_redis


async def test_an_engine_is_seen_before_while_and_after_it_runs(tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = look_at_valkey(data)
    assert (before.has_data, before.address) == (False, None)
    assert not data.exists()
    with local_engines(data, postgres=False) as engines:
        running = look_at_valkey(data)
        assert running.address == engines.redis_url
        assert running.address is not None
        facts = await inspect_redis(running.address)
        assert (facts.product, facts.eviction) == ("Valkey", "noeviction")
        postgres = look_at_postgres(data)
        assert (postgres.has_data, postgres.address) == (False, None)
    after = look_at_valkey(data)
    assert (after.has_data, after.address) == (True, None)
