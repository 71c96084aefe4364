import pytest

from incidents.reading.failures.containers import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

BUILD = """
 > [5/7] RUN go mod download:
------
Dockerfile:10
--------------------
   9 |     COPY go.mod go.sum ./
  10 | >>> RUN go mod download
--------------------
ERROR: failed to solve: process "/bin/sh -c go mod download" did not complete successfully: exit code: 1
"""
TERRAFORM = """
╷
│ Error: Unsupported argument
│
│   on main.tf line 3, in resource "aws_instance" "web":
│    3:   nope = 1
╵
"""
DAEMON = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"

CASES = [
    pytest.param(f"docker: {DAEMON}", [("last", "", "", DAEMON)], id="daemon"),
    pytest.param(
        "docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\nIs the docker daemon running?.",
        [("last", "", "", f"{DAEMON}.")],
        id="daemon on two lines",
    ),
    pytest.param(
        "docker: Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/d.sock",
        [
            (
                "last",
                "",
                "",
                "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/d.sock",
            )
        ],
        id="socket",
    ),
    pytest.param(
        "Error response from daemon: driver failed programming external connectivity on endpoint web\n"
        "(43f832ac3343): Bind for 0.0.0.0:80 failed: port is already allocated",
        [
            (
                "last",
                "",
                "",
                "driver failed programming external connectivity on endpoint web (43f832ac3343): "
                "Bind for 0.0.0.0:80 failed: port is already allocated",
            ),
            ("root", "", "", "Bind for 0.0.0.0:80 failed: port is already allocated"),
        ],
        id="port behind a wrapper",
    ),
    pytest.param(
        BUILD,
        [
            (
                "last",
                "",
                "exit code 1",
                'failed to solve: process "/bin/sh -c go mod download" did not complete successfully: exit code: 1',
            ),
            (
                "root",
                "",
                "",
                'process "/bin/sh -c go mod download" did not complete successfully: exit code: 1',
            ),
        ],
        id="buildkit",
    ),
    pytest.param(
        "dependency failed to start: container db is unhealthy",
        [("last", "", "", "dependency failed to start: container db is unhealthy")],
        id="compose",
    ),
    pytest.param(
        'Error from server (NotFound): pods "cart" not found',
        [("last", "", "NotFound", 'pods "cart" not found')],
        id="kubectl",
    ),
    pytest.param(
        '  Warning  Failed     3s (x2 over 9s)  kubelet            Failed to pull image "cart:1": not found',
        [("last", "", "Failed", 'Failed to pull image "cart:1": not found')],
        id="event",
    ),
    pytest.param(
        "cart-5d8   0/1     CrashLoopBackOff   7   12m",
        [("last", "", "CrashLoopBackOff", "CrashLoopBackOff")],
        id="pod status",
    ),
    pytest.param(TERRAFORM, [("last", "", "", "Unsupported argument")], id="terraform"),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_the_step_shown_above_belongs_to_the_failed_build():
    (failure,) = failures(RECOGNISER, BUILD)
    assert failure.lines == (1, 8)


def test_terraform_says_where():
    (failure,) = failures(RECOGNISER, TERRAFORM)
    assert [(frame.file, frame.line) for frame in failure.errors[0].frames] == [("main.tf", 3)]


@pytest.mark.parametrize("text", ["Container cart-1  Started", "docker compose up -d", "ERROR: it broke"])
def test_progress_is_left_alone(text):
    assert failures(RECOGNISER, text) == []
