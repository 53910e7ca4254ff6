from svc.workers import executor


def square(number):
    return number * number


def handle(numbers):
    futures = [executor().submit(square, number) for number in numbers]
    return [future.result(timeout=30) for future in futures]
