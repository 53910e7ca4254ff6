"""Grade exams in a pool: enums, named tuples and exceptions of the module travel well."""

import enum
import sys
from collections import namedtuple
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace

Answer = namedtuple("Answer", ["question", "text"])


class Grade(enum.Enum):
    PASS = "pass"
    FAIL = "fail"

    @property
    def label(self):
        return self.value.upper()


class GradingError(Exception):
    def __init__(self, student, reason):
        super().__init__(student, reason)
        self.student = student
        self.reason = reason

    def __str__(self):
        return f"{self.student}: {self.reason}"


@dataclass(frozen=True)
class Exam:
    student: str
    answers: tuple = ()
    grade: Grade = None
    notes: list = field(default_factory=list, compare=False)


def grade(exam):
    if not exam.answers:
        raise GradingError(exam.student, "no answers")
    right = sum(answer.text == "42" for answer in exam.answers)
    return replace(exam, grade=Grade.PASS if right * 2 >= len(exam.answers) else Grade.FAIL)


def main():
    exams = [
        Exam("ann", (Answer(1, "42"), Answer(2, "41"))),
        Exam("bob", (Answer(1, "7"),)),
        Exam("eve"),
    ]
    with ProcessPoolExecutor(2) as executor:
        for future in [executor.submit(grade, exam) for exam in exams]:
            try:
                graded = future.result()
                print(graded.student, graded.grade.label, graded.grade is Grade.PASS)
            except GradingError as exc:
                print(exc)
    return 0


if __name__ == "__main__":
    sys.exit(main())
