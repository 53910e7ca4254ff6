from .dns import resolve


def fetch_site(host):
    address = resolve(host).result()
    if address is None:
        return host, "unknown host"
    return host, "200 from %s" % address
