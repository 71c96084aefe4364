import random

import pytest


@pytest.fixture(autouse=True)
def the_run_that_failed():
    random.seed(9)
