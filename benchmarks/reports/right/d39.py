"""Settings in the environment, complete before the first process is made."""
import os
from concurrent.futures import ProcessPoolExecutor
from types import MappingProxyType

DEFAULTS = MappingProxyType({"APP_REGION": "eu-west", "APP_RETRIES": "4"})


def install(overrides=None):
    for key, value in {**DEFAULTS, **(overrides or {})}.items():
        os.environ[key] = value


class Settings:
    @property
    def region(self):
        return os.environ["APP_REGION"]

    @property
    def retries(self):
        return int(os.environ["APP_RETRIES"])


settings = Settings()


def check(service):
    return f"{service}@{settings.region}x{settings.retries}"


def main():
    install({"APP_REGION": "us-east"})
    services = ["auth", "mail"]
    for _ in range(2):
        with ProcessPoolExecutor(2) as executor:
            report = list(executor.map(check, services))
        assert report == ["auth@us-eastx4", "mail@us-eastx4"], report
    print(report)


if __name__ == "__main__":
    main()
