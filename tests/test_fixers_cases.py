"""What fixers do with the less usual: a fix is right, or is not offered and there is a reason."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from flake8_mp.engine import lint
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.fixing import apply_fixes, offer
from tests.conftest import EVERYTHING

ALL = Policy(unsafe=True)


def fixed(source: str, code: str, path: str = "program.py") -> str:
    """Return a program as the fixer of one rule fixes it."""
    return apply_fixes(textwrap.dedent(source), path, EVERYTHING, Policy(True, frozenset({code}))).text


def reason(source: str, code: str, path: str = "program.py") -> str:
    """Return why the one finding of a rule is not fixed."""
    text = textwrap.dedent(source)
    findings = [finding for finding in lint(text, path, EVERYTHING) if finding.code == code]
    (finding,) = offer(text, path, EVERYTHING, findings, ALL)
    assert finding.fix is None, finding.fix
    assert finding.no_fix
    return finding.no_fix


POOL = "from multiprocessing import Pool\n"


class TestLambdas:
    def test_the_variables_around_it_are_bound(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool

            def scale(numbers, factor):
                with Pool() as pool:
                    return pool.map(lambda n: n * factor, numbers)
            """,
            "MP201",
        )
        assert "def _work(factor, n):\n    return n * factor\n" in new
        assert "pool.map(functools.partial(_work, factor), numbers)" in new
        assert new.startswith("import functools\nfrom multiprocessing import Pool\n")

    def test_a_default_that_keeps_a_variable_is_bound_by_its_name(self) -> None:
        new = fixed(
            """\
            from functools import partial
            from multiprocessing import Pool

            def scale(numbers, factor):
                with Pool() as pool:
                    return pool.map(lambda n, by=factor: n * by, numbers)
            """,
            "MP201",
        )
        assert "def _work(n, by):\n    return n * by\n" in new
        assert "pool.map(partial(_work, by=factor), numbers)" in new

    def test_a_variable_that_is_bound_again_further_down(self) -> None:
        source = """\
            from multiprocessing import Pool

            def scale(numbers):
                factor = 2
                with Pool() as pool:
                    found = pool.map(lambda n: n * factor, numbers)
                factor = 3
                return found, factor
            """
        assert reason(source, "MP201") == "`factor` is assigned again further down"

    def test_a_name_of_the_guard_is_bound_too(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool

            if __name__ == "__main__":
                factor = 3
                with Pool() as pool:
                    print(pool.map(lambda n: n * factor, [1]))
            """,
            "MP201",
        )
        assert "functools.partial(_work, factor)" in new

    def test_a_name_that_is_taken(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool

            def _work():
                return _work_2

            if __name__ == "__main__":
                with Pool() as pool:
                    print(pool.map(lambda n: n + 1, [1]))
            """,
            "MP201",
        )
        assert "def _work_3(n):" in new

    def test_two_in_one_round_get_two_names(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool

            if __name__ == "__main__":
                with Pool() as pool:
                    print(pool.map(lambda n: n + 1, [1]))
                    print(pool.map(lambda n: n + 2, [1]))
            """,
            "MP201",
        )
        assert new.count("def _work(n):") == 1
        assert new.count("def _work_2(n):") == 1
        assert "lambda" not in new

    def test_parentheses_with_a_comment_in_them(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool

            if __name__ == "__main__":
                with Pool() as pool:
                    print(pool.map(
                        lambda n: (
                            # twice
                            n
                            * 2
                        ),
                        [1],
                    ))
            """,
            "MP201",
        )
        assert "    return (\n                # twice\n                n\n                * 2\n            )\n" in new
        assert "        print(pool.map(\n            _work,\n            [1],\n        ))\n" in new

    @pytest.mark.parametrize("body", ["n * self.__factor", "n * super().factor", "n * len(__class__.__name__)"])
    def test_what_only_its_class_understands(self, body: str) -> None:
        source = f"""\
            from multiprocessing import Pool

            class Scale:
                def run(self, numbers):
                    with Pool() as pool:
                        return pool.map(lambda n: {body}, numbers)

            if __name__ == "__main__":
                Scale().run([1])
            """
        assert reason(source, "MP201").startswith(("it uses `__", "it calls `super()`"))

    def test_walrus_and_comprehensions_have_scopes_of_their_own(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool

            def run(rows, n):
                with Pool() as pool:
                    return pool.map(lambda row: [m for x in row if (m := x + n)], rows)
            """,
            "MP201",
        )
        assert "def _work(n, row):\n    return [m for x in row if (m := x + n)]\n" in new

    def test_a_body_over_several_lines_stays_as_it_is(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool

            if __name__ == "__main__":
                with Pool() as pool:
                    print(pool.map(lambda n: n
                                   # twice
                                   + n, [1]))
            """,
            "MP201",
        )
        assert "    return (n\n" in new
        assert "# twice" in new

    def test_a_generator(self) -> None:
        source = """\
            from multiprocessing import Pool

            if __name__ == "__main__":
                with Pool() as pool:
                    print(pool.map(lambda n: (yield n), [1]))
            """
        assert reason(source, "MP201") == "the lambda is a generator"

    def test_functools_means_something_else(self) -> None:
        source = """\
            from multiprocessing import Pool

            def scale(numbers, factor, functools=None):
                with Pool() as pool:
                    return pool.map(lambda n: n * factor, numbers)
            """
        new = fixed(source, "MP201")
        assert new.startswith("from functools import partial\nfrom multiprocessing import Pool\n")
        assert "pool.map(partial(_work, factor), numbers)" in new
        taken = source.replace("functools=None", "functools=None, partial=None")
        assert reason(taken, "MP201") == "functools is used for something else in this file"

    def test_an_import_that_is_shadowed_is_not_used(self) -> None:
        new = fixed(
            """\
            from functools import partial
            from multiprocessing import Pool

            def scale(numbers, factor, partial):
                with Pool() as pool:
                    return pool.map(lambda n: n * factor, numbers)
            """,
            "MP201",
        )
        assert "pool.map(functools.partial(_work, factor), numbers)" in new
        assert new.startswith("import functools\nfrom functools import partial\n")

    def test_what_only_a_type_checker_imports_is_imported_again(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool
            from typing import TYPE_CHECKING

            if TYPE_CHECKING:
                from functools import partial

            def scale(numbers, factor: "partial"):
                with Pool() as pool:
                    return pool.map(lambda n: n * factor, numbers)
            """,
            "MP201",
        )
        assert new.startswith("import functools\nfrom multiprocessing import Pool\n")
        assert "pool.map(functools.partial(_work, factor), numbers)" in new

    def test_what_must_come_first_stays_first(self) -> None:
        new = fixed(
            '''\
            #!/usr/bin/env python3
            # -*- coding: utf-8 -*-
            """What it does."""
            from __future__ import annotations

            from multiprocessing import Pool

            def scale(numbers, factor):
                with Pool() as pool:
                    return pool.map(lambda n: n * factor, numbers)
            ''',
            "MP201",
        )
        head = new.split("\n")[:8]
        assert head[:4] == [
            "#!/usr/bin/env python3",
            "# -*- coding: utf-8 -*-",
            '"""What it does."""',
            "from __future__ import annotations",
        ]
        assert "import functools" in head

    def test_a_script_that_begins_with_the_guard_keeps_its_shebang(self) -> None:
        new = fixed(
            """\
            #!/usr/bin/env python3
            # Copyright
            import multiprocessing as mp
            mp.Process(target=lambda: print(1)).start() if __name__ == "__main__" else None
            """,
            "MP201",
        )
        assert new.startswith("#!/usr/bin/env python3\n# Copyright\nimport multiprocessing as mp\n")


class TestNested:
    def test_what_it_takes_from_around_it_comes_first(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool

            def run(numbers, base):
                # adds
                def add(n, *, twice=False):
                    return base + n  # sum

                with Pool() as pool:
                    return pool.map(add, numbers), add(1)
            """,
            "MP202",
        )
        assert "# adds\ndef _add(base, n, *, twice=False):\n    return base + n  # sum\n" in new
        assert "    add = functools.partial(_add, base)\n" in new

    @pytest.mark.parametrize(
        ("header", "late"),
        [
            ("@logged\n    def work(item):", "logged"),
            ("def work(item, times=TIMES):", "TIMES"),
            ("def work(item: Thing):", "Thing"),
            ("def work(item) -> Thing:", "Thing"),
            ("@plain\n    def work(item, times=3):", ""),
            ("def work(item, by=lambda: TIMES):", ""),
        ],
    )
    def test_what_its_header_needs_is_bound_above(self, header: str, late: str) -> None:
        source = f"""\
from multiprocessing import Process


def plain(function):
    return function


def run(items):
    {header}
        return item

    process = Process(target=work, args=(items,))
    process.start()
    process.join()


def logged(function):
    return function


class Thing:
    pass


TIMES = 3
"""
        if late:
            assert reason(source, "MP202") == f"`{late}` is bound further down"
        else:
            new = fixed(source, "MP202")
            assert "    def work" not in new
            exec(compile(new, "program.py", "exec"), {"__name__": "program"})

    @pytest.mark.parametrize(
        ("body", "late"),
        [("size = SIZE", "SIZE"), ("def show(self): return SIZE", ""), ("size = [SIZE for _ in 'a']", "SIZE")],
    )
    def test_what_a_class_needs_is_bound_above(self, body: str, late: str) -> None:
        source = f"""\
from multiprocessing import Process


def run():
    class Worker(Process):
        {body}

    worker = Worker()
    worker.start()
    worker.join()


SIZE = 3
"""
        if late:
            assert reason(source, "MP203") == f"`{late}` is bound further down"
        else:
            assert "\nclass Worker(Process):\n" in fixed(source, "MP203")

    def test_nonlocal(self) -> None:
        source = """\
            from multiprocessing import Pool

            def run(numbers):
                count = 0
                def add(n):
                    nonlocal count
                    count += 1
                    return n

                with Pool() as pool:
                    return pool.map(add, numbers), count
            """
        assert reason(source, "MP202") == "it assigns to variables of the enclosing function"

    def test_a_default_from_around_it(self) -> None:
        source = """\
            from multiprocessing import Pool

            def run(numbers, base):
                def add(n, by=base):
                    return n + by

                with Pool() as pool:
                    return pool.map(add, numbers)
            """
        assert reason(source, "MP202") == "its header uses `base` of the enclosing function"

    def test_its_name_is_taken_at_module_level(self) -> None:
        new = fixed(
            """\
            from multiprocessing import Pool

            def add():
                return 0

            def run(numbers):
                def add(n):
                    return n + 1

                with Pool() as pool:
                    return pool.map(add, numbers)
            """,
            "MP202",
        )
        assert "def _add(n):\n    return n + 1\n" in new
        assert "    add = _add\n" in new

    def test_a_string_over_several_lines_is_not_dedented(self) -> None:
        new = fixed(
            '''\
            from multiprocessing import Pool

            def run(numbers):
                def add(n):
                    return """
                    as it is
                """ * n

                with Pool() as pool:
                    return pool.map(add, numbers)
            ''',
            "MP202",
        )
        assert 'def add(n):\n    return """\n        as it is\n    """ * n\n' in new

    def test_a_class_that_takes_something_from_around_it(self) -> None:
        source = """\
            from multiprocessing import Pool

            def run(numbers, base):
                class Item:
                    start = base

                with Pool() as pool:
                    return pool.map(len, [Item()])
            """
        assert reason(source, "MP203") == "the class uses `base` of the enclosing function"


