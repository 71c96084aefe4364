from incidents.reading.failures.maven_gradle import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

SUREFIRE = """
[ERROR] Tests run: 2, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 0.05 s <<< FAILURE! -- in shop.CartTest
[ERROR] shop.CartTest.total -- Time elapsed: 0.004 s <<< FAILURE!
java.lang.AssertionError: total expected:<3> but was:<4>
	at org.junit.Assert.fail(Assert.java:89)
	at shop.CartTest.total(CartTest.java:2)

[ERROR] size(shop.CartTest)  Time elapsed: 0.002 s  <<< ERROR!
java.lang.IllegalStateException: cart broken
	at shop.CartTest.size(CartTest.java:3)
Caused by: java.lang.NullPointerException: Cannot invoke "java.util.List.size()" because "this.items" is null
	at shop.Cart.size(Cart.java:1)
	... 27 more

[ERROR] Failures:
[ERROR]   CartTest.total:2 total expected:<3> but was:<4>
[ERROR] Errors:
[ERROR]   CartTest.size:3 » IllegalState cart broken

[ERROR] Failed to execute goal maven-surefire-plugin:3.1.2:test (default-test) on project cart: There are test failures.
"""
RESOLVE = (
    "[ERROR] Failed to execute goal on project cart: Could not resolve dependencies for project shop:cart:jar:1: "
    "Could not find artifact shop:nope:jar:2 in central -> [Help 1]"
)
COMPILE = """
[ERROR] COMPILATION ERROR :
[ERROR] /srv/shop/src/main/java/Cart.java:[7,12] cannot find symbol
[ERROR] Failed to execute goal maven-compiler-plugin:3.11.0:compile (compile) on project cart: Compilation failure
"""
GRADLE = """
> Task :app:test FAILED

CartTest > total() FAILED
    org.opentest4j.AssertionFailedError: expected: <3> but was: <4>
        at app//shop.CartTest.total(CartTest.java:12)

FAILURE: Build failed with an exception.

* What went wrong:
Execution failed for task ':app:test'.
> There were failing tests. See the report at: file:///srv/shop/app/build/reports/tests/test/index.html

* Try:
> Run with --scan to get full insights.
"""
GRADLE_RESOLVE = """
* What went wrong:
Execution failed for task ':app:compileJava'.
> Could not resolve all files for configuration ':app:compileClasspath'.
   > Could not find shop:nope:2.
     Searched in the following locations:
       - https://repo.example/shop/nope/2/nope-2.pom

* Try:
> Run with --info
"""


def test_surefire_reports_each_test_once_and_the_goal_not_at_all():
    assert errors(RECOGNISER, SUREFIRE) == [
        ("last", "java.lang.AssertionError", "", "total expected:<3> but was:<4>"),
        ("last", "java.lang.IllegalStateException", "", "cart broken"),
        (
            "root",
            "java.lang.NullPointerException",
            "",
            'Cannot invoke "java.util.List.size()" because "this.items" is null',
        ),
    ]
    assert [failure.test for failure in failures(RECOGNISER, SUREFIRE)] == ["shop.CartTest.total", "shop.CartTest.size"]


def test_a_summary_without_the_report_is_evidence_by_prefix():
    found = failures(RECOGNISER, "[ERROR] Errors:\n[ERROR]   CartTest.size:3 » IllegalState cart broken\n")
    assert [(f.test, f.errors[0].type, f.errors[0].message, f.errors[0].cut) for f in found] == [
        ("CartTest.size", "IllegalState", "cart broken", True)
    ]


def test_a_goal_that_cannot_resolve_a_dependency():
    role, _, _, message = errors(RECOGNISER, RESOLVE)[-1]
    assert message.startswith("Failed to execute goal") or role == "root"
    assert message.endswith("Could not find artifact shop:nope:jar:2 in central")


def test_mavens_advice_belongs_to_the_goal():
    advice = "\n[ERROR]\n[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch."
    (failure,) = failures(RECOGNISER, RESOLVE + advice)
    assert failure.lines == (1, 3)


def test_compiler_errors_count_and_not_the_goal():
    assert errors(RECOGNISER, COMPILE) == [("last", "", "", "cannot find symbol")]


def test_gradle_test():
    assert errors(RECOGNISER, GRADLE) == [
        ("last", "org.opentest4j.AssertionFailedError", "", "expected: <3> but was: <4>")
    ]
    assert failures(RECOGNISER, GRADLE)[0].test == "CartTest > total()"


def test_gradle_says_what_went_wrong_down_to_the_root():
    assert errors(RECOGNISER, GRADLE_RESOLVE) == [
        ("last", "", "", "Execution failed for task ':app:compileJava'."),
        ("middle", "", "", "Could not resolve all files for configuration ':app:compileClasspath'."),
        ("root", "", "", "Could not find shop:nope:2."),
    ]
