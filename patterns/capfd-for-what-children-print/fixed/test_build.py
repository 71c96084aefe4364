import subprocess
import sys


def build():
    subprocess.run([sys.executable, "-c", "print('3 pages built')"], check=True)


def test_a_build_tells_what_it_built(capfd):
    build()
    assert "3 pages built" in capfd.readouterr().out, "the captured output does not tell how many pages were built"
