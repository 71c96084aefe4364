import subprocess

import pytest


def git(folder, *arguments):
    return subprocess.run(["git", *arguments], cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def commit(folder, text):
    git(folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--allow-empty", "-m", text)


@pytest.fixture
def checkout(tmp_path):
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "origin")
    commit(tmp_path / "origin", "First")
    git(tmp_path / "origin", "tag", "v1.4")
    commit(tmp_path / "origin", "Second")
    git(tmp_path, "clone", "--quiet", f"file://{tmp_path}/origin", "clone")
    return tmp_path / "clone"


def test_the_version_is_the_last_tag(checkout):
    assert git(checkout, "describe", "--tags", "--abbrev=0") == "v1.4"
