from svc import worker
from svc.supervisor import Supervisor, Unhealthy


def main():
    with Supervisor({"mail": worker.heartbeat, "web": worker.heartbeat}) as calm:
        calm.wait_for_beats(3)
    assert calm.killed == []
    rough = Supervisor({"ok": worker.heartbeat, "bad": worker.stubborn}, grace=0.5)
    try:
        with rough:
            rough.wait_for_beats(1)
            raise Unhealthy("made up")
    except Unhealthy as exc:
        print("unhealthy:", exc, rough.killed)
    assert rough.killed == ["bad"]
    assert all(not c.is_alive() for c in calm.children + rough.children)


if __name__ == "__main__":
    main()