class TestGuards:
    def test_what_comes_after_goes_too_and_definitions_stay(self) -> None:
        new = fixed(
            """\
            import multiprocessing as mp

            def work():
                pass

            p = mp.Process(target=work)
            p.start()

            LIMIT = 3

            def more():
                return LIMIT

            p.join()
            print(more())
            """,
            "MP101",
        )
        assert new.endswith(
            'LIMIT = 3\n\ndef more():\n    return LIMIT\n\n\nif __name__ == "__main__":\n    p.start()\n    p.join()\n'
            "    print(more())\n"
        )

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ('out = open("out.txt", "w")', "open a file for writing"),
            ('out = Path("out.txt").open("ab")', "open a file for writing"),
            ('out = open("out.txt", mode=MODE)', "open a file for writing"),
            ('out = Path("out.txt"); out.write_text("x")', "write to a file"),
            ('out = "out"; shutil.rmtree(out)', "delete files"),
            ('out = "out"; remove(out)', "delete files"),
            ('out = "out"; os.makedirs(out)', "create a folder"),
            ("out = prepared()", "create a folder"),
            ("out = Folder()", "create a folder"),
        ],
    )
    def test_what_each_child_would_do_again_and_workers_need(self, line: str, why: str) -> None:
        head = """\
import multiprocessing as mp
import os, shutil
from os import remove
from pathlib import Path

MODE = "w"

def prepared():
    os.mkdir("out")
    return "out"

class Folder:
    def __init__(self):
        os.mkdir("out")

"""
        tail = "\n\ndef work(number):\n    print(number, out)\n\nmp.Pool().map(work, [1])\n"
        assert reason(head + line + tail, "MP101") == f"each child process would {why} again"
        moved = fixed(head + line + tail.replace("(number, out)", "(number)"), "MP101")
        assert f'if __name__ == "__main__":\n    {line.replace("; ", chr(10) + "    ")}\n' in moved.replace(
            "; ", "\n    "
        )

    @pytest.mark.parametrize(
        "line",
        [
            'out = open("out.txt")',
            'out = open("out.txt", "rb")',
            'out = Path("r").open()',
            'out = "out"; os.makedirs(out, exist_ok=True)',
            'out = "out"; Path(out).mkdir(exist_ok=True)',
            'out = lambda: open("out.txt", "w")',
            "out = webbrowser.open(URL)",
        ],
    )
    def test_what_children_may_do_again_stays(self, line: str) -> None:
        head = "import multiprocessing as mp\nimport os, webbrowser\nfrom pathlib import Path\n\nURL = 'x'\n"
        tail = "\n\ndef work(number):\n    print(number, out)\n\nmp.Pool().map(work, [1])\n"
        assert fixed(head + line + tail, "MP101") == head + line + tail.replace(
            "\nmp.Pool", '\nif __name__ == "__main__":\n    mp.Pool'
        )

    def test_a_folder_that_is_made_where_it_is_not_there_stays(self) -> None:
        source = """\
            import multiprocessing as mp
            import os

            if not os.path.exists("out"):
                os.mkdir("out")

            mp.Pool().map(abs, [1])
            """
        new = fixed(source, "MP101")
        assert new.index("mkdir") < new.index("__main__")

    def test_an_executor_goes_with_what_it_starts(self) -> None:
        source = """\
            from concurrent.futures import ProcessPoolExecutor

            executor = ProcessPoolExecutor(2)
            limit = 3

            def work(number):
                return number + limit

            print(list(executor.map(work, [1])))
            """
        new = fixed(source, "MP101")
        assert 'if __name__ == "__main__":\n    executor = ProcessPoolExecutor(2)\n    print(' in new
        assert new.index("limit = 3") < new.index("__main__")

    def test_an_executor_that_the_import_uses_stays(self) -> None:
        source = """\
            from concurrent.futures import ProcessPoolExecutor

            executor = ProcessPoolExecutor(2)
            executors = [executor]

            print(list(executor.map(abs, [1])))
            """
        assert "\nexecutor = ProcessPoolExecutor(2)\nexecutors = [executor]\n" in fixed(source, "MP101")

    def test_a_parameter_is_not_what_the_file_needs_on_import(self) -> None:
        source = """\
            import multiprocessing as mp

            def work(number):
                return number

            with mp.Pool() as pool:
                total = sum(pool.map(work, [1]))

            def summary(total, unit="s"):
                return f"{total} {unit}"

            print(summary(total))
            """
        assert fixed(source, "MP101").endswith("        total = sum(pool.map(work, [1]))\n    print(summary(total))\n")

    def test_strings_over_several_lines_are_not_indented(self) -> None:
        new = fixed(
            '''\
            import multiprocessing as mp

            with mp.Pool() as pool:
                print("""
            as it is
            """, pool.map(abs, [1]))
            ''',
            "MP101",
        )
        assert '        print("""\nas it is\n""", pool.map(abs, [1]))\n' in new

    def test_a_module_of_a_package(self, tmp_path: Path) -> None:
        (tmp_path / "__init__.py").touch()
        source = "import multiprocessing as mp\n\npool = mp.Pool()\n"
        assert "this file is imported" in reason(source, "MP101", str(tmp_path / "module.py"))

    def test_what_pytest_imports(self, tmp_path: Path) -> None:
        called = 'import multiprocessing as mp\n\nmp.set_start_method("spawn")\n'
        assert "would never run" in reason(called, "MP106", str(tmp_path / "conftest.py"))
        asked = "import multiprocessing as mp\n\nname = input()\n\n\ndef start():\n    mp.Process(target=print).start()\n\n\nstart()\n"
        assert "this file is imported" in reason(asked, "MP109", str(tmp_path / "conftest.py"))

    def test_it_starts_in_a_class_body(self) -> None:
        source = "import multiprocessing as mp\n\nclass A:\n    pool = mp.Pool()\n"
        assert "while a function or class is being defined" in reason(source, "MP101")

    def test_what_is_imported_needs_it(self) -> None:
        source = """\
            import multiprocessing as mp

            pool = mp.Pool()

            def run(numbers, pool=pool):
                return pool.map(abs, numbers)
            """
        assert reason(source, "MP101") == "`pool` is needed while the file is imported"

    def test_a_guard_on_one_line_runs_before_what_would_be_moved_behind_it(self) -> None:
        source = """\
            import multiprocessing as mp

            pool = mp.Pool()
            if __name__ == "__main__": print(pool.map(abs, [1]))
            """
        assert reason(source, "MP101") == "it cannot be moved under the existing guard"

    def test_no_line_end_at_the_end(self) -> None:
        new = fixed("import multiprocessing as mp\n\nprint(mp.Pool().map(abs, [1]))", "MP101")
        assert new == ('import multiprocessing as mp\n\nif __name__ == "__main__":\n    print(mp.Pool().map(abs, [1]))')


