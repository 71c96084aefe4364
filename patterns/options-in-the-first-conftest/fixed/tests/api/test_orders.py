def test_slow_tests_are_asked_for(run_slow):
    assert run_slow
