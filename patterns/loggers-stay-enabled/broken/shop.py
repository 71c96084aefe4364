import logging
import logging.config

log = logging.getLogger("shop.orders")


def main():
    logging.config.dictConfig({"version": 1, "root": {"level": "INFO"}})
    return "ready"


def store(number):
    log.info("order %s stored", number)
