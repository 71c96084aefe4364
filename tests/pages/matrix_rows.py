"""The words in which the matrix tells of an address: what it is about, how it is asked, what it gives to whom."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import SimpleNamespace

from tests.pages.matrix_rights import KNOWN_TO, OWNERS, RIGHTS

SIGN_IN = "sent to sign in"
# What an address is made with of which there is none.
NONE = SimpleNamespace(pk=999_999_999, slug="none", sha256="0" * 64, version=1)


@dataclass(frozen=True)
class About:
    """What an address is about: `things` of the world, and what the address is made with for one of them."""

    things: tuple = ("",)
    address: Callable = lambda asked: {}

    def also(self, **words):
        """The same with words in the address that are the same for all."""
        return replace(self, address=lambda asked: self.address(asked) | words)


def pk_of(name):
    return lambda asked: {"pk": asked.thing(name).pk}


def of_world(**names):
    """Something of the site by its names: `token="link"` makes the address with the link of the world."""
    return About(address=lambda asked: {word: asked.thing(name) for word, name in names.items()})


DOCUMENTS = ("open", "locked", "restricted", "draft", "restricted review", "deleted restricted", "none")
ENTRIES = ("open", "restricted", "none")
# Owners and admins have the rights of curators, and are asked about a few of these things only.
OF_OWNERS = ("restricted review", "deleted restricted", "own", "another's", "none")
SITE, IN_THE_FORM = About(), About(DOCUMENTS)
DOCUMENT, COMMENT, ACTION, CONFLICT, DOUBLE = (
    About(DOCUMENTS, pk_of(name)) for name in ("document", "comment", "action", "conflict", "duplicate")
)
DELETED = About(("deleted", "deleted restricted", "none"), pk_of("document"))
REVISION = DOCUMENT.also(number=1)
PICTURE = About(DOCUMENTS, lambda asked: {"sha256": asked.thing("picture").sha256})
SIGNATURE = About(ENTRIES, lambda asked: {"slug": asked.thing("signature").slug})
CAUSE, FIX, RULE, PATTERN, ACT = (About(ENTRIES, pk_of(kind)) for kind in ("cause", "fix", "rule", "pattern", "act"))
# A signature that is named in a form about the open document.
OF_SIGNATURE = About(ENTRIES, lambda asked: {"pk": asked.world.things["open"].document.pk})
NOTICE, TOKEN = (About(("own", "another's", "none"), pk_of(name)) for name in ("notice", "token"))


@dataclass(frozen=True)
class Row:
    """A way to ask an address: the right it takes, and the status for who has it, by thing where that differs.

    `sends` gives what a form holds, `changes` says that it changes something where it gives 302. It is for `everybody`
    if it answers even where the site is read with an account only; `visitor` is the refusal of who has no account.
    """

    right: str
    about: About = SITE
    gives: int | dict = 200
    method: str = "GET"
    query: str = ""
    sends: Callable = lambda asked: None
    changes: bool = True
    everybody: bool = False
    visitor: int | str = 403
    known_to: dict = None
    by_program: bool = False

    @property
    def is_form(self):
        return self.method != "GET"

    def asked_by(self, person):
        """The things that somebody asks about: a lock only where it closes something."""
        things = [thing for thing in self.about.things if thing != "locked" or "locked" in RIGHTS[self.right].but]
        if person not in OWNERS or len(things) == 1:
            return things
        return [thing for thing in things if thing in OF_OWNERS]

    def knows(self, person, thing):
        return person in (self.known_to or KNOWN_TO)[thing]

    def status(self, thing):
        return self.gives if isinstance(self.gives, int) else self.gives.get(thing, self.gives["else"])


def get(right, about=SITE, gives=200, **columns):
    return Row(right, about, gives, **columns)


def post(right, about=SITE, gives=302, *, sends=None, **columns):
    asked = sends if callable(sends) else lambda asked: sends or {}
    return Row(right, about, gives, "POST", sends=asked, **columns)


def keeps(right, gives, about, sends=None, **columns):
    """A form that takes long texts: it answers for itself also who is not signed in."""
    return post(right, about, gives, sends=sends, everybody=True, **columns)


def asks(method, right, about=SITE, *, sends=None, **columns):
    """A question of the API, with a key."""
    return Row(right, about, 200, method, sends=lambda asked: sends, by_program=True, **columns)


def both(right, about=SITE, gives=302, *, sends=None, shows=200, **columns):
    """A page with a form, and the form."""
    return [get(right, about, shows, **columns), post(right, about, gives, sends=sends, **columns)]


def in_all_forms(right, **columns):
    return [get(right, query=query, **columns) for query in ("", "as=json", "as=atom", "as=csv")]


def unfinished(gives, otherwise):
    """What is given for drafts and what is in review, and for all else."""
    return {"draft": gives, "restricted review": gives, "else": otherwise}
