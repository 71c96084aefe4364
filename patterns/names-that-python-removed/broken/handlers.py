import inspect


def arguments_of(handler):
    return inspect.getargspec(handler).args
