"""What Python, pip, mypy and coverage say of names, modules and types."""

import importlib
import sys
from pathlib import Path

from tools import module, shell, write


def name_error():
    print(totl)  # noqa: F821


def no_module():
    importlib.import_module("shop")


def local(name):
    sys.path.insert(0, str(Path.cwd()))
    importlib.import_module(name)


def not_a_package():
    write(shop__py="")
    local("shop.orders")


def cannot_import():
    write(shop__py="", main__py="from shop import Order")
    local("main")


def circular():
    write(orders__py="from users import User\nclass Order: pass", users__py="from orders import Order")
    local("orders")


def relative():
    write(shop__py="from .orders import Order")
    module("shop")


def syntax():
    write(shop__py="total = 3 3")
    module("shop")


def never_closed():
    write(shop__py="total = sum([1, 2")
    module("shop")


def indent():
    write(shop__py="total = 3\n    total += 1")
    module("shop")


def tabs():
    write(shop__py="if True:\n        total = 3\n\ttotal = 4")
    module("shop")


def no_distribution():
    module("pip", "install", "--no-index", "shop-of-nobody")


def project(name, needs=""):
    folder = Path(name)
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text("")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "setuptools.build_meta"\n'
        f'[project]\nname = "{name}"\nversion = "1"\ndependencies = [{needs}]\n'
    )


def wheel(name, version, needs=""):
    shell_lines = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}", *([f"Requires-Dist: {needs}"] if needs else [])]
    import zipfile

    with zipfile.ZipFile(f"{name}-{version}-py3-none-any.whl", "w") as file:
        info = f"{name}-{version}.dist-info"
        file.writestr(f"{info}/METADATA", "\n".join(shell_lines) + "\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")


def resolution():
    wheel("money", "1.0")
    wheel("money", "2.0")
    wheel("invoices", "1.0", "money<2")
    wheel("payments", "1.0", "money>=2")
    module("pip", "install", "--no-index", "--find-links", ".", "--target", "out", "invoices", "payments")


def wrong_wheel():
    write(**{"money-1__0-cp27-none-win32__whl": ""})
    module("pip", "install", "--no-index", "./money-1.0-cp27-none-win32.whl")


def build_failed():
    Path("shop").mkdir()
    Path("shop/setup.py").write_text("raise RuntimeError('no compiler')")
    module("pip", "install", "--no-index", "--no-build-isolation", "./shop")


def not_installable():
    Path("shop").mkdir()
    module("pip", "install", "--no-index", "./shop")


def no_requirements():
    module("pip", "install", "-r", "requirements-test.txt")


def mypy(source):
    write(shop__py=source)
    module("mypy", "--no-incremental", "--cache-dir=/dev/null", "shop.py")


def mypy_assignment():
    mypy("total: int = 3\ntotal = 'three'")


def mypy_argument():
    mypy("def pay(amount: int) -> None: ...\npay('three')")


def mypy_stub():
    mypy("import shop_of_nobody")


def mypy_none():
    mypy("import re\nre.match('a', 'b').group()")


def mypy_return():
    mypy("def total(paid: bool) -> int:\n    if paid:\n        return 3")


def coverage_low():
    write(shop__py="def pay():\n    print(1)\n    print(2)\n")
    shell("python -m coverage run shop.py; python -m coverage report --fail-under=80")


def coverage_empty():
    module("coverage", "report")


def coverage_module():
    write(shop__py="print(1)")
    module("coverage", "run", "--source=orders", "shop.py")
