"""Who starts, shares, revives and stops the engines: real processes, real kill -9."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from persistence.engines import ensure_running, local_engines

if TYPE_CHECKING:
    from tests.persistence.engines.conftest import Bench

REPOSITORY = Path(__file__).resolve().parents[3]


def test_the_last_of_two_processes_stops_what_the_first_has_started(bench: Bench) -> None:
    first = bench.user()
    addresses = first.addresses()
    bench.sql(addresses, "CREATE TABLE kept AS SELECT 42 AS figure")
    with bench.valkey(addresses) as client:
        client.set("kept", "yes")
    second = bench.user()
    assert second.addresses() == addresses
    running = bench.processes()
    assert len(running) == 2

    first.leave()
    assert bench.sql(addresses, "SELECT figure FROM kept") == 42
    assert bench.processes() == running

    second.leave()
    assert bench.processes() == []
    assert not any(directory.exists() for directory in bench.run_directories(addresses))

    with local_engines(bench.data) as again, bench.valkey(again) as client:
        assert bench.sql(again, "SELECT figure FROM kept") == 42
        assert client.get("kept") == "yes"


def test_it_is_what_a_laptop_needs(bench: Bench) -> None:
    expected = {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "max_connections": "200",
        "listen_addresses": "",
    }
    with local_engines(bench.data) as addresses, bench.valkey(addresses) as client:
        found = {name: bench.sql(addresses, f"SHOW {name}") for name in expected}
        assert found == expected
        assert bench.sql(addresses, "SHOW server_version").startswith("18.")
        locale = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'apfa'"
        assert bench.sql(addresses, locale) == "bC.UTF-8"
        assert bench.sql(addresses, "SELECT rolname FROM pg_roles WHERE rolsuper") == "apfa"
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        assert client.config_get("appendonly")["appendonly"] == "yes"
        assert client.info("server")["valkey_version"].startswith("9.")


def test_only_what_is_asked_for_is_started(bench: Bench) -> None:
    with local_engines(bench.data, postgres=False) as addresses:
        assert addresses.database_url is None
        assert bench.running() == ["valkey"]
        with local_engines(bench.data, redis=False) as others:
            assert others.redis_url is None
            assert bench.running() == ["postgres", "valkey"]
        assert bench.running() == ["valkey"]
    assert bench.processes() == []


def test_a_killed_user_counts_no_more(bench: Bench) -> None:
    killed, living = bench.user(), bench.user()
    killed.addresses()
    living.addresses()
    killed.kill()
    assert len(bench.processes()) == 2
    living.leave()
    assert bench.processes() == []


def test_engines_whose_users_were_all_killed_are_found_again(bench: Bench) -> None:
    user = bench.user()
    addresses = user.addresses()
    running = bench.processes()
    user.kill()
    assert bench.processes() == running
    with local_engines(bench.data) as found:
        assert found == addresses
        assert bench.processes() == running
    assert bench.processes() == []


def test_a_starter_killed_half_way_does_no_harm(
    bench_at: Callable[[Path], Bench], tmp_path: Path
) -> None:
    bench = bench_at(tmp_path / "data")
    for wait in (0.15, 0.4, 0.8):  # within initdb, or just after
        user = bench.user()
        time.sleep(wait)
        user.kill()
    with local_engines(bench.data) as addresses:
        assert bench.sql(addresses, "SELECT 1") == 1
        assert len(bench.processes()) == 2
    assert bench.processes() == []


def test_killed_engines_are_revived_where_they_were_and_keep_their_data(bench: Bench) -> None:
    with local_engines(bench.data) as addresses:
        bench.sql(addresses, "CREATE TABLE survived AS SELECT 42 AS figure")
        with bench.valkey(addresses) as client:
            client.set("survived", "yes")
        dead = bench.processes()
        for process in dead:
            process.kill()
        psutil.wait_procs(dead, timeout=5)
        tail = next((bench.data / "valkey" / "appendonlydir").glob("*.incr.aof"))
        with tail.open("ab") as stream:
            stream.write(b"*3\r\n$3\r\nSET\r\n$4\r\nha")  # as if it died while writing

        assert ensure_running(bench.data) == addresses

        assert not {process.pid for process in dead} & {p.pid for p in bench.processes()}
        assert bench.sql(addresses, "SELECT figure FROM survived") == 42
        with bench.valkey(addresses) as client:
            assert client.get("survived") == "yes"
    assert bench.processes() == []


def test_reviving_what_lives_changes_nothing(bench: Bench) -> None:
    with local_engines(bench.data) as addresses:
        running = bench.processes()
        assert ensure_running(bench.data) == addresses
        assert bench.processes() == running


def test_a_reused_process_id_is_not_taken_for_an_engine(bench: Bench) -> None:
    for name in ("postgres/postmaster.pid", "valkey/valkey.pid"):
        (bench.data / name).write_text(f"{os.getpid()}\n/somewhere\n1\n5432\n/tmp\n\n 1 1\nready\n")
    with local_engines(bench.data) as addresses:
        assert bench.sql(addresses, "SELECT 1") == 1
        assert os.getpid() not in {process.pid for process in bench.processes()}
    assert bench.processes() == []


def test_engines_whose_sockets_were_cleared_away_are_started_anew(bench: Bench) -> None:
    user = bench.user()
    for directory in bench.run_directories(user.addresses()):
        shutil.rmtree(directory)
    with local_engines(bench.data) as addresses, bench.valkey(addresses) as client:
        assert bench.sql(addresses, "SELECT 1") == 1
        assert client.ping()
        assert len(bench.processes()) == 2
    user.leave()


def test_four_processes_start_at_the_same_moment(bench: Bench) -> None:
    users = [bench.user() for _ in range(4)]
    assert len({user.addresses() for user in users}) == 1
    assert len(bench.processes()) == 2
    for user in users:
        user.leave()
    assert bench.processes() == []


def test_arriving_while_the_last_one_leaves(bench: Bench) -> None:
    come_and_go = """
import sys
from pathlib import Path
from persistence.engines import local_engines
from persistence.engines.postgres import Postgres
from persistence.engines.valkey import Valkey
data = Path(sys.argv[1])
for _ in range(8):
    with local_engines(data):
        for engine in (Postgres(data), Valkey(data)):
            run = Path(engine.lifeline.read_text())
            assert engine.answers(run), engine.log.read_text()
"""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", come_and_go, str(bench.data)]
    processes = [subprocess.Popen(command, env=environment) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert bench.processes() == []


def test_ctrl_c_in_one_terminal_does_not_reach_the_engines(bench: Bench) -> None:
    interrupted, other = bench.user(stderr=subprocess.DEVNULL), bench.user()
    interrupted.addresses()
    addresses = other.addresses()
    running = bench.processes()
    os.killpg(interrupted.process.pid, signal.SIGINT)
    interrupted.process.communicate(timeout=10)
    assert bench.processes() == running
    assert bench.sql(addresses, "SELECT 1") == 1
    other.leave()
