"""Test patterns as folders: what is in one, how its suites are run, and whether they do what the pattern says.

Only what the command line names is ever run; nothing here is called from a view but `taxonomy` and `comparing`.
"""
