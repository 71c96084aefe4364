import pytest

from incidents.reading.failures.sql import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

PSQL = """
ERROR:  duplicate key value violates unique constraint "a_pkey"
DETAIL:  Key (x)=(1) already exists.
"""
CONNECT = 'psql: error: connection to server at "127.0.0.1", port 5432 failed: FATAL:  role "nobody" does not exist'

CASES = [
    pytest.param(
        PSQL, [("last", "", "", 'duplicate key value violates unique constraint "a_pkey"')], id="psql with detail"
    ),
    pytest.param(
        CONNECT,
        [
            ("last", "", "", 'connection to server at "127.0.0.1", port 5432 failed'),
            ("root", "", "", 'role "nobody" does not exist'),
        ],
        id="connection",
    ),
    pytest.param(
        '2025-08-27 17:32:07.501 EEST [273807] shop@shop ERROR:  column "x" does not exist at character 8',
        [("last", "", "", 'column "x" does not exist')],
        id="server log",
    ),
    pytest.param(
        'ERROR: relation "cart" does not exist (SQLSTATE 42P01)',
        [("last", "", "SQLSTATE 42P01", 'relation "cart" does not exist')],
        id="state in brackets",
    ),
    pytest.param(
        'SQLSTATE[42P01]: Undefined table: 7 ERROR:  relation "cart" does not exist',
        [("last", "", "SQLSTATE 42P01", 'relation "cart" does not exist')],
        id="pdo",
    ),
    pytest.param(
        "ERROR 1045 (28000): Access denied for user 'shop'@'localhost' (using password: YES)",
        [("last", "", "1045 (28000)", "Access denied for user 'shop'@'localhost' (using password: YES)")],
        id="mysql",
    ),
    pytest.param("Error: in prepare, no such table: nope", [("last", "", "", "no such table: nope")], id="sqlite"),
    pytest.param(
        "ORA-04088: error during execution of trigger 'SHOP.T'\nORA-06512: at line 3\nORA-01403: no data found",
        [
            ("last", "", "ORA-04088", "error during execution of trigger 'SHOP.T'"),
            ("root", "", "ORA-01403", "no data found"),
        ],
        id="oracle",
    ),
    pytest.param(
        "Msg 1785, Level 16, State 0, Line 46\nIntroducing FOREIGN KEY constraint 'FK' may cause cycles.",
        [("last", "", "Msg 1785", "Introducing FOREIGN KEY constraint 'FK' may cause cycles.")],
        id="sql server",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_detail_is_a_note():
    (failure,) = failures(RECOGNISER, PSQL)
    assert (failure.errors[0].notes, failure.lines) == (("DETAIL:  Key (x)=(1) already exists.",), (1, 2))


@pytest.mark.parametrize(
    "text",
    [
        "ERROR: could not find a version",
        "INFO: relation ok",
        "ERROR: it broke",
        'psycopg2.OperationalError: FATAL:  role "x" does not exist',
    ],
)
def test_other_errors_are_left_alone(text):
    assert failures(RECOGNISER, text) == []
