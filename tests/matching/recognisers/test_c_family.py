import pytest

from incidents.reading.failures.c_family import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

GCC = """
a.c: In function ‘main’:
a.c:4:26: error: ‘undeclared’ undeclared (first use in this function)
    4 | int main(){ undeclared = 3; }
      |             ^~~~~~~~~~
a.c:4:26: note: each undeclared identifier is reported only once for each function it appears in
make: *** [Makefile:3: a] Error 1
"""
ADDRESS = """
=================================================================
==17066==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000011 at pc 0x55797970f1f4 bp 0x7fff6225ef00
WRITE of size 1 at 0x602000000011 thread T0
    #0 0x55797970f1f3 in main /srv/shop/s.c:3
    #1 0x7fb78ec45249 in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58

freed by thread T0 here:
    #0 0x7fb78eeb76a8 in __interceptor_free ../asan_malloc_linux.cpp:52

SUMMARY: AddressSanitizer: heap-use-after-free /srv/shop/s.c:3 in main
Shadow bytes around the buggy address:
  0x0c047fff7fb0: 00 00 00 00
==17066==ABORTING
"""
LINKER = """
/usr/bin/ld: /tmp/ccBTMzR3.o: in function `main':
l.c:(.text+0xa): undefined reference to `helper'
collect2: error: ld returned 1 exit status
"""
CMAKE = """
CMake Error at CMakeLists.txt:7 (find_package):
  Could not find a package configuration file provided by "Boost"

  Add the installation prefix of "Boost" to CMAKE_PREFIX_PATH

-- Configuring incomplete, errors occurred!
"""
VALGRIND = """
==123== Invalid read of size 4
==123==    at 0x10916B: main (u.c:3)
"""

CASES = [
    pytest.param(GCC, [("last", "", "", "‘undeclared’ undeclared (first use in this function)")], id="gcc"),
    pytest.param(
        "b.cpp:3:45: error: invalid conversion from ‘const char*’ to ‘int’ [-fpermissive]",
        [("last", "", "-fpermissive", "invalid conversion from ‘const char*’ to ‘int’")],
        id="flag",
    ),
    pytest.param(
        "n.c:1:10: fatal error: nope.h: No such file or directory\ncompilation terminated.",
        [("last", "", "", "nope.h: No such file or directory")],
        id="missing header",
    ),
    pytest.param(
        "cart.cpp(12): error C2065: 'x': undeclared identifier",
        [("last", "", "C2065", "'x': undeclared identifier")],
        id="msvc",
    ),
    pytest.param(
        "cart.obj : error LNK2019: unresolved external symbol foo",
        [("last", "", "LNK2019", "unresolved external symbol foo")],
        id="msvc linker",
    ),
    pytest.param(LINKER, [("last", "", "", "undefined reference to `helper'")], id="ld"),
    pytest.param(ADDRESS, [("last", "AddressSanitizer", "", "heap-use-after-free")], id="asan"),
    pytest.param(
        "u.c:2:42: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'",
        [
            (
                "last",
                "UndefinedBehaviorSanitizer",
                "",
                "signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'",
            )
        ],
        id="ubsan",
    ),
    pytest.param(VALGRIND, [("last", "valgrind", "", "Invalid read of size 4")], id="valgrind"),
    pytest.param(
        "terminate called after throwing an instance of 'std::out_of_range'\n  what():  vector::_M_range_check",
        [("last", "std::out_of_range", "", "vector::_M_range_check")],
        id="terminate",
    ),
    pytest.param(
        "cart: cart.c:2: main: Assertion `total == 2' failed.",
        [("last", "", "", "Assertion `total == 2' failed.")],
        id="assert",
    ),
    pytest.param(
        "./shop: error while loading shared libraries: libpng12.so.0: cannot open shared object file: No such file",
        [
            (
                "last",
                "",
                "",
                "error while loading shared libraries: libpng12.so.0: cannot open shared object file: No such file",
            )
        ],
        id="shared library",
    ),
    pytest.param(
        "Segmentation fault (core dumped)", [("last", "", "SIGSEGV", "Segmentation fault (core dumped)")], id="crash"
    ),
    pytest.param(
        CMAKE,
        [("last", "CMake Error", "", 'Could not find a package configuration file provided by "Boost"')],
        id="cmake",
    ),
    pytest.param(
        "make: *** [Makefile:3: a] Error 1", [("last", "", "", "*** [Makefile:3: a] Error 1")], id="only make"
    ),
    pytest.param(
        "make: *** No rule to make target 'nofile'.  Stop.",
        [("last", "", "", "No rule to make target 'nofile'.")],
        id="no rule",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_source_lines_and_notes_belong_to_the_error():
    (failure,) = failures(RECOGNISER, GCC)
    assert failure.lines == (1, 5)


def test_the_first_stack_of_a_sanitizer_is_where_it_happened():
    (failure,) = failures(RECOGNISER, ADDRESS)
    frame = failure.errors[0].frames[0]
    assert (frame.function, frame.file, frame.line) == ("main", "/srv/shop/s.c", 3)
    assert failure.lines[1] == 13


@pytest.mark.parametrize("text", ["M.java:1: error: cannot find symbol", "src/cart.ts(7,8): error TS2307: Cannot find"])
def test_other_compilers_are_left_alone(text):
    assert failures(RECOGNISER, text) == []
