from datetime import datetime

FIRST_OF_MARCH = 1772353800  # 09:30 in Berlin


def opening_hour(stamp):
    return f"{datetime.fromtimestamp(stamp):%H:%M}"


def test_the_shop_opens_at_half_past_nine():
    hour = opening_hour(FIRST_OF_MARCH)
    assert hour == "09:30", f"the shop opens at {hour} instead of 09:30"
