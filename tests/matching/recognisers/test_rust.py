import pytest

from incidents.reading.failures.rust import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

MOVED = """
error[E0382]: borrow of moved value: `names`
 --> src/main.rs:4:20
  |
2 |     let names = vec![String::from("a")];
  |         ----- move occurs because `names` has type `Vec<String>`
help: consider cloning the value before moving it into the closure

error: aborting due to 1 previous error

For more information about this error, try `rustc --explain E0382`.
error: could not compile `shop` (bin "shop") due to 1 previous error
"""
NEW_PANIC = """
thread 'main' (9881) panicked at src/main.rs:1:80:
index out of bounds: the len is 3 but the index is 5
stack backtrace:
   0: __rustc::rust_begin_unwind
             at /rustc/59807616/library/std/src/panicking.rs:689:5
   1: shop::main
             at ./src/main.rs:1:80
note: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.
"""
TESTS = """
---- tests::adds stdout ----

thread 'tests::adds' (17196) panicked at src/lib.rs:1:45:
assertion `left == right` failed: sums differ
  left: 4
 right: 5
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- tests::res stdout ----
Error: "bad"

---- tests::sp stdout ----
note: test did not panic as expected at src/lib.rs:1:240

error: test failed, to rerun pass `--lib`
"""
CARGO = """
error: failed to get `nope` as a dependency of package `shop v0.1.0 (/srv/shop)`

Caused by:
  download of config.json failed

Caused by:
  [6] Could not resolve hostname (Could not resolve host: index.crates.io)
"""
ANYHOW = """
Error: cannot read the settings

Caused by:
    0: cannot open shop.toml
    1: No such file or directory (os error 2)
"""

CASES = [
    pytest.param(MOVED, [("last", "", "E0382", "borrow of moved value: `names`")], id="compiler"),
    pytest.param(
        NEW_PANIC, [("last", "panic", "", "index out of bounds: the len is 3 but the index is 5")], id="panic"
    ),
    pytest.param(
        "thread 'main' panicked at 'called `Option::unwrap()` on a `None` value', src/main.rs:13:7",
        [("last", "panic", "", "called `Option::unwrap()` on a `None` value")],
        id="panic before 1.73",
    ),
    pytest.param(
        "thread 'worker' panicked at 'called `Option::unwrap()` on a `None` value',\n   src/processor.rs:120:14",
        [("last", "panic", "", "called `Option::unwrap()` on a `None` value")],
        id="place on the next line",
    ),
    pytest.param(
        "- the service dies with `error[E0499]: cannot borrow `s1` as mutable more than once at a time`",
        [("last", "", "E0499", "cannot borrow `s1` as mutable more than once at a time")],
        id="backticks in backticks",
    ),
    pytest.param(
        "error: expected `;`, found `}`\n --> src/main.rs:2:14\n  |",
        [("last", "", "", "expected `;`, found `}`")],
        id="no code",
    ),
    pytest.param(
        CARGO,
        [
            ("last", "", "", "failed to get `nope` as a dependency of package `shop v0.1.0 (/srv/shop)`"),
            ("middle", "", "", "download of config.json failed"),
            ("root", "", "", "[6] Could not resolve hostname (Could not resolve host: index.crates.io)"),
        ],
        id="cargo",
    ),
    pytest.param(
        ANYHOW,
        [
            ("last", "", "", "cannot read the settings"),
            ("middle", "", "", "cannot open shop.toml"),
            ("root", "", "", "No such file or directory (os error 2)"),
        ],
        id="anyhow",
    ),
    pytest.param(
        'Error: Os { code: 2, kind: NotFound, message: "No such file or directory" }',
        [("last", "", "", 'Os { code: 2, kind: NotFound, message: "No such file or directory" }')],
        id="returned from main",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_boilerplate_belongs_to_the_error_above_it():
    (failure,) = failures(RECOGNISER, MOVED)
    assert failure.lines == (1, 11)


def test_the_place_of_a_panic_is_its_first_frame():
    (failure,) = failures(RECOGNISER, NEW_PANIC)
    assert [(frame.file, frame.function) for frame in failure.errors[0].frames] == [
        ("src/main.rs", ""),
        ("/rustc/59807616/library/std/src/panicking.rs", "__rustc::rust_begin_unwind"),
        ("./src/main.rs", "shop::main"),
    ]


def test_cargo_test():
    assert [(f.test, f.errors[0].message, f.errors[0].notes) for f in failures(RECOGNISER, TESTS)] == [
        ("tests::adds", "assertion `left == right` failed: sums differ", ("left: 4", "right: 5")),
        ("tests::res", '"bad"', ()),
        ("tests::sp", "test did not panic as expected at src/lib.rs:1:240", ()),
    ]


def test_cargos_last_line_belongs_to_the_last_failed_test():
    assert failures(RECOGNISER, TESTS)[-1].lines[1] == 15


@pytest.mark.parametrize("text", ["error: pathspec 'x' did not match any file(s) known to git", "Error: it broke"])
def test_what_is_not_rust_is_left_alone(text):
    assert failures(RECOGNISER, text) == []
