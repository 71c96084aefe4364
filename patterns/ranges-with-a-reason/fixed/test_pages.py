import math
import random


def page_of_a_visitor():
    return "new" if random.random() < 0.5 else "old"


def test_half_of_the_visitors_see_the_new_page():
    visitors = 10_000
    spread = 5 * math.sqrt(visitors * 0.5 * 0.5)
    new = [page_of_a_visitor() for _ in range(visitors)].count("new")
    assert abs(new - visitors / 2) < spread, f"{new} of {visitors} visitors saw the new page"
