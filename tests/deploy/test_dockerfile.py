"""The image's recipe, read: what it names is there, and what it makes runs as nobody in particular."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
Instructions = list[tuple[str, str]]


def final_stage(instructions: Instructions) -> Instructions:
    starts = [place for place, (name, _) in enumerate(instructions) if name == "FROM"]
    return instructions[starts[-1] :]


def test_what_it_copies_is_there_and_reaches_the_builder(dockerfile: Instructions) -> None:
    sent = set(re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    copied = {
        source
        for name, rest in dockerfile
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    assert all((ROOT / source).exists() for source in copied)
    assert copied == sent


def test_it_copies_every_package_and_what_the_build_reads(dockerfile: Instructions) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    copied = " ".join(rest for name, rest in dockerfile if name == "COPY").split()
    needed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    needed += [project["project"]["readme"], *project["project"]["license-files"]]
    assert set(needed) <= set(copied)


def test_its_python_is_pinned_and_one_that_apfa_supports(dockerfile: Instructions) -> None:
    images = [rest.split()[0] for name, rest in dockerfile if name == "FROM"]
    stages = {rest.split()[-1] for name, rest in dockerfile if name == "FROM" and " AS " in rest}
    (base,) = set(images) - stages
    version = re.fullmatch(r"python:(3)\.(\d+)\.\d+-slim-\w+", base)
    assert version is not None
    assert tuple(map(int, version.groups())) >= (3, 11)


def test_it_runs_as_a_user_that_is_not_root_and_has_a_name(dockerfile: Instructions) -> None:
    last = final_stage(dockerfile)
    (user,) = [rest for name, rest in last if name == "USER"]
    number = user.partition(":")[0]
    assert int(number) > 0
    assert any(name == "RUN" and f"useradd --uid {number} " in rest for name, rest in last)


def test_nothing_is_built_or_fetched_in_the_final_stage(dockerfile: Instructions) -> None:
    commands = " ".join(rest for name, rest in final_stage(dockerfile) if name == "RUN")
    assert not re.search(r"\b(pip|apt|apt-get|gcc|curl|wget|git)\b", commands)
    assert not [rest for _, rest in dockerfile if re.search(r"https?://", rest)]


@pytest.mark.slow
def test_what_it_installs_has_the_commands_that_it_runs(
    dockerfile: Instructions, installed: Path, image_environment: Any
) -> None:
    (entry_point,) = [json.loads(rest) for name, rest in dockerfile if name == "ENTRYPOINT"]
    (default,) = [json.loads(rest) for name, rest in dockerfile if name == "CMD"]
    (probe,) = [rest for name, rest in dockerfile if name == "HEALTHCHECK"]
    for command in ([*entry_point, *default], json.loads(probe.partition(" CMD ")[2])):
        program, *words = command
        assert (installed / program).exists()
        said = subprocess.run(
            [installed / program, *words, "--help"],
            env=image_environment,
            cwd=installed,
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 0, said.stderr
        assert "Usage" in said.stdout
