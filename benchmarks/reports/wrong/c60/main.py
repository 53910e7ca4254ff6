from multiprocessing import Pool

from scraper.dns import TABLE, resolve
from scraper.fetch import fetch_site


def warm_up(hosts):
    pending = [resolve(h) for h in hosts]
    return [p.result() for p in pending]


def main():
    hosts = sorted(TABLE) + ["nowhere.example"]
    print("resolvable:", sum(address is not None for address in warm_up(hosts)))
    with Pool(2) as pool:
        for host, status in pool.imap_unordered(fetch_site, hosts):
            print(host, status)


if __name__ == "__main__":
    main()
