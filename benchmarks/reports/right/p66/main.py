import multiprocessing as mp
import os
import sys
import threading

import resources
from service import Service


def main():
    path = resources.create_database(1000)
    service = Service()
    try:
        assert service.sum(0, 10) == 45
        assert resources.database.made and not resources.executor.made
        # forked or not, a child starts without our connection; no thread runs yet
        assert threading.active_count() == 1
        for method in mp.get_all_start_methods():
            made, value, pid = service.isolated(10, 20, method)
            assert (made, value) == (False, 145) and pid != os.getpid()
        assert service.sum(0, 1000) == 499500
        assert resources.executor.made
        assert service.sum(0, 10) == 45
    finally:
        resources.close_all()
        os.unlink(path)
    assert not resources.database.made
    print("sums ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
