import resource

import pytest


@pytest.fixture(scope="session", autouse=True)
def few_descriptors():
    """As on a machine with a low limit: `ulimit -n 128`."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)
