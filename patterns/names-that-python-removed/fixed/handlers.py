import inspect


def arguments_of(handler):
    return list(inspect.signature(handler).parameters)
