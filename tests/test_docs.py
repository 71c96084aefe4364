"""The documentation is true: what can be typed or set is described, and what is linked is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from incidents.reading.values import FINDING_KINDS
from kb.single_sign_on import VARIABLES as SIGN_ON

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
READERS = ("kb/settings.py", "kb/single_sign_on.py")

ENVIRONMENT = re.compile(r"""(?:env_\w+\(|os\.environ(?:\.get)?[(\[])"([A-Z_]+)\"""")
MAKE_VARIABLE = re.compile(r"^([A-Z_]+) \?=|\$\((REQUIRE_[A-Z]+)\)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def commands():
    return sorted(path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py"))


def variables():
    in_settings = [name for file in READERS for name in ENVIRONMENT.findall((ROOT / file).read_text("utf8"))]
    in_make = ["".join(groups) for groups in MAKE_VARIABLE.findall((ROOT / "Makefile").read_text("utf8"))]
    return sorted({*in_settings, *in_make, *(name for names in SIGN_ON.values() for name in names)})


def links():
    for path in PAGES:
        for target in LINK.findall(path.read_text("utf8")):
            if not target.startswith(("http:", "https:", "mailto:")):
                yield pytest.param(path, target, id=f"{path.name}->{target}")


@pytest.mark.parametrize("command", commands())
def test_every_command_is_described(command):
    assert f"\n## {command}\n" in (DOCS / "commands.md").read_text("utf8")


@pytest.mark.parametrize("variable", variables())
def test_every_setting_is_described(variable):
    assert f"| `{variable}` |" in (DOCS / "running.md").read_text("utf8")


@pytest.mark.parametrize("kind", FINDING_KINDS)
def test_every_finding_kind_is_described(kind):
    assert f"**{kind}**" in (DOCS / "adding-a-finding-kind.md").read_text("utf8")


@pytest.mark.parametrize("page, target", list(links()))
def test_every_link_leads_somewhere(page, target):
    assert (page.parent / target).exists()


def test_every_page_is_on_the_index():
    index = (DOCS / "index.md").read_text("utf8")
    assert [page.name for page in DOCS.glob("*.md") if page.name != "index.md" and f"({page.name})" not in index] == []


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text("utf8").splitlines()) <= 120


def test_the_settings_are_one_short_file():
    assert len((ROOT / "kb" / "settings.py").read_text("utf8").splitlines()) <= 200
