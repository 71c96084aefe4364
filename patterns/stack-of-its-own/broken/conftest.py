import pytest


@pytest.fixture
def quarrel():
    """Two thousand comments, each the answer to the one before."""
    comment = {"answers": []}
    for _ in range(1999):
        comment = {"answers": [comment]}
    return comment
