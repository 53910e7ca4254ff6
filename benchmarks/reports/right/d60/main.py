from multiprocessing import Pool

from scraper.dns import TABLE, resolve


def fetch_site(host):
    address = resolve(host).result()
    return host, address


def main():
    hosts = sorted(TABLE) + ["nowhere.example"]
    local = {host: resolve(host) for host in hosts}
    local = {host: future.result() for host, future in local.items()}
    with Pool(2) as pool:
        remote = dict(pool.imap_unordered(fetch_site, hosts))
    assert remote == local == {**TABLE, "nowhere.example": None}
    print(remote)


if __name__ == "__main__":
    main()
