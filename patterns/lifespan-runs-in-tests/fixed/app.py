from contextlib import asynccontextmanager

from fastapi import FastAPI, Request


@asynccontextmanager
async def lifespan(app):
    app.state.prices = {"pen": 200, "ink": 750}
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/prices/{article}")
def price(article: str, request: Request):
    return request.app.state.prices[article]
