from pydantic import BaseModel, ConfigDict


class Rate(BaseModel):
    model_config = ConfigDict(extra="forbid")
    currency: str
    rate: float


class FakeBank:
    def get(self, currency):
        return Rate(currency=currency, rate=0.5).model_dump(mode="json")


def rate_of(currency, bank):
    return Rate.model_validate(bank.get(currency)).rate
