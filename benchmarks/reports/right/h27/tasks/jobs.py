from tasks.isolation import isolated


@isolated
def count_primes(limit):
    return sum(all(number % divisor for divisor in range(2, int(number**0.5) + 1)) for number in range(2, limit))


@isolated
def sum_digits(number):
    return sum(map(int, str(number)))
