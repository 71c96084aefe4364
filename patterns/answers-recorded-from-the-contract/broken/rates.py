from pydantic import BaseModel, ConfigDict


class Rate(BaseModel):
    model_config = ConfigDict(extra="forbid")
    currency: str
    rate: float


class FakeBank:
    def get(self, currency):
        return {"currency": currency, "value": 0.5}


def rate_of(currency, bank):
    return Rate.model_validate(bank.get(currency)).rate
