import pytest

from incidents.reading.failures.playwright import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

REPORT = """
  1) [chromium] › cart.spec.js:3:1 › shop › buys ──────────────────────

    Error: locator.click: Error: strict mode violation: locator('button') resolved to 2 elements:
        1) <button>a</button> aka getByRole('button', { name: 'a' })
        2) <button>b</button> aka getByRole('button', { name: 'b' })

    Call log:
      - waiting for locator('button')

    > 3 | test('buys', async ({ page }) => { await page.locator('button').click(); });
        at /srv/shop/cart.spec.js:3:130

    Retry #1 ──────────────────────────────────────────────────────────

    Error: locator.click: Error: strict mode violation: locator('button') resolved to 2 elements:

  2) [chromium] › cart.spec.js:5:1 › shop › waits ─────────────────────

    Test timeout of 4000ms exceeded.

    Error: page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:3000/
    Call log:
      - navigating to "http://127.0.0.1:3000/", waiting until "load"

        at /srv/shop/cart.spec.js:6:95

  2 failed
    [chromium] › cart.spec.js:3:1 › shop › buys ──────────────────────
"""


def test_report():
    assert errors(RECOGNISER, REPORT) == [
        ("last", "Error", "", "strict mode violation: locator('button') resolved to 2 elements"),
        ("last", "", "", "Test timeout of 4000ms exceeded."),
        ("root", "Error", "ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_REFUSED at http://127.0.0.1:3000/"),
    ]


def test_retries_are_counted_and_the_place_in_the_file_is_no_part_of_the_name():
    first, second = failures(RECOGNISER, REPORT)
    assert (first.test, first.count) == ("cart.spec.js › shop › buys", 2)
    assert (second.test, second.count) == ("cart.spec.js › shop › waits", 1)


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "  - `Error: strict mode violation: locator('role=button') resolved to 10 elements`",
            ("last", "Error", "", "strict mode violation: locator('role=button') resolved to 10 elements"),
        ),
        (
            "browserType.launch: Executable doesn't exist at /home/ann/.cache/ms-playwright/chromium",
            ("last", "", "", "Executable doesn't exist at /home/ann/.cache/ms-playwright/chromium"),
        ),
        (
            "TimeoutError: locator.click: Timeout 30000ms exceeded.",
            ("last", "TimeoutError", "", "Timeout 30000ms exceeded."),
        ),
    ],
)
def test_a_message_alone(text, expected):
    assert errors(RECOGNISER, text) == [expected]
