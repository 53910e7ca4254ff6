from tasks.jobs import count_primes, sum_digits

if __name__ == "__main__":
    print(count_primes(2000), sum_digits(123456789))
