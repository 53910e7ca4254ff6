"""Manager with nested containers: plain values are put back, proxies are shared."""
import multiprocessing as mp


def enrol(courses, lock, course, student):
    # courses[course] is a plain list inside a DictProxy: change a copy, put it back
    with lock:
        roll = courses.get(course, [])
        roll.append(student)
        courses[course] = roll


def grade(marks, student, mark):
    # marks[student] is itself a ListProxy, so append reaches the server
    marks[student].append(mark)


def bump(stats, lock, key):
    with lock:
        stats[key] = stats.get(key, 0) + 1


def everyone(procs):
    for p in procs:
        p.start()
    for p in procs:
        p.join()
        if p.exitcode:
            raise RuntimeError(f"{p.name} ended with {p.exitcode}")


def main():
    students = ["ada", "bob", "cyd"]
    with mp.Manager() as manager:
        lock = manager.Lock()
        courses = manager.dict()
        marks = manager.dict()
        for s in students:
            marks[s] = manager.list()
        stats = manager.dict()
        everyone(
            [mp.Process(target=enrol, args=(courses, lock, "maths", s)) for s in students]
            + [mp.Process(target=grade, args=(marks, s, len(s) + i)) for s in students for i in (0, 1)]
            + [mp.Process(target=bump, args=(stats, lock, "runs")) for _ in range(3)]
        )
        rolls = {k: sorted(v) for k, v in courses.items()}
        grades = {s: sorted(marks[s]) for s in students}
        runs = stats["runs"]
    assert rolls == {"maths": students}
    assert grades == {s: [3, 4] for s in students}
    assert runs == 3
    print(rolls, grades, runs)


if __name__ == "__main__":
    main()
