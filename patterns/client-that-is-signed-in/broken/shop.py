from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException


def signed_in(x_api_key: Annotated[str, Header()] = ""):
    if x_api_key != "for-tests":
        raise HTTPException(401, "send your key as X-Api-Key")


app = FastAPI(dependencies=[Depends(signed_in)])


@app.get("/orders")
def orders():
    return [17]


@app.get("/prices")
def prices():
    return {"tea": 5}
