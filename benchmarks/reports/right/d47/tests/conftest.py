import http.server
import multiprocessing

import pytest

from shop.gateway import FakeGateway


class Pong(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"pong")

    def log_message(self, *args):
        pass


def serve(conn):
    with http.server.HTTPServer(("127.0.0.1", 0), Pong) as httpd:
        conn.send(httpd.server_port)
        httpd.serve_forever()


@pytest.fixture(scope="session")
def server_url():
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    yield f"http://127.0.0.1:{ours.recv()}"
    process.terminate()
    process.join()


@pytest.fixture
def orders():
    return [{"id": n, "card": f"4{n:015d}", "amount": 100 * n} for n in range(1, 5)]


@pytest.fixture(params=[150, 300])
def gateway(request):
    return FakeGateway(request.param)