class TestWhatIsNotTouched:
    def test_a_line_with_noqa(self) -> None:
        source = f"{POOL}\nif __name__ == '__main__':\n    Pool().map(lambda n: n, [1])  # noqa: MP201\n"
        assert apply_fixes(source, "program.py", EVERYTHING, ALL).text.count("lambda") == 1

    def test_what_is_not_fixable_by_choice(self) -> None:
        source = f"{POOL}\nif __name__ == '__main__':\n    Pool().map(lambda n: n, [1])\n"
        for policy in (Policy(True, frozenset({"MP6"})), Policy(True, None, frozenset({"MP2"}))):
            assert "lambda" in apply_fixes(source, "program.py", EVERYTHING, policy).text
        both = Policy(True, frozenset({"MP201"}), frozenset({"MP2"}))
        assert "lambda" not in apply_fixes(source, "program.py", EVERYTHING, both).text

    @pytest.mark.parametrize("line", ["(x): int = 1", "x = " + " ".join(['"a"'] * 900)])
    def test_a_file_that_libcst_cannot_read(self, line: str) -> None:
        text = f"{POOL}\n{line}\nif __name__ == '__main__':\n    Pool().map(lambda n: n, [1])\n"
        findings = [finding for finding in lint(text, "program.py") if finding.code == "MP201"]
        (finding,) = offer(text, "program.py", EVERYTHING, findings, ALL)
        assert (finding.fix, finding.no_fix) == (None, "libcst cannot read this file")
        assert apply_fixes(text, "program.py", EVERYTHING, ALL).text == text

    @pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
    def test_line_ends(self, newline: str) -> None:
        source = f"{POOL}\nif __name__ == '__main__':\n    Pool().map(lambda n: n, [1])\n".replace("\n", newline)
        new = apply_fixes(source, "program.py", EVERYTHING, Policy(True, frozenset({"MP201"}))).text
        assert "lambda" not in new
        assert new.replace(newline, "") == new.replace("\r", "").replace("\n", "")

    def test_a_line_with_noqa_is_not_split(self) -> None:
        source = f"{POOL}\nif __name__ == '__main__':\n    pool = Pool(); pool.join()  # noqa: E702\n"
        assert reason(source, "MP604") == "it shares its line with another statement"


