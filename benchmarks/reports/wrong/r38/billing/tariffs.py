import logging

from .pool import precompute

log = logging.getLogger("billing.tariffs")

BANDS = (100, 250, 1000, 5000)


def band_rate(band):
    rate = 0.0
    for hour in range(24 * 30):
        rate += (1 + hour % 24) / (band + hour)
    return round(rate, 4)


RATES = precompute(band_rate, BANDS)


def tariff_for(customer):
    usage = customer * 37 % 5000
    for band in BANDS:
        if usage <= band:
            return RATES[band]
    return RATES[BANDS[-1]]
