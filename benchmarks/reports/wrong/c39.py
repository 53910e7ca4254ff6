"""Account import, every created account must show up in the compliance log."""
import logging
import multiprocessing
import os
import tempfile

log = logging.getLogger("compliance")


def setup_logging(path):
    logging.basicConfig(
        filename=path,
        level=logging.INFO,
        format="%(asctime)s %(name)s %(message)s",
    )


def create_account(user):
    if "@" not in user:
        log.warning("rejected %s", user)
        return False
    log.info("created %s", user)
    return True


class AccountImport:
    def __init__(self, users, processes=2):
        self.users = users
        self.processes = processes

    def run(self):
        log.info("import of %d users", len(self.users))
        with multiprocessing.Pool(self.processes) as pool:
            created = sum(pool.imap(create_account, self.users))
        log.info("finished")
        return created


def audit(path):
    with open(path) as fh:
        return sum(" created " in line for line in fh)


def main():
    fd, path = tempfile.mkstemp(suffix=".log")
    os.close(fd)
    try:
        setup_logging(path)
        users = ["ann@example.org", "bob@example.org", "nobody", "cas@example.org"]
        created = AccountImport(users).run()
        logging.shutdown()
        print("created", created, "logged", audit(path))
    finally:
        os.unlink(path)


if __name__ == "__main__":
    main()
