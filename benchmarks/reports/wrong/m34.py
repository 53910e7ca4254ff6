import functools
import multiprocessing

TASKS = {}


def task(**options):
    def decorate(func):
        TASKS[func.__name__] = (func, options)

        @functools.wraps(func)
        def wrapper(*args):
            print("running", func.__name__)
            return func(*args)

        return wrapper

    return decorate


@task(targets=["out.txt"])
def compile_docs(section):
    return f"<h1>{section}</h1>"


@task()
def count_words(section):
    return len(section.split())


def run_all(sections, num_process):
    results = {}
    with multiprocessing.Pool(num_process) as pool:
        for name, (func, options) in TASKS.items():
            results[name] = pool.map(func, sections)
    return results


def main():
    for name, values in run_all(["intro text", "usage", "the long end"], 2).items():
        print(name, values)


if __name__ == "__main__":
    main()
