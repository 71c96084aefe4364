"""Who may do what, as PAGES.md and docs/accounts.md say it, and who knows of which document.

Written by hand: nothing here is asked of kb/access.py, which is what the matrix puts to the test.
"""

from dataclasses import dataclass, field

PEOPLE = ("visitor", "viewer", "reader", "contributor", "author", "curator", "owner", "admin")
# The roles of those who are not called after theirs.
ROLES = {"reader": "viewer", "author": "contributor", "admin": "owner", "somebody": "viewer"}

ALL = frozenset(PEOPLE)
MEMBERS = ALL - {"visitor"}
ADMINS = frozenset({"admin"})
OWNERS = ADMINS | {"owner"}
CURATORS = OWNERS | {"curator"}
WRITERS = CURATORS | {"contributor", "author"}
NOBODY = frozenset()

# All were written by the author. The reader is a viewer who is named in what is published and restricted, and who was
# asked to review what is not published.
NAMED = CURATORS | {"author", "reader"}
KNOWN_TO = {
    "open": ALL,
    "locked": ALL,
    "restricted": NAMED,
    "draft": WRITERS | {"reader"},
    "restricted review": NAMED,
    "deleted": NOBODY,
    "deleted restricted": NOBODY,
    # What belongs to no document: the site itself, one's own notice or token, that of somebody else, what is not there.
    "": ALL,
    "own": ALL,
    "another's": NOBODY,
    "none": NOBODY,
}
# What was deleted is still known where one brings it back, to who knew of it before.
IN_THE_BIN = KNOWN_TO | {"deleted": ALL, "deleted restricted": NAMED}


@dataclass(frozen=True)
class Right:
    """Those who have it about what they know of, and the documents about which it is others who have it."""

    people: frozenset
    but: dict = field(default_factory=dict)

    def about(self, thing):
        return self.but.get(thing, self.people)

    def anybody(self):
        return self.people.union(*self.but.values())


OWN_IF_LOCKED = {"locked": CURATORS | {"author"}}
OWN_DRAFTS = {"draft": CURATORS | {"author"}, "restricted review": CURATORS | {"author"}}
ASKED = {"draft": CURATORS | {"reader"}, "restricted review": CURATORS | {"reader"}}
RIGHTS = {
    "read": Right(ALL),
    "have an account": Right(MEMBERS),
    "comment": Right(MEMBERS),
    "say what worked": Right(MEMBERS),
    "write": Right(WRITERS),
    "import": Right(WRITERS),
    "edit": Right(WRITERS, OWN_IF_LOCKED),
    "decide a conflict": Right(WRITERS, OWN_IF_LOCKED),
    "settle a comment": Right(WRITERS | {"reader"}, {"locked": CURATORS | {"author", "reader"}}),
    "finish an action": Right(WRITERS | {"reader"}),
    "publish": Right(CURATORS | {"author"}),
    "judge": Right(CURATORS, ASKED),
    "restrict": Right(CURATORS | {"author"}),
    "retire": Right(CURATORS),
    "delete": Right(CURATORS, OWN_DRAFTS),
    "decide on entries": Right(CURATORS),
    "own the site": Right(OWNERS),
    "redact": Right(ADMINS),
    "administer": Right(ADMINS),
}
# What the switches of a site that only its people reach give to everybody who knows of the thing.
GENEROUS = RIGHTS | {
    "import": Right(ALL),
    "decide a conflict": Right(ALL, OWN_IF_LOCKED),
    "say what worked": Right(ALL),
    "finish an action": Right(ALL),
    "decide on entries": Right(ALL),
}


@dataclass(frozen=True)
class Site:
    """How the switches of a site stand, and who asks there."""

    people: tuple
    anonymous_read: bool
    rights: dict = field(default_factory=lambda: RIGHTS)

    @property
    def switches(self):
        others = dict.fromkeys(("ALLOW_IMPORTS", "ALLOW_CURATION", "ANONYMOUS_FEEDBACK"), self.rights is GENEROUS)
        return others | {"ANONYMOUS_READ": self.anonymous_read}

    def differs(self, right):
        """Whether others have the right here than where no switch gives it to them."""
        return self.rights is RIGHTS or self.rights[right] != RIGHTS[right]


# Where it is open to all, that is something else for visitors only.
SITES = {
    "closed": Site(PEOPLE, anonymous_read=False),
    "open": Site(("visitor",), anonymous_read=True),
    "generous": Site(("visitor", "viewer"), anonymous_read=True, rights=GENEROUS),
}
