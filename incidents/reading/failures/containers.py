"""Docker, Compose, BuildKit, Kubernetes, Helm and Terraform: what the client, the daemon or an event says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run
from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.line_patterns import LinePattern, line_error
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

FORM, LANGUAGE = "containers", "docker"
CUES = (
    "docker",
    "Docker",
    "daemon",
    "ontainer",
    "failed to solve",
    "Error from server",
    "kubelet",
    "port is already allocated",
    "pull access denied",
    "returned a non-zero code",
    "BackOff",
    "Back-off",
    "ImagePull",
    "OOMKilled",
    "probe failed",
    "nodes are available",
    "FAILED: ",
    "│ Error: ",
    "dependency failed",
    "connection to the server",
    "manifest",
    "exec ",
    "is unhealthy",
    "has neither an image",
)

POD_STATE = re.compile(r"(?<!\w)(?P<message>(?P<code>CrashLoopBackOff|ImagePullBackOff|ErrImagePull|OOMKilled))\b")
LINES = (
    LinePattern(
        "connect to the Docker daemon",
        re.compile(
            r"(?P<message>Cannot connect to the Docker daemon(?: at [^\s`\"')]+)?"
            r"(?: [Ii]s the docker daemon running\?)?)"
        ),
    ),
    LinePattern(
        "connect to the ",
        re.compile(r"(?:Got )?(?P<message>permission denied while trying to connect to the [Dd]ocker .+)$"),
    ),
    LinePattern("Error response from daemon: ", re.compile(r"Error response from daemon: (?P<message>\S.*)$")),
    LinePattern(
        "ERROR: for ", re.compile(r"ERROR: for \S+\s+(?P<message>Cannot (?:start|create) (?:service|container) .+)$")
    ),
    LinePattern(
        "port is already allocated", re.compile(r"(?P<message>Bind for \S+ failed: port is already allocated)")
    ),
    LinePattern("failed to solve: ", re.compile(r"(?P<message>failed to solve: (?!failed to solve)\S.*)$")),
    LinePattern(
        "returned a non-zero code", re.compile(r"(?P<message>The command .+ returned a non-zero code: (?P<code>\d+))")
    ),
    LinePattern("dependency failed to start", re.compile(r"(?P<message>dependency failed to start: .+)$")),
    LinePattern("is unhealthy", re.compile(r"(?P<message>(?:service|container) \S+ is unhealthy)")),
    LinePattern("has neither an image", re.compile(r"(?P<message>service \S+ has neither an image nor .*)$")),
    LinePattern("pull access denied", re.compile(r"(?P<message>pull access denied for .+)$")),
    LinePattern("manifest ", re.compile(r"(?P<message>(?:no matching manifest for|manifest for \S+ not found).*)$")),
    LinePattern("exec format error", re.compile(r"(?P<message>exec (?:\S+: )?(?:exec )?format error)")),
    LinePattern("exec ", re.compile(r"^(?P<message>exec /?\S+: (?:no such file or directory|permission denied))$")),
    LinePattern(
        "ontainer name",
        re.compile(r"(?P<message>(?:Conflict\. )?The container name \S+ is already in use.*)$"),
    ),
    LinePattern("Error from server", re.compile(r"Error from server(?: \((?P<code>\w+)\))?: (?P<message>\S.*)$")),
    LinePattern(
        "connection to the server", re.compile(r"(?P<message>The connection to the server \S+ was refused.*)$")
    ),
    LinePattern(
        "FAILED: ",
        re.compile(r"^Error: (?P<message>(?:INSTALLATION|UPGRADE|UNINSTALLATION|ROLLBACK) FAILED: .+)$"),
    ),
    LinePattern(
        "Warning  ",
        re.compile(
            r"^\s*(?:\S+\s+)?Warning\s+(?P<code>Failed\w*|BackOff|Unhealthy|Evicted|OOMKilling|NodeNotReady|\w+Failed)"
            r"\s+(?:.*?(?:kubelet|scheduler|controller|attachdetach)\S*|[a-z]+/\S+)\s+(?P<message>\S.*)$"
        ),
    ),
    LinePattern("BackOff", POD_STATE),
    LinePattern("ErrImage", POD_STATE),
    LinePattern("OOMKilled", POD_STATE),
    LinePattern("Back-off ", re.compile(r"(?P<message>Back-off (?:restarting failed container|pulling image).*)$")),
    LinePattern("probe failed", re.compile(r"(?P<message>(?:Readiness|Liveness|Startup) probe failed: .+)$")),
    LinePattern("nodes are available", re.compile(r"(?P<message>0/\d+ nodes are available: .+)$")),
)
# What the daemon's wrappers ("driver failed ...:", "failed to create task ...:") carry at their end.
INNER = (
    re.compile(r": (?P<message>Bind for \S+ failed: .+)$"),
    re.compile(r": (?P<message>listen tcp\S* .+)$"),
    re.compile(r"(?P<message>exec: \"[^\"]+\": .+?)(?:: unknown\.?)?$"),
    re.compile(r": (?P<message>process \".+\" did not complete successfully: exit code: \d+)$"),
    re.compile(r"(?P<message>failed to compute cache key: .+)$"),
    re.compile(r": (?P<message>dial (?:tcp|unix) .+)$"),
    re.compile(r": (?P<message>(?:write|mkdir|open|lstat|stat) \S+: .+)$"),
    re.compile(r": (?P<message>(?:unauthorized|denied|toomanyrequests|no matching manifest|manifest unknown)\b.*)$"),
    re.compile(r": (?P<message>error mounting .+?)(?:: unknown\.?)?$"),
)
EXIT_CODE = re.compile(r"exit code: (\d+)$")
WRAPPED_LINES = 3
NOTES = 20
OPEN_END = re.compile(r"(?:[,:]|[(\[][^)\]]*| (?:on|endpoint \S+|to|at|for|in|the|of))\s*$")
DAEMON_QUESTION = re.compile(r"^\s*is the docker daemon running\?", re.IGNORECASE)
BUILD_CONTEXT = re.compile(r"^(?:-{4,}|\S*Dockerfile\S*:\d+|\s*\d+ \|| > \[)")
TERRAFORM = re.compile(r"^\s*│ Error: (?P<message>\S.*)$")
TERRAFORM_PLACE = re.compile(r"^\s*│\s+on (?P<file>\S+) line (?P<line>\d+)")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The errors of container tools in `lines`; what a wrapper carries at its end is a link of its own."""
    return read_in_turn(lines, _failure_at)


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    line = lines[index]
    if "│ Error" in line and (found := TERRAFORM.match(line)):
        return _terraform(lines, index, found["message"])
    error = line_error(line, index + 1, LINES)
    if not error:
        return None
    error, end = _unwrapped(lines, index, error)
    return Failure(FORM, as_chain(tuple(_links(error))), (_first(lines, index), end), LANGUAGE)


