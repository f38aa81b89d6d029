"""Folders that are removed once their makers are gone, whoever is left to do it."""

import signal
import subprocess
import sys
from pathlib import Path

from persistence.folders import remove_left_behind, working_folder

MAKER = """
import sys, time
from pathlib import Path
from persistence.folders import working_folder
with working_folder(Path(sys.argv[1]), "tmp") as folder:
    (folder / "file").write_bytes(b"x")
    print(folder.name, flush=True)
    time.sleep(60)
"""


def names(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()}


def test_what_a_killed_process_left_goes_and_what_a_living_one_has_stays(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as maker:
        assert maker.stdout is not None
        theirs = maker.stdout.readline().strip()
        (tmp_path / "another").mkdir()
        with working_folder(tmp_path, "tmp") as ours:
            remove_left_behind(tmp_path, "tmp")
            assert names(tmp_path) == {theirs, ours.name, "another"}

            maker.send_signal(signal.SIGKILL)
            maker.wait()
            remove_left_behind(tmp_path, "tmp")
            assert names(tmp_path) == {ours.name, "another"}
    assert names(tmp_path) == {"another"}


def test_a_folder_that_got_another_name_is_kept(tmp_path: Path) -> None:
    with working_folder(tmp_path, ".") as folder:
        (folder / "file").write_bytes(b"x")
        folder.rename(tmp_path / "complete")
    remove_left_behind(tmp_path, ".")
    assert (tmp_path / "complete" / "file").read_bytes() == b"x"
