import subprocess


def test_the_suite_tells_its_version():
    told = subprocess.run(["python", "-m", "pytest", "--version"], stdout=subprocess.PIPE, text=True, check=True)
    assert told.stdout.startswith("pytest")