class TestSharedLines:
    """A line with several statements is split where one of them gets a line before or behind it, and nowhere else."""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("    pool = Pool(); pool.join()", "    pool = Pool()\n    pool.close()\n    pool.join()"),
            ("    pool = Pool(); pool.join();  # end", "    pool = Pool()\n    pool.close()\n    pool.join()  # end"),
            (
                "    pool = Pool()\n    if pool: pool.join()",
                "    pool = Pool()\n    if pool:\n        pool.close()\n        pool.join()",
            ),
            (
                "    pool = Pool()\n    try: pool.join(); print(1)\n    finally: print(';', 2); print(3)",
                (
                    "    pool = Pool()\n    try:\n        pool.close()\n        pool.join()\n        print(1)\n"
                    "    finally: print(';', 2); print(3)"
                ),
            ),
            (
                '    x = 1; y = 2\n    pool = Pool(); print("""a;\n b"""); pool.join()',
                '    x = 1; y = 2\n    pool = Pool()\n    print("""a;\n b""")\n    pool.close()\n    pool.join()',
            ),
        ],
    )
    @pytest.mark.parametrize("ending", ["\n", ""])
    def test_it_is_split(self, before: str, after: str, ending: str) -> None:
        head = f"{POOL}\nif __name__ == '__main__':\n"
        assert fixed(head + before + ending, "MP604") == head + after + ending

    def test_a_form_feed_is_no_line_end(self) -> None:
        source = f"{POOL}\nNAMES = 'a\x0cb\u2028c'\n\nif __name__ == '__main__':\n    pool = Pool(); pool.join()\n"
        assert "NAMES = 'a\x0cb\u2028c'\n\nif __name__" in fixed(source, "MP604")

    def test_what_needs_no_line_of_its_own_leaves_the_line(self) -> None:
        source = (
            "import multiprocessing as mp\n\ndef f(): pass\n\n"
            "if __name__ == '__main__': p = mp.Process(f); p.start(); p.join()\n"
        )
        assert fixed(source, "MP608") == source.replace("Process(f)", "Process(target=f)")

    def test_line_ends_stay(self) -> None:
        source = f"{POOL}\nif __name__ == '__main__':\n    pool = Pool(); pool.join()\n".replace("\n", "\r\n")
        new = fixed(source, "MP604")
        assert new.endswith("    pool = Pool()\r\n    pool.close()\r\n    pool.join()\r\n")
