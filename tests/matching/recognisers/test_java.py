import pytest

from incidents.reading.failures.java import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

CHAIN = """
Exception in thread "main" java.lang.RuntimeException: Failed to start service
	at M.main(M.java:4)
	Suppressed: java.lang.RuntimeException: close failed
		at M$R.close(M.java:3)
		at java.base/java.lang.reflect.Method.invoke(Method.java:569)
	Caused by: java.lang.Error: disk
		... 1 more
Caused by: java.lang.Exception: mid
	at M.main(M.java:4)
Caused by: java.lang.IllegalStateException: pool closed
	at M.a(M.java:2)
	... 8 more
"""
SPRING = (
    "org.springframework.beans.factory.BeanCreationException: Error creating bean 'cart'; "
    "nested exception is java.lang.IllegalStateException: no url"
)

CASES = [
    pytest.param(
        CHAIN,
        [
            ("last", "java.lang.RuntimeException", "", "Failed to start service"),
            ("captured", "java.lang.RuntimeException", "", "close failed"),
            ("captured", "java.lang.Error", "", "disk"),
            ("middle", "java.lang.Exception", "", "mid"),
            ("root", "java.lang.IllegalStateException", "", "pool closed"),
        ],
        id="caused and suppressed",
    ),
    pytest.param(
        'Exception in thread "pool-1" java.lang.RuntimeException: worker\nsecond line\n\tat T.run(T.java:1)',
        [("last", "java.lang.RuntimeException", "", "worker")],
        id="two lines of message",
    ),
    pytest.param(
        SPRING,
        [
            ("last", "org.springframework.beans.factory.BeanCreationException", "", "Error creating bean 'cart'"),
            ("root", "java.lang.IllegalStateException", "", "no url"),
        ],
        id="nested exception is",
    ),
    pytest.param(
        "org.hibernate.LazyInitializationException:\nfailed to lazily initialize a collection of role: shop.Item,\n"
        "could not initialize proxy - no Session",
        [
            (
                "last",
                "org.hibernate.LazyInitializationException",
                "",
                "failed to lazily initialize a collection of role: shop.Item, could not initialize proxy - no Session",
            )
        ],
        id="wrapped",
    ),
    pytest.param(
        "**Symptom:** `java.lang.OutOfMemoryError: Java heap space` in the worker",
        [("last", "java.lang.OutOfMemoryError", "", "Java heap space")],
        id="in backticks",
    ),
    pytest.param(
        "M.java:1: error: cannot find symbol\n  symbol:   method foo()",
        [("last", "", "", "cannot find symbol")],
        id="javac",
    ),
    pytest.param(
        "e: file:///srv/shop/Cart.kt:7:12 Unresolved reference: foo",
        [("last", "", "", "Unresolved reference: foo")],
        id="kotlinc",
    ),
    pytest.param(
        "Error: Could not find or load main class Nope\nCaused by: java.lang.ClassNotFoundException: Nope",
        [
            ("last", "", "", "Could not find or load main class Nope"),
            ("root", "java.lang.ClassNotFoundException", "", "Nope"),
        ],
        id="launcher",
    ),
    pytest.param(
        "\tat shop.Cart.load(C.java:59)\nCaused by: java.lang.OutOfMemoryError: Metaspace\n\tat shop.C.x(C.java:3)",
        [("last", "java.lang.OutOfMemoryError", "", "Metaspace")],
        id="head cut off",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_frames_keep_function_file_and_line():
    (failure,) = failures(RECOGNISER, CHAIN)
    frame = failure.errors[0].frames[0]
    assert (frame.function, frame.file, frame.line) == ("M.main", "M.java", 4)


@pytest.mark.parametrize(
    "text",
    [
        "sqlalchemy.exc.OperationalError: database is locked",
        "System.InvalidOperationException: x\n   at Shop.Cart.Load(String name) in /srv/Cart.cs:line 5",
        "TypeError: x is not a function\n    at total (/srv/shop/cart.js:2:15)",
        "public static void main(String[] a) throws Exception {",
    ],
)
def test_other_languages_are_left_alone(text):
    assert failures(RECOGNISER, text) == []
