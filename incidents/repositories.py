"""Git repositories as sources, read from their objects: no git program, no working copy, only what was committed."""

import io
import os
import re
import stat
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import islice
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from dulwich import errors, porcelain
from dulwich.object_store import MaxTreeDepthExceeded, iter_tree_contents
from dulwich.objects import Commit, TreeEntry
from dulwich.repo import Repo, UnsupportedExtension, UnsupportedVersion
from urllib3.exceptions import HTTPError

from incidents.files import Found, Source, Unreadable, is_document, is_hidden, is_wanted, readable_name, source_of

MAX_DEPTH = 200
SCHEMES = ("https", "ssh")
ADDRESS = re.compile(r"[A-Za-z][\w+.-]*+:(?://|:)")
# git's short form of an ssh address, user@host:path
SHORT_SSH = re.compile(r"(?P<host>[\w.-]++@\w[\w.-]*+):(?P<path>[^:]++)")
# The location of a file: its repository with the branch, and its path in there.
LOCATION = re.compile(r"(?P<repository>(?:git:|[a-z]+://).*?@.*?)!/(?P<path>.+)", re.DOTALL)
PLACES_OF_A_BRANCH = (b"refs/heads/", b"refs/remotes/origin/", b"refs/tags/")

# What dulwich raises for a repository that is damaged, made up, or not there.
DAMAGES = (
    errors.ApplyDeltaError,
    errors.ChecksumMismatch,
    errors.FileFormatException,
    errors.GitProtocolError,
    errors.NotGitRepository,
    errors.ObjectMissing,
    errors.WrongObjectException,
    MaxTreeDepthExceeded,
    UnsupportedExtension,
    UnsupportedVersion,
    HTTPError,
    porcelain.Error,
    struct.error,
    zlib.error,
    AssertionError,
    KeyError,
    OSError,
    ValueError,
)


@dataclass(frozen=True)
class Checkout:
    """What of a repository is wanted: `branch` "" is the one that HEAD names, `glob` "" every document."""

    branch: str = ""
    glob: str = ""


def is_remote(name: str) -> bool:
    """True for an address, allowed or not, as opposed to a path."""
    return bool(ADDRESS.match(name) or SHORT_SSH.fullmatch(name)) and not os.path.exists(name)


def without_password(name: str) -> str:
    """The address as it may be shown and stored. Tokens are written where the user or the password stands."""
    if not is_remote(name):
        return name
    parts = urlsplit(_long_form(name))
    user, _, host = parts.netloc.rpartition("@")
    shown = f"{user.partition(':')[0]}@{host}" if user and parts.scheme == "ssh" else host
    return urlunsplit(parts._replace(netloc=shown, query="", fragment=""))


def place_of(location: str) -> tuple[str, str]:
    """The repository with the branch that a document is from, and its path in there: ("git:/srv/a@main", "docs/b.md").

    Both are "" if it is from none.
    """
    found = LOCATION.fullmatch(location)
    return (found["repository"], found["path"]) if found else ("", "")


def open_repository(name: str, checkout: Checkout, stack: ExitStack) -> Source:
    """The documents of a branch as committed last; a repository that cannot be had is one refused file."""
    address = without_password(name) if is_remote(name) else f"git:{readable_name(os.fsencode(os.path.abspath(name)))}"
    try:
        repository = stack.enter_context(_fetched(name, checkout, stack) if is_remote(name) else _local(name))
        branch, tree = _tree(repository, checkout.branch)
        prefix = f"{address}@{branch}!/"
        wanted = _matching(checkout.glob)
        folder = _folder_name(address)
        found = [
            _found(repository, entry, prefix + inner, f"{folder}/{inner}")
            for inner, entry in _files(repository, tree)
            if wanted(inner) or not is_document(inner)
        ]
    except Unreadable as error:
        return Source((Found(address, address, refusal=str(error)),))
    except DAMAGES as error:
        return Source((Found(address, address, refusal=f"The repository cannot be read: {_reason(error)}."),))
    return source_of(found, prefix, lambda known: known.startswith(prefix) and wanted(known.removeprefix(prefix)))


