import multiprocessing
from zlib import crc32

spawn = multiprocessing.get_context("spawn")


def probe(host, result):
    result.value = crc32(host.encode()) % 3 != 0


def probe_all(hosts, log):
    for host in hosts:
        log(f"probing {host}")
        result = spawn.Value("b", False)
        process = spawn.Process(target=probe, args=(host, result), name=f"probe-{host}")
        process.start()
        process.join()
        yield host, bool(result.value)
