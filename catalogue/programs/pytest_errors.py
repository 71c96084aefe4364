"""What pytest and its plugins say: each is a small suite, run for itself."""

from pathlib import Path
from unittest import mock

from tools import module, suite, write


def fixture_not_found():
    suite("def test_it(db): pass")


def fixture_called():
    suite("import pytest\n@pytest.fixture\ndef user(): return 1\ndef test_it(): assert user() == 1")


def scope_mismatch():
    suite(
        "import pytest\n@pytest.fixture(scope='session')\ndef site(tmp_path): return tmp_path\ndef test_it(site): pass"
    )


def async_test():
    suite("async def test_it(): pass")


def async_fixture():
    suite("import pytest\n@pytest.fixture\nasync def user(): return 1\ndef test_it(user): pass")


def async_generator():
    async def session():
        yield 1

    session().add(1)


def coroutine_attribute():
    suite("async def load(): return 'x'\ndef test_it(): assert load().upper() == 'X'")


def import_error():
    suite("import shop")


def conftest_import():
    suite("def test_it(): pass", conftest__py="import shop_settings")


def file_mismatch():
    for folder in ("api", "web"):
        Path(folder).mkdir()
        (Path(folder) / "test_views.py").write_text("def test_it(): pass")
    module("pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "api", "web")


def unknown_marker():
    suite("import pytest\n@pytest.mark.slwo\ndef test_it(): pass", "--strict-markers")


def unknown_mark():
    suite("import pytest\n@pytest.mark.slwo\ndef test_it(): pass")


def unknown_option():
    suite("def test_it(): pass", "--cov=shop")


def required_plugin():
    suite("def test_it(): pass", pytest__ini="[pytest]\nrequired_plugins = pytest-shop>=2\n")


def no_file():
    suite("def test_it(): pass", "tests/test_orders.py")


def no_test():
    suite("def test_it(): pass", "test_it.py::test_that")


def parametrize_number():
    suite("import pytest\n@pytest.mark.parametrize('a, b', [(1, 2, 3)])\ndef test_it(a, b): pass")


def parametrize_unused():
    suite("import pytest\n@pytest.mark.parametrize('amount', [1])\ndef test_it(): pass")


def xdist_collection():
    suite(
        "import os, pytest\n@pytest.mark.parametrize('pid', [os.getpid()])\ndef test_it(pid): pass",
        "-n2",
        plugins=["xdist.plugin"],
    )


def xdist_crash():
    suite("import os\ndef test_it(): os._exit(1)", "-n1", plugins=["xdist.plugin"])


def timeout():
    suite("import time\ndef test_it(): time.sleep(5)", "--timeout=0.2", plugins=["pytest_timeout"])


def did_not_raise():
    suite("import pytest\ndef test_it():\n    with pytest.raises(ValueError): int('1')")


def raises_match():
    suite("import pytest\ndef test_it():\n    with pytest.raises(ValueError, match='no number'): int('x')")


def did_not_warn():
    suite("import pytest\ndef test_it():\n    with pytest.warns(DeprecationWarning): int('1')")


def xpass():
    suite("import pytest\n@pytest.mark.xfail(strict=True, reason='not built yet')\ndef test_it(): pass")


def thread_exception():
    suite(
        "import threading\ndef fail(): raise ValueError('no such order')\n"
        "def test_it():\n    thread = threading.Thread(target=fail)\n    thread.start()\n    thread.join()"
    )


def unraisable():
    suite(
        "import gc\nclass Connection:\n    def __del__(self): raise ValueError('still open')\n"
        "def test_it():\n    Connection()\n    gc.collect()"
    )


def returned():
    suite("def test_it(): return 1 == 1")


def class_init():
    suite("class TestRunner:\n    def __init__(self): pass\n    def test_it(self): pass")


def stdin():
    suite("def test_it(): input('name? ')")


def collected_none():
    write(shop__py="def check(): pass")
    module("pytest", "-p", "no:cacheprovider", "-p", "no:randomly")


def autospec():
    def send(message, *, to):
        pass

    mock.create_autospec(send)("hello")


def mock_call():
    send = mock.Mock()
    send("hello", to="ann")
    send.assert_called_with("hello", to="bob")


def mock_once():
    mock.Mock(name="send").assert_called_once()


def patch_missing():
    with mock.patch("json.parse"):
        pass
