import sqlite3

# What was left when the audit log moved to the database of the app.
legacy = sqlite3.connect("audit.db")
legacy.execute("CREATE TABLE audit_log (entry TEXT)")


def write(database, entry):
    legacy.execute("INSERT INTO audit_log VALUES (?)", [entry])
    database.execute("INSERT INTO audit_log VALUES (?)", [entry])
