"""Ask a hosting API for many machines at once."""
import random
from multiprocessing import Pool


class ApiError(Exception):
    """An answer of the API with one or more errors in it."""

    def __init__(self, errors, request):
        super().__init__("; ".join(f"{e['code']}: {e['message']}" for e in errors))
        self.errors = errors
        self.request = request


class Api:
    def __init__(self, token):
        self.token = token

    def call(self, action, **params):
        rng = random.Random(f"{action}{params}")
        if params.get("linode") == 13:
            raise ApiError([{"code": 5, "message": "object not found"}], (action, params))
        return {"id": params["linode"], "ram": rng.choice([1024, 2048, 4096])}


def describe(number):
    api = Api("s3cr3t")
    return api.call("linode.list", linode=number)


def fleet(numbers, processes=4):
    with Pool(processes) as pool:
        return pool.map(describe, numbers)


def main():
    try:
        machines = fleet(range(20))
    except ApiError as error:
        print("API said:", error)
    else:
        print(sum(m["ram"] for m in machines), "MB")


if __name__ == "__main__":
    main()
