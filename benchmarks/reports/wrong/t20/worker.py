from tasks import registry


def serve(inbox, outbox) -> None:
    for job, name, args in iter(inbox.get, None):
        try:
            outbox.put((job, registry[name](*args)))
        except Exception as error:
            outbox.put((job, error))
