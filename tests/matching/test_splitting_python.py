"""Python tracebacks, however they are chained, grouped, cut or torn from their indentation."""

import pytest

from incidents.reading.splitting import find_failures

PLAIN = """Traceback (most recent call last):
  File "/srv/app/main.py", line 12, in <module>
    run()
  File "/srv/app/jobs.py", line 7, in run
    return table[key]
           ~~~~~^^^^^
KeyError: 'orders'"""

CHAINED = """Traceback (most recent call last):
  File "db.py", line 3, in connect
    open(path)
FileNotFoundError: [Errno 2] No such file or directory: '/tmp/x.db'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "db.py", line 5, in connect
    raise StoreError("no store")
app.errors.StoreError: no store

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "main.py", line 9, in main
    raise SystemError("start failed") from error
SystemError: start failed"""

GROUP = """  + Exception Group Traceback (most recent call last):
  |   File "m.py", line 4, in main
  |     async with asyncio.TaskGroup() as group:
  | ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "m.py", line 8, in fetch
    |     raise TimeoutError("upstream")
    | TimeoutError: upstream
    +---------------- 2 ----------------
    | ExceptionGroup: inner (1 sub-exception)
    +-+---------------- 1 ----------------
      | ValueError: bad row 7
      +------------------------------------"""

SYNTAX = """  File "app.py", line 3
    def f(:
          ^
SyntaxError: invalid syntax"""

REPEATED = """Traceback (most recent call last):
  File "r.py", line 2, in f
    return f(n + 1)
  File "r.py", line 2, in f
    return f(n + 1)
  [Previous line repeated 995 more times]
RecursionError: maximum recursion depth exceeded"""

LOST_INDENTATION = """Traceback (most recent call last):
File "a.py", line 4, in load
return json.loads(text)
File "b.py", line 9, in loads
raise JSONDecodeError("Expecting value", s, err.value) from None
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"""

TORN_HEAD = """    return connect(url)
  File "pool.py", line 30, in connect
    raise PoolError(url)
app.PoolError: pool is empty"""

VALIDATION = """Traceback (most recent call last):
  File "s.py", line 1, in <module>
    Settings()
pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings
TOKEN_URL
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.12/v/missing"""

CASES = [
    ("plain", PLAIN, [("KeyError", "'orders'", "last")]),
    (
        "chained",
        CHAINED,
        [
            ("SystemError", "start failed", "last"),
            ("app.errors.StoreError", "no store", "middle"),
            ("FileNotFoundError", "[Errno 2] No such file or directory: '/tmp/x.db'", "root"),
        ],
    ),
    (
        "group",
        GROUP,
        [
            ("ExceptionGroup", "unhandled errors in a TaskGroup (2 sub-exceptions)", "last"),
            ("TimeoutError", "upstream", "leaf"),
            ("ExceptionGroup", "inner (1 sub-exception)", "leaf"),
            ("ValueError", "bad row 7", "leaf"),
        ],
    ),
    ("syntax", SYNTAX, [("SyntaxError", "invalid syntax", "last")]),
    ("repeated frames", REPEATED, [("RecursionError", "maximum recursion depth exceeded", "last")]),
    (
        "lost indentation",
        LOST_INDENTATION,
        [("json.decoder.JSONDecodeError", "Expecting value: line 1 column 1 (char 0)", "last")],
    ),
    ("torn head", TORN_HEAD, [("app.PoolError", "pool is empty", "last")]),
    (
        "driver's own error",
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n    g()\n"
        "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such table: t",
        [
            ("sqlalchemy.exc.OperationalError", "(sqlite3.OperationalError) no such table: t", "last"),
            ("sqlite3.OperationalError", "no such table: t", "root"),
        ],
    ),
    (
        "without a message",
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n    g()\nKeyboardInterrupt",
        [("KeyboardInterrupt", "", "last")],
    ),
]  # fmt: skip


@pytest.mark.parametrize("text, errors", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize(
    "around", ["{}", "$ python main.py\n{}\n$ ", "12:00:01 worker started\n\n{}\n\nstopped"], ids=repr
)
def test_a_traceback_gives_its_whole_chain(text, errors, around):
    failures = find_failures(around.format(text)).failures
    assert [(error.type, error.message, error.role) for error in failures[0].errors] == errors
    assert len(failures) == 1


def test_frames_lines_and_span_are_told():
    failure = find_failures(f"started\n{PLAIN}").failures[0]
    assert [(frame.file, frame.function, frame.line) for frame in failure.errors[0].frames] == [
        ("/srv/app/main.py", "<module>", 12),
        ("/srv/app/jobs.py", "run", 7),
    ]
    assert (failure.errors[0].line, failure.lines, failure.language) == (8, (2, 8), "python")


def test_a_message_that_goes_on_by_its_nature_is_one_message():
    error = find_failures(VALIDATION).failures[0].errors[0]
    assert error.message.startswith("1 validation error for Settings TOKEN_URL Field required [type=missing")


def test_what_stands_below_the_message_is_a_note():
    text = f"{PLAIN}\nhint: run the migration first\n\nunrelated"
    assert find_failures(text).failures[0].errors[0].notes == ("hint: run the migration first",)


def test_a_secret_in_a_note_is_masked():
    text = f"{PLAIN}\nhint: DB_URL=postgresql://app:s3cr3t@db/x"
    assert find_failures(text).failures[0].errors[0].notes == ("hint: DB_URL=postgresql://app:[redacted]@db/x",)


def test_the_same_traceback_logged_thrice_is_one_failure():
    failures = find_failures("\n\n".join([PLAIN] * 3)).failures
    assert [(failure.errors[0].type, failure.count) for failure in failures] == [("KeyError", 3)]


def test_a_thousand_frames_are_cut_and_that_is_said():
    frames = "".join(f'  File "a.py", line {n}, in f\n    f({n})\n' for n in range(1000))
    failure = find_failures(f"Traceback (most recent call last):\n{frames}ValueError: deep").failures[0]
    assert (len(failure.errors[0].frames), failure.truncated) == (64, True)


def test_a_traceback_within_a_ci_log_is_found_behind_its_prefixes():
    text = "\n".join(f"2026-03-17T02:41:37.6638516Z {line}" for line in PLAIN.split("\n"))
    failure = find_failures(text).failures[0]
    assert (failure.errors[0].type, failure.lines) == ("KeyError", (1, 7))


def test_a_line_of_another_process_does_not_end_a_traceback():
    text = PLAIN.replace("KeyError", "ready\nKeyError")
    assert [failure.errors[0].type for failure in find_failures(text).failures] == ["KeyError"]


def test_the_call_stack_of_a_broken_log_call_is_no_error():
    text = f"--- Logging error ---\n{PLAIN}\nCall stack:\n  File \"a.py\", line 3, in f\n    log(1)\nMessage: 'x'"
    assert [failure.errors[0].type for failure in find_failures(text).failures] == ["KeyError"]


def test_the_quoted_traceback_of_a_worker_process_is_a_link():
    text = f'concurrent.futures.process._RemoteTraceback:\n"""\n{PLAIN}\n"""\n\n{CHAINED.split(chr(10) * 2, 3)[3]}'
    text = text.replace('"""\n\n', '"""\n\nThe above exception was the direct cause of the following exception:\n\n', 1)
    errors = find_failures(text).failures[0].errors
    assert [(error.type, error.role) for error in errors][-1] == ("KeyError", "root")
