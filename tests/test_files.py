"""Files are replaced at once, and stay what they were: their owner, their mode, their other names."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from flake8_mp import files
from flake8_mp.files import replace_bytes

pytestmark = pytest.mark.skipif(os.name == "nt", reason="owners and links of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_mode_and_link(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_bytes(b"old")
    real.chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    replace_bytes(tmp_path / "link", b"new")
    assert (real.read_bytes(), stat.S_IMODE(real.stat().st_mode)) == (b"new", 0o640)
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("data", [b"longer than before", b"", b"x"])
def test_other_names_of_a_file_stay_its_names(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old content")
    (tmp_path / "b.py").hardlink_to(path)
    replace_bytes(path, data)
    assert (tmp_path / "b.py").read_bytes() == data
    assert path.samefile(tmp_path / "b.py")
    assert names(tmp_path) == ["a.py", "b.py"]


def test_a_disk_that_is_full_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old content")
    (tmp_path / "b.py").hardlink_to(path)
    real = os.write

    def write(descriptor: int, data: memoryview) -> int:
        if bytes(data).startswith(b"new"):
            real(descriptor, data[:3])
            raise OSError(28, "No space left on device")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(OSError, match="No space left"):
        replace_bytes(path, b"new content that is longer")
    assert path.read_bytes() == b"old content"
    assert names(tmp_path) == ["a.py", "b.py"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_root_leaves_a_file_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    path.chmod(0o664)
    os.chown(path, 12345, 54321)
    replace_bytes(path, b"new")
    status = path.stat()
    assert (path.read_bytes(), status.st_uid, status.st_gid) == (b"new", 12345, 54321)
    assert stat.S_IMODE(status.st_mode) == 0o664


def test_an_owner_that_cannot_be_kept_is_kept_by_writing_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    monkeypatch.setattr(files, "_give", lambda new, like: False)
    before = path.stat().st_ino
    replace_bytes(path, b"new content")
    assert (path.read_bytes(), path.stat().st_ino) == (b"new content", before)
    assert names(tmp_path) == ["a.py"]
