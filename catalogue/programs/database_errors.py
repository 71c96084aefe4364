"""What SQLite and PostgreSQL say through their drivers; PostgreSQL is asked at SERVER."""

import asyncio
import os
import sqlite3
import threading

import asyncpg
import psycopg

SERVER = os.environ.get("CATALOGUE_POSTGRES", "postgresql://root@127.0.0.1:5432/postgres")


def sqlite_locked():
    one, other = sqlite3.connect("shop.db"), sqlite3.connect("shop.db", timeout=0)
    one.execute("CREATE TABLE orders (id)")
    one.execute("INSERT INTO orders VALUES (1)")
    other.execute("INSERT INTO orders VALUES (2)")


def sqlite_table_locked():
    one, other = (sqlite3.connect("file:shop?mode=memory&cache=shared", uri=True) for _ in range(2))
    one.execute("CREATE TABLE orders (id)")
    one.commit()
    one.execute("INSERT INTO orders VALUES (1)")
    other.execute("SELECT * FROM orders")


def sqlite_open():
    sqlite3.connect("data/shop.db")


def sqlite_readonly():
    sqlite3.connect("shop.db").execute("CREATE TABLE orders (id)")
    sqlite3.connect("file:shop.db?mode=ro", uri=True).execute("INSERT INTO orders VALUES (1)")


def memory():
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "PRAGMA foreign_keys=ON; CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, user REFERENCES users)"
    )
    return connection


def sqlite_no_table():
    memory()
    sqlite3.connect(":memory:").execute("SELECT * FROM orders")


def sqlite_no_column():
    memory().execute("SELECT total FROM orders")


def sqlite_table_exists():
    memory().execute("CREATE TABLE orders (id)")


def sqlite_thread():
    connection = memory()
    thread = threading.Thread(target=lambda: connection.execute("SELECT 1"))
    thread.start()
    thread.join()


def sqlite_closed():
    connection = memory()
    connection.close()
    connection.execute("SELECT 1")


def sqlite_unique():
    memory().execute("INSERT INTO users (name) VALUES ('Ann'), ('Ann')")


def sqlite_foreign():
    memory().execute("INSERT INTO orders (user) VALUES (7)")


def sqlite_not_null():
    memory().execute("INSERT INTO users (id) VALUES (1)")


def sqlite_bindings():
    memory().execute("SELECT * FROM users WHERE name = ?", "Ann")


def pg_refused():
    psycopg.connect("postgresql://root@127.0.0.1:1/postgres")


def pg_no_database():
    psycopg.connect(SERVER.rpartition("/")[0] + "/shop_of_nobody")


def pg_no_role():
    psycopg.connect(SERVER.replace("root@", "nobody_here@"))


def postgres():
    connection = psycopg.connect(SERVER, autocommit=True)
    connection.execute("CREATE TEMPORARY TABLE users (id int PRIMARY KEY)")
    connection.execute("CREATE TEMPORARY TABLE orders (id serial, user_id int REFERENCES users)")
    return connection


def pg_no_table():
    postgres().execute("SELECT * FROM invoices")


def pg_no_column():
    postgres().execute("SELECT total FROM users")


def pg_unique():
    postgres().execute("INSERT INTO users VALUES (1), (1)")


def pg_foreign():
    postgres().execute("INSERT INTO orders (user_id) VALUES (7)")


def pg_aborted():
    connection = psycopg.connect(SERVER)
    try:
        connection.execute("SELECT 1 / 0")
    except psycopg.Error:
        connection.execute("SELECT 1")


def locking(key):
    connection = psycopg.connect(SERVER, autocommit=False)
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [key])
    return connection


def pg_deadlock():
    one, other = locking(7001), locking(7002)
    thread = threading.Thread(target=lambda: one.execute("SELECT pg_advisory_xact_lock(7002)"))
    thread.start()
    other.execute("SELECT pg_advisory_xact_lock(7001)")
    thread.join()


def pg_lock():
    locking(7003)
    holder = locking(7004)
    with psycopg.connect(SERVER) as connection:
        connection.execute("SET lock_timeout = 50")
        connection.execute("SELECT pg_advisory_xact_lock(7004)")
    holder.close()


def asyncpg_busy():
    async def main():
        connection = await asyncpg.connect(SERVER)
        await asyncio.gather(connection.fetch("SELECT pg_sleep(0.1)"), connection.fetch("SELECT 1"))

    asyncio.run(main())


def asyncpg_pool():
    async def main():
        pool = await asyncpg.create_pool(SERVER, min_size=1, max_size=1)
        held = await pool.acquire()
        closing = asyncio.create_task(pool.close())
        await asyncio.sleep(0)
        try:
            await pool.acquire()
        finally:
            await pool.release(held)
            await closing

    asyncio.run(main())


def asyncpg_data():
    async def main():
        connection = await asyncpg.connect(SERVER)
        await connection.fetch("SELECT $1::int", "three")

    asyncio.run(main())
