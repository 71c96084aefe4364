def write(database, entry):
    database.execute("INSERT INTO audit_log VALUES (?)", [entry])
