from incidents.reading.failures.doctest_report import RECOGNISER

REPORT = """
**********************************************************************
File "/srv/shop/cart.py", line 12, in cart.total
Failed example:
    total([])
Expected:
    0
Got:
    None
**********************************************************************
File "/srv/shop/cart.py", line 14, in cart.total
Failed example:
    total("a")
Exception raised:
    Traceback (most recent call last):
      File "/usr/lib/python3.11/doctest.py", line 1353, in __run
        exec(compile(example.source, filename, "single",
      File "<doctest cart.total[1]>", line 1, in <module>
        total("a")
      File "/srv/shop/cart.py", line 20, in total
        return sum(prices)
    TypeError: unsupported operand type(s) for +: 'int' and 'str'
**********************************************************************
1 item had failures:
   2 of   2 in cart.total
***Test Failed*** 2 failures.
"""


def seen():
    return RECOGNISER.recognise(REPORT.split("\n"))


def test_each_example_is_a_failure_of_what_it_documents():
    assert [(failure.test, failure.lines) for failure in seen()] == [("cart.total", (3, 9)), ("cart.total", (11, 22))]


def test_what_was_expected_and_what_came_stand_together():
    (error,) = seen()[0].errors
    assert (error.type, error.message, error.notes) == ("", "Expected: 0 Got: None", ("total([])",))


def test_what_an_example_raised_is_the_error():
    (error,) = seen()[1].errors
    assert (error.type, error.frames[-1].function) == ("TypeError", "total")


def test_an_ordinary_traceback_is_left_alone():
    assert RECOGNISER.recognise(['File "a.py", line 3, in b', "    c()", "ValueError: d"]) == []
