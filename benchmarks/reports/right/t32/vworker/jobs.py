class JobError(ValueError):
    pass


def encode(job: str) -> bytes:
    if not job:
        raise JobError("a job needs a name")
    return job.encode()


def execute(raw: bytes) -> str:
    return raw.decode().upper()