def _long_form(address: str) -> str:
    short = SHORT_SSH.fullmatch(address)
    return f"ssh://{short['host']}/{short['path'].lstrip('/')}" if short else address


def _local(name: str) -> Repo:
    try:
        return Repo(os.path.abspath(name))
    except errors.NotGitRepository as error:
        raise Unreadable("There is no git repository: name a folder that holds .git, or a bare one.") from error


def _fetched(address: str, checkout: Checkout, stack: ExitStack) -> Repo:
    scheme = urlsplit(_long_form(address)).scheme
    if scheme not in SCHEMES:
        raise Unreadable(f"Repositories are fetched by https and ssh only, not by {scheme}.")
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="errata-git-", ignore_cleanup_errors=True))
    try:
        return porcelain.clone(
            address, folder, bare=True, depth=1, branch=checkout.branch or None, errstream=io.BytesIO()
        )
    except DAMAGES as error:
        secret = urlsplit(_long_form(address)).netloc.rpartition("@")[0]
        reason = _reason(error).replace(secret, "…") if secret else _reason(error)
        raise Unreadable(f"The repository cannot be fetched: {reason}.") from error


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__


def _tree(repository: Repo, branch: str) -> tuple[str, bytes]:
    """The name of the branch, and the id of the tree of its last commit."""
    ref = _ref(repository, branch)
    commit = repository[repository.get_peeled(ref)]
    if not isinstance(commit, Commit):
        raise Unreadable(f"{branch} is a tag of something that is not a commit.")
    name = branch or readable_name(ref.removeprefix(b"refs/heads/"))
    return name, commit.tree


def _ref(repository: Repo, branch: str) -> bytes:
    names = repository.refs.keys()
    if not branch:
        ref = repository.refs.follow(b"HEAD")[0][-1]
        if ref not in names:
            raise Unreadable("The repository has no commit yet, or its HEAD names a branch that is not there.")
        return ref
    wanted = branch.encode(errors="surrogateescape")
    for place in PLACES_OF_A_BRANCH:
        if place + wanted in names:
            return place + wanted
    heads = sorted(readable_name(ref.removeprefix(b"refs/heads/")) for ref in names if ref.startswith(b"refs/heads/"))
    raise Unreadable(f"There is no branch or tag {branch}; the branches are {', '.join(heads[:10]) or 'none'}.")


def _matching(glob: str) -> Callable[[str], bool]:
    """Tells whether a path inside the repository is wanted: `*` and `?` stay in a folder, `**/` goes through any."""
    if not glob:
        return lambda name: True
    parts = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pattern = "".join(parts.get(part, re.escape(part)) for part in re.split(r"(\*\*/|\*\*|\*|\?)", glob))
    whole = re.compile(pattern, re.DOTALL)
    return lambda name: bool(whole.fullmatch(name))


def _files(repository: Repo, tree: bytes) -> Iterator[tuple[str, TreeEntry]]:
    # Trees count too: a few objects can stand for more folders than there is time for.
    entries = iter_tree_contents(repository.object_store, tree, include_trees=True, max_depth=MAX_DEPTH)
    for entry in islice(entries, settings.MAX_ARCHIVE_FILES):
        name = readable_name(entry.path)
        if not stat.S_ISDIR(entry.mode) and not is_hidden(name) and is_wanted(name):
            yield name, entry
    if next(entries, None):
        raise Unreadable(f"The repository has more than {settings.MAX_ARCHIVE_FILES:,} files and folders.")


def _found(repository: Repo, entry: TreeEntry, location: str, path: str) -> Found:
    refusal = "" if stat.S_ISREG(entry.mode) else "This is a link, not a file."
    return Found(location, path, 0, partial(_read, repository, entry), refusal)


def _read(repository: Repo, entry: TreeEntry, most: int) -> bytes:
    try:
        return repository[entry.sha].data[:most]
    except DAMAGES as error:
        raise Unreadable(f"The repository is damaged there: {_reason(error)}.") from error


def _folder_name(address: str) -> str:
    name = re.split(r"[/\\:]", address.rstrip("/\\"))[-1]
    return name.removesuffix(".git") or "repository"
