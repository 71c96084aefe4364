"""Where an error comes from, as far as it says so: its library, the tool that printed it, the phase of the test."""

import builtins
import re

# Types of the standard library and of the code under test tell no library apart.
DOTTED = re.compile(r"[A-Za-z_][\w$]*(?:[./\\:]+[A-Za-z_$][\w$]*)+\Z")
PARTS = re.compile(r"[./\\:]+")
# Of a Java or .NET name so many parts are the library: org.hibernate, com.fasterxml.
REVERSED = ("org", "com", "io", "net", "jakarta", "dev")
OWN_CODE = re.compile(r"tests?\b|tests?_|conftest\b|__main__\b|app\b|src\b|main\b", re.IGNORECASE)
PYTEST_TYPES = ("Failed", "Skipped", "UsageError", "FixtureLookupError", "ScopeMismatch", "CollectError")

# The first that fits an error speaks for it; what prints inside another comes before that other.
TOOLS = (
    ("alembic", r"\balembic\b|Target database is not up to date|Multiple head revisions"),
    ("celery", r"\bcelery\b"),
    ("docker", r"\bdocker\b|\bDockerfile\b|\bcontainer\b.*\b(?:unhealthy|exited|not running)\b|\bOCI runtime\b"),
    ("kubernetes", r"\bkubectl\b|\bkubelet\b|CrashLoopBackOff|ImagePullBackOff|\bOOMKilled\b"),
    ("github actions", r"Resource not accessible by integration|^##\[error\]|\bGITHUB_TOKEN\b"),
    ("terraform", r"\bterraform\b"),
    ("npm", r"\bnpm (?:ERR!|error|run|install|ci)\b|\bERESOLVE\b|package(?:-lock)?\.json\b"),
    ("jest", r"\bjest\b"),
    ("playwright", r"\bplaywright\b|\bpage\.(?:goto|click|locator|waitFor)"),
    ("cargo", r"^error\[E\d+\]|\bcargo\b"),
    ("gradle", r"\bgradlew?\b|^> Task :"),
    ("maven", r"\bmvn\b|\[ERROR\] Failed to execute goal"),
    ("pip", r"\bpip3?\b|requirements file|not a supported wheel|No matching distribution|\bResolutionImpossible\b"),
    ("git", r"^! \[rejected\]|^CONFLICT \(\w+\): |^fatal: |\bgit (?:push|pull|clone|rebase|merge|checkout)\b"),
    ("mypy", r"\bmypy\b|: error: .*\[[a-z-]+\]\s*$"),
    ("ruff", r"\bruff\b"),
    ("make", r"^make(?:\[\d+\])?: \*\*\*"),
    (
        "pytest",
        r"\bpytest\b|^E   |^(?:FAILED|ERROR) \S+::|ScopeMismatch|\bfixture '|^Failed: |"
        r"^collected 0 items|^Different tests were collected|unrecognized arguments: --",
    ),
    ("unittest", r"^(?:FAIL|ERROR): \w+ \([\w.]+\)"),
)
TOOL = tuple((name, re.compile(pattern, re.MULTILINE)) for name, pattern in TOOLS)
PHASES = (
    ("collection", r"\berrors? during collection|^_* ?ERROR collecting |while importing test module"),
    ("setup", r"\bERROR at setup of |\bsetUp(?:Class|Module)\b|\bbeforeEach\b|\bbeforeAll\b"),
    ("teardown", r"\bERROR at teardown of |\btearDown(?:Class|Module)?\b|\bafterEach\b|\bafterAll\b"),
    ("call", r"^FAILED \S+::\S+"),
)
PHASE = tuple((name, re.compile(pattern, re.MULTILINE)) for name, pattern in PHASES)


def library_of(exception_type: str) -> str:
    """The library that a type stands in; "" for one of the language itself, of the code under test, or without module.

    >>> library_of("sqlalchemy.exc.NoSuchModuleError"), library_of("org.hibernate.LazyInitializationException")
    ('sqlalchemy', 'org.hibernate')
    >>> library_of("ValueError"), library_of("test_basket.BasketFullError")
    ('', '')
    """
    if exception_type in PYTEST_TYPES:
        return "pytest"
    if not DOTTED.match(exception_type) or OWN_CODE.match(exception_type):
        return ""
    first, second, *_ = PARTS.split(exception_type)
    if hasattr(builtins, first) or first == "builtins":
        return ""
    return f"{first}.{second}" if first in REVERSED else first


def tool_of(text: str) -> str:
    """The tool that an error names or that prints like this; "" if nothing tells it.

    >>> tool_of("npm ERR! code ERESOLVE"), tool_of("KeyError: 'name'")
    ('npm', '')
    """
    return next((name for name, pattern in TOOL if pattern.search(text)), "")


def phase_of(text: str) -> str:
    """When a test failed: collection, setup, call or teardown; "" where the failure does not say it.

    >>> phase_of("ERROR at setup of test_list"), phase_of("assert 1 == 2")
    ('setup', '')
    """
    return next((name for name, pattern in PHASE if pattern.search(text)), "")
