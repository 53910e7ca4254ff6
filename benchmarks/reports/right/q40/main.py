from engine.backends import make_backend
from engine.jobs import Job, Local


def main():
    counter = Local()
    inline = make_backend("thread")
    assert inline.run([counter.bump] * 4) == [1, 2, 3, 4]
    remote = make_backend("process")
    out = remote.run([Job(2, n) for n in range(4)])
    assert out == [1, 2, 4, 8]
    print(out, counter.n)


if __name__ == "__main__":
    main()
