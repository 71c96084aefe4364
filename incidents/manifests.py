"""Which file is which document, said beside it: in the manifest of an export, or in a sidecar of its own.

No file has to be changed to carry its id.
"""

import json
from dataclasses import asdict, dataclass

MANIFEST = "manifest.json"
FORMAT = "errata documents 1"
# What stands beside `pool.md` as `pool.md.errata.json`.
SIDECAR = ".errata.json"
SIDECAR_FORMAT = "errata sidecar 1"
MOST_BYTES_OF_A_SIDECAR = 10_000
# Counted up when a column of the lines in `data/` changes its meaning.
SCHEMA = 1
# More than this no manifest has; of what an archive claims to be one no more is read.
MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class Listed:
    """What a manifest says of a file: the id of its document, its state and who may see it; "" if nothing."""

    id: str = ""
    state: str = ""
    visibility: str = ""


NOT_LISTED = Listed()


def listed(content: bytes) -> dict[str, Listed]:
    """The documents that a manifest lists, by path; nothing if it is none of ours."""
    try:
        manifest = json.loads(content)
        if manifest["format"] != FORMAT:
            return {}
        return {
            str(one["path"]): Listed(str(one["id"]), str(one.get("state", "")), str(one.get("visibility", "")))
            for one in manifest["documents"]
        }
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return {}


def sidecar_of(told: Listed) -> bytes:
    return (json.dumps({"format": SIDECAR_FORMAT, **asdict(told)}, indent=1) + "\n").encode()


def read_sidecar(content: bytes) -> Listed:
    """What a sidecar says; nothing if it is none of ours."""
    try:
        told = json.loads(content)
        if told["format"] != SIDECAR_FORMAT:
            return NOT_LISTED
        return Listed(*(str(told.get(name, "")) for name in ("id", "state", "visibility")))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return NOT_LISTED
