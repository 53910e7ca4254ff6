REGISTRY = {}


def register(name):
    def decorator(func):
        REGISTRY[name] = func
        return func

    return decorator


def dispatch(name, argument):
    func = REGISTRY.get(name, lambda text: None)
    return func(argument)
