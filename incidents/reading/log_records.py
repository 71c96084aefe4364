"""Logs written as one JSON object a line are turned back into the lines that a person would have read."""

import json
from collections.abc import Sequence

MESSAGE_KEYS = ("log", "message", "msg", "event", "textPayload", "MESSAGE", "body", "short_message")
STACK_KEYS = ("stack", "stack_trace", "stacktrace", "stackTrace", "exc_info", "exception", "traceback", "error", "err")
LEVEL_KEYS = ("level", "levelname", "severity", "log.level", "lvl")
LOUD = frozenset({"error", "critical", "fatal", "panic", "severe", "err", "50", "60"})
SAMPLE, MAJORITY = 200, 0.6


def are_records(lines: Sequence[str]) -> bool:
    """Whether most of the first filled lines are JSON objects."""
    sample = [line.strip() for line in lines[: 2 * SAMPLE] if line.strip()][:SAMPLE]
    return bool(sample) and sum(map(_looks_like_record, sample)) >= MAJORITY * len(sample)


def unwrap_record(line: str) -> list[str]:
    """The message of one record with its level before it and its stack below; the line itself if it is no record."""
    if not _looks_like_record(line.strip()):
        return [line]
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return [line]
    if not isinstance(record, dict):
        return [line]
    return _lines_of(record) or [line]


def _looks_like_record(line: str) -> bool:
    return line.startswith('{"') and line.endswith("}")


def _lines_of(record: dict[str, object]) -> list[str]:
    message = next((record[key] for key in MESSAGE_KEYS if isinstance(record.get(key), str)), "")
    stacks = [text for key in STACK_KEYS if (text := _stack_of(record.get(key)))]
    level = next((str(record[key]) for key in LEVEL_KEYS if key in record), "")
    text = str(message).rstrip("\n")
    stacks = [stack for stack in dict.fromkeys(stacks) if stack not in text]
    if text and level.lower() in LOUD and not stacks:
        text = f"ERROR {text}"
    return "\n".join([text, *stacks] if text else stacks).split("\n") if text or stacks else []


def _stack_of(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("stack") or value.get("stacktrace") or value.get("message")
    if isinstance(value, list):
        value = "\n".join(part for part in value if isinstance(part, str))
    return value.strip("\n") if isinstance(value, str) else ""