def _unwrapped(lines: Sequence[str], index: int, error: Error) -> tuple[Error, int]:
    """The error with the rest of a message that the terminal broke into several lines, and the index after it."""
    end, message = index + 1, error.message
    while end < min(len(lines), index + 1 + WRAPPED_LINES) and _goes_on(message, lines[end]):
        message = f"{message} {lines[end].strip()}"
        end += 1
    return replace(error, message=message), end


def _goes_on(message: str, below: str) -> bool:
    if DAEMON_QUESTION.match(below):
        return not message.endswith("?")
    return bool(below.strip()) and bool(OPEN_END.search(message[-120:]))


def _links(error: Error) -> Iterator[Error]:
    exit_code = EXIT_CODE.search(error.message)
    yield replace(error, code=error.code or (f"exit code {exit_code[1]}" if exit_code else ""))
    for pattern in INNER:
        found = pattern.search(error.message)
        if found and found["message"] != error.message:
            yield Error("", found["message"], error.line)
            return


def _first(lines: Sequence[str], index: int) -> int:
    """The line number from which BuildKit shows the step and the Dockerfile around it, for "failed to solve"."""
    first = index
    while "failed to solve" in lines[index] and first and BUILD_CONTEXT.match(lines[first - 1]):
        first -= 1
    return first + 1


def _terraform(lines: Sequence[str], index: int, message: str) -> Failure:
    end = end_of_run(lines, index + 1, _in_box)
    below = lines[index + 1 : end]
    notes = [text for line in below if (text := line.strip(" │"))]
    frames = tuple(frame_of(place) for line in below if (place := TERRAFORM_PLACE.match(line)))
    error = Error("", message, index + 1, notes=tuple(notes[:NOTES]), frames=frames)
    return Failure("terraform", (error,), (index + 1, end), "terraform")


def _in_box(line: str) -> bool:
    return line.lstrip().startswith("│")


RECOGNISER = Recogniser(FORM, CUES, recognise)
