"""Which versions of which software a sentence names: "pytest-asyncio>=0.23", "Python 3.12", "v2.0.29"."""

import re

# A name, and what stands between it and the number. A bare number with one dot ("took 2.5 s") is no version.
VERSION = re.compile(
    r"""(?<![\w./-])(?!(?:to|on|at|of|in|from|with|and|or|than|version)\s)(?P<name>[A-Za-z][\w.-]{0,40}?)
    (?: \s?(?P<sign>==|>=|<=|~=|!=|<|>|@|\^)\s?v?(?P<pinned>\d+(?:\.\d+){0,3})   # ==0.23, >= 2
      | \s(?:version\s)?v?(?P<full>\d+\.\d+\.\d+)                              # 2.0.29
    )(?![\w.]*\w)""",
    re.VERBOSE,
)
# Of these it is said so often that a number with one dot, or none, behind the name is a version.
KNOWN = [
    "Python",
    "pytest",
    "Django",
    "SQLAlchemy",
    "Node",
    "NumPy",
    "pandas",
    "Redis",
    "PostgreSQL",
    "Postgres",
    "MySQL",
    "SQLite",
    "Docker",
    "Ubuntu",
    "Debian",
    "Java",
    "Go",
    "Rust",
    "Ruby",
    "PHP",
    "React",
    "TypeScript",
    "FastAPI",
    "Pydantic",
    "Celery",
    "Kubernetes",
    "asyncpg",
    "httpx",
    "Flask",
    "Alembic",
]
SHORT = re.compile(
    rf"(?<![\w./-])(?P<name>{'|'.join(KNOWN)})\s?(?P<number>\d+(?:\.\d+)?\+?)(?![\w.%]*\w)", re.IGNORECASE
)


def named_versions(text):
    """The versions as they are written, each once, in their order."""
    found = [(match.start(), match[0]) for pattern in (VERSION, SHORT) for match in pattern.finditer(text)]
    return list(dict.fromkeys(" ".join(words.split()) for _, words in sorted(found)))
