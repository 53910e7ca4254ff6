from tasks.jobs import count_primes, sum_digits

if __name__ == "__main__":
    print("primes", count_primes(2000))
    print("digits", sum_digits(12345678901234567890))
