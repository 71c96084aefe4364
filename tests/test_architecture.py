"""The rules of the folders, checked: which way imports go, and what the pure packages do without."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
PURE = ("incidents/reading", "kb/matching", "kb/drawing")


def modules(folder):
    return sorted((ROOT / folder).rglob("*.py"))


def name(path):
    return path.relative_to(ROOT).as_posix()


def imports(tree):
    """The (line, full name) of everything that is imported anywhere in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{'.' * node.level}{node.module or ''}.{alias.name}") for alias in node.names)


def imported_below(folder, packages):
    return [
        f"{name(path)}:{line} imports {imported}"
        for path in modules(folder)
        for line, imported in imports(ast.parse(path.read_text("utf8")))
        if imported.split(".")[0] in packages
    ]


def test_incidents_know_nothing_of_the_site():
    assert imported_below("incidents", {"kb"}) == []


@pytest.mark.parametrize("folder", PURE)
def test_pure_packages_import_no_framework(folder):
    assert imported_below(folder, {"django", "django_filters", "django_htmx", "dj_database_url"}) == []


@pytest.mark.parametrize("folder", PURE)
def test_pure_packages_know_no_models_settings_or_clock(folder):
    outside = {"incidents.models", "kb.models", "kb.settings", "time"}
    found = [
        line for line in imported_below(folder, {"incidents", "kb", "time"}) if any(f" {o}" in line for o in outside)
    ]
    assert found == []


@pytest.mark.parametrize("folder", PURE)
def test_pure_packages_load_without_django(folder):
    names = [name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in modules(folder)]
    program = f"import sys, {', '.join(names)}; sys.exit('django' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("folder", ["incidents", "kb", "tests", "benchmarks"])
def test_nothing_is_imported_inside_a_function(folder):
    found = [
        f"{name(path)}:{inner.lineno}"
        for path in modules(folder)
        for function in ast.walk(ast.parse(path.read_text("utf8")))
        if isinstance(function, FUNCTIONS)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_our_apps_are_two():
    ours = [app for app in settings.INSTALLED_APPS if (ROOT / app.split(".")[0]).is_dir()]
    assert ours == ["incidents", "kb"]


@pytest.mark.parametrize("folder", PURE)
def test_pure_modules_say_why_they_exist(folder):
    silent = [name(path) for path in modules(folder) if not ast.get_docstring(ast.parse(path.read_text("utf8")))]
    assert silent == []
