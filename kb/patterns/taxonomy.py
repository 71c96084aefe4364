"""Why tests fail, as categories that patterns are filed under, and the words for how it looks from outside."""

CATEGORIES = {
    "async-wait": "Not awaited, or waited for a time instead of a condition",
    "concurrency": "Races and deadlocks",
    "test-order": "Depends on the order of tests",
    "second-run": "Fails when it is run again",
    "infrastructure": "Installs, interpreters and services",
    "resource-leak": "Files, connections, loops or ports left open",
    "network": "The network",
    "time": "Time and time zones",
    "files": "Files and file systems",
    "randomness": "Randomness",
    "floating-point": "Floating point",
    "unordered": "Order that nobody promised",
    "too-strict": "Asserts more than matters",
    "timeout": "Time limits of tests and suites",
    "platform": "The platform: paths, line ends, locale, encodings",
    "config-at-import": "Configuration read at import",
    "fixtures": "Misused fixtures",
    "mocking": "Mocks",
    "database-isolation": "Isolation of databases",
    "parallel-runs": "Parallel runs",
    "imports": "Imports and packaging",
    "upgrades": "Warnings, deprecations and upgrades",
    "snapshots": "Snapshots and golden files",
    "subprocesses": "Subprocesses and signals",
    "output": "Logging, capture and the terminal",
    "environment": "Environment variables and the working directory",
    "global-state": "Caches and global state",
    "web": "Web clients and apps",
    "orm": "Object-relational mapping",
    "migrations": "Migrations",
    "drift": "Code and tests drift apart",
    "limits": "Memory, recursion and other limits",
    "security": "Tokens, keys and rights in tests",
    "ci-only": "Only in CI",
}

SYMPTOMS = (
    "always fails",
    "fails now and then",
    "hangs",
    "is slow",
    "passes alone, fails together",
    "fails alone, passes together",
    "fails in another order",
    "fails on the second run",
    "fails only in parallel",
    "fails only in CI",
    "fails on another system",
    "fails after an upgrade",
    "fails after midnight",
    "is not run at all",
    "passes, and should fail",
)

# How a suite is run where once is not enough, and the services that it may ask for.
TEN_TIMES, PARALLEL, RANDOM_ORDER, TWICE = "ten times", "parallel", "random order", "twice"
RUNS = (TEN_TIMES, PARALLEL, RANDOM_ORDER, TWICE)
NEEDS = ("postgres", "redis")
