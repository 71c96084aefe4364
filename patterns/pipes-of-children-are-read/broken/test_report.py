import subprocess
import sys

PRINT_REPORT = "for number in range(20_000): print('order', number)"


def run_report():
    process = subprocess.Popen([sys.executable, "-c", PRINT_REPORT], stdout=subprocess.PIPE, text=True)
    try:
        process.wait(timeout=2)
        return process.stdout.read()
    finally:
        process.kill()
        process.stdout.close()


def test_a_report_lists_all_orders():
    assert run_report().count("order") == 20_000
