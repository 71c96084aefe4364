import pytest


def pytest_addoption(parser):
    parser.addoption("--run-slow", action="store_true", help="run what takes more than a second")


@pytest.fixture
def run_slow(request):
    return request.config.getoption("--run-slow")
