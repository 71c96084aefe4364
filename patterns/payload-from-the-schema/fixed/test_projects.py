from enum import Enum

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel


class Kind(str, Enum):
    LIBRARY = "library"
    WEB = "web"


class NewProject(BaseModel):
    name: str
    kind: Kind


app = FastAPI()


@app.post("/projects", status_code=201)
def create_project(project: NewProject):
    return project


def test_a_project_is_created():
    project = NewProject(name="shop", kind=Kind.WEB)
    response = TestClient(app).post("/projects", json=project.model_dump(mode="json"))
    response.raise_for_status()
    assert response.json()["name"] == "shop"
