import pytest

from echo import ping


@pytest.mark.parametrize("path", ["/", "/status"])
def test_ping(server_url, path):
    assert ping(server_url + path) == "pong " + path
