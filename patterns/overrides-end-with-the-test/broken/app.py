import sqlite3

from fastapi import Depends, FastAPI

app = FastAPI()


async def database():
    connection = sqlite3.connect(":memory:")
    yield connection
    connection.close()


@app.get("/health")
async def health(connection=Depends(database)):
    return {"answer": connection.execute("SELECT 42").fetchone()[0]}


@app.get("/orders")
async def orders(connection=Depends(database)):
    return [number for (number,) in connection.execute("SELECT number FROM orders")]
