"""How an error is written on one line, "Type: message", in whatever report it stands."""

import re

from incidents.reading.values import Error

# Exceptions of standard libraries and much used packages whose name does not end like one.
# fmt: off
PLAIN_NAMES = frozenset(
    {
        "AppRegistryNotReady", "BrokenBarrier", "BrokenProcessPool", "BrokenWorkerPool", "CertificateInvalid",
        "ConnectTimeout", "ConnectionBad", "ConnectionClosed", "ConnectionClosedOK", "DataSourceNotFound",
        "DeadlockDetected", "DisallowedHost", "DisallowedRedirect", "DoesNotExist", "EmptyResultSet",
        "EndOfStream", "Failed", "FileUploadLimitReached", "Http404", "ImproperlyConfigured",
        "InFailedSqlTransaction", "IncompleteRead", "IncorrectInstance", "InvalidPath", "InvalidSchema",
        "InvalidSignature", "InvalidURL", "KeyboardInterrupt", "MissingGreenlet", "MissingSchema",
        "MultipleObjectsReturned", "MultipleResultsFound", "NoReverseMatch", "NoResultFound", "NoSuchElement",
        "NoSuchKey", "NotRegistered", "NotYetFinished", "ObjectDoesNotExist", "PermissionDenied", "PoolTimeout",
        "ReadTimeout", "RemoteDisconnected", "RequestAborted", "ResolutionImpossible", "SerializationFailure",
        "StopAsyncIteration", "StopIteration", "SuspiciousOperation", "SystemExit", "TemplateDoesNotExist",
        "TimeLimitExceeded", "TooManyRedirects", "UndefinedColumn", "UndefinedTable", "UnsupportedOperation",
        "WorkerLost", "WouldBlock", "WriteTimeout", "gaierror", "herror",
    }
)
# fmt: on
SUFFIXES = ("Error", "Errors", "Exception", "ExceptionGroup", "Warning", "Interrupt", "Violation", "Timeout", "Expired")
# A class of a module that is called so is an exception, whatever its own name: psycopg.errors.LockNotAvailable.
EXCEPTION_CLASS = re.compile(r"(?:^|[.:])(?:errors?|exc|exceptions?)(?:\.|::)[A-Z][A-Z0-9_]*+[a-z]\w*+$")
# In lower case one of these is in every name that `is_exception_name` takes.
TYPE_CUES = (*dict.fromkeys(name.lower() for name in (*SUFFIXES, *sorted(PLAIN_NAMES))), "exc.", "exc::")
# Words that only announce an error: when a real type follows, they are not the type.
LABELS = frozenset({"Error", "Exception", "Failed", "Warning", "AssertionError"})

NAME = r"[A-Za-z_]\w*+(?:(?:\.|::|\$)[A-Za-z_]\w*+)*+"
# A dotted name at the start of the text and what follows its colon; a name alone on its line has no message.
TYPE_LINE = re.compile(rf"(?P<type>{NAME})(?:\ ?\[(?P<code>[A-Z][A-Z0-9_]++)\])?(?::(?:\s(?P<message>.*))?)?$", re.S)
# A dotted name anywhere, whole, that something ends: a colon, a quote, a bracket or the line.
TYPE_ANYWHERE = re.compile(rf"(?<![\w.$:/\\-])(?P<type>{NAME})(?=(?:\ ?\[[A-Z][A-Z0-9_]++\])?(?::\s|:?$)|[`'\"’”»)\]])")
# SQLAlchemy and others put the driver's own type in brackets before its message.
WRAPPED = re.compile(rf"\((?:raised as a result of Query-invoked autoflush; )?(?P<type>{NAME})\) (?P<message>.*)", re.S)
CALLED = re.compile(rf"(?<![\w.])(?P<type>{NAME})\(['\"](?P<message>[^'\"\n]{{3,400}}+)")
CODE = re.compile(
    r"\[(?:Errno|WinError) -?\d++\]"
    r"|\bERR_[A-Z0-9_]++\b|\bORA-\d{5}\b|\bSQLSTATE\[?\s?[0-9A-Z]{5}\b|\bTS\d{4,5}\b|\bCS\d{4}\b|\bE\d{4}\b"
    r"|(?<=sqlalche\.me/e/)[\w/]++"
)


def read_type_line(text: str) -> tuple[str, str] | None:
    """The type and message of a line that *is* an error by its place (the end of a traceback), else None.

    Any identifier may be a type there; a line of several words without a colon may not.
    """
    match = TYPE_LINE.match(text.strip())
    if not match:
        return None
    return match["type"], (match["message"] or "").strip()


def is_exception_name(name: str) -> bool:
    """Whether a name looks like an exception's wherever it stands: by its ending or its module, or well known."""
    last = re.split(r"[.$:]", name)[-1]
    return last.endswith(SUFFIXES) or last in PLAIN_NAMES or EXCEPTION_CLASS.search(name) is not None


def find_type(text: str, start: int = 0) -> re.Match[str] | None:
    """The first exception name in `text` from `start`; a mere label yields to the type that follows it."""
    found = None
    for match in TYPE_ANYWHERE.finditer(text, start):
        if not is_exception_name(match["type"]) or _ends_a_title(text, match):
            continue
        if match["type"] not in LABELS:
            return match
        found = found or match
    return found


def _ends_a_title(text: str, match: re.Match[str]) -> bool:
    """Whether the name is but the last word of a phrase: "Internal Server Error: /path"."""
    before = text[max(match.start() - 40, 0) : match.start()].split()
    return match["type"] in LABELS and bool(before) and before[-1].isalpha() and before[-1].istitle()


def find_called(text: str) -> re.Match[str] | None:
    """The first exception that is written as Python's repr of it: `RemoteDisconnected('Remote end closed …')`."""
    return next((match for match in CALLED.finditer(text) if is_exception_name(match["type"])), None)


def code_of(text: str) -> str:
    """The vendor's or system's code in a message ("[Errno 98]", "E0382", "ORA-00942"), "" if there is none."""
    match = CODE.search(text)
    return match[0] if match else ""


def make_error(type_name: str, message: str, line: int, **more: object) -> Error:
    """An Error in its canonical form: a bare `assert` is an AssertionError, the code is read from the text."""
    if not type_name and message.startswith("assert "):
        type_name = "AssertionError"
    return Error(type_name, message, line, code=code_of(f"{type_name}: {message}"), **more)


def with_wrapped(error: Error) -> tuple[Error, ...]:
    """The error, and the one that its message carries: "(sqlite3.OperationalError) no such …", "Reset('by peer')"."""
    match = WRAPPED.match(error.message) or find_called(error.message)
    if not match or not is_exception_name(match["type"]):
        return (error,)
    return error, make_error(match["type"], match["message"], error.line, role="root", cut=error.cut)
