"""Notebooks: what of them is Python, where each line of it stands, and what is wrong with a program in cells."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_mp.engine import lint
from flake8_mp.frontends.notebook import Notebook, NotebookError, read
from flake8_mp.selfcheck.fixture import find_fixtures
from flake8_mp.settings import Settings

MARKDOWN = "markdown: "


def document(*cells: str, **metadata: object) -> dict[str, Any]:
    """Build a notebook of nbformat 4; a text that starts with ``markdown: `` is no code."""
    made = []
    for text in cells:
        kind, text = ("markdown", text.removeprefix(MARKDOWN)) if text.startswith(MARKDOWN) else ("code", text)
        made.append({"cell_type": kind, "metadata": {}, "source": text.splitlines(True)})
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def written(content: object) -> str:
    """Write a notebook as nbformat does."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def notebook(*cells: str, **metadata: object) -> Notebook:
    return read(written(document(*cells, **metadata)))


def found(*cells: str) -> list[tuple[int, int, int, str]]:
    """Lint a notebook: cell, line, column from 1, and code of each finding."""
    made = notebook(*cells)
    assert made.problems == ()
    return [
        (*made.place(finding.span.line), finding.span.column + 1, finding.code)
        for finding in lint(made.source, "cells.ipynb")
    ]


class TestReading:
    def test_cells_of_every_type_count(self) -> None:
        made = notebook(MARKDOWN + "# Title", "import os\n\nx = 1", MARKDOWN + "y", "", "z = x")
        assert made.source == "import os\n\nx = 1\n\nz = x\n"
        assert [made.place(line) for line in range(1, 6)] == [(2, 1), (2, 2), (2, 3), (4, 1), (5, 1)]
        assert made.lines(2) == ["import os", "", "x = 1"]
        assert made.lines(1) == ["# Title"]

    def test_beyond_the_end_is_the_last_line(self) -> None:
        assert notebook("a", "b\nc").place(99) == (2, 2)
        assert notebook("a").place(0) == (1, 1)
        assert notebook().place(1) == (1, 1)
        assert notebook().source == ""

    def test_there_are_no_lines_of_a_cell_that_is_not_there(self) -> None:
        for cell in (0, -1, 2):
            with pytest.raises(IndexError):
                notebook("a").lines(cell)

    def test_a_source_is_a_text_or_a_list_of_texts(self) -> None:
        content = document("", "")
        content["cells"][0]["source"] = "a = 1\r\nb = 2\rc = 3"
        content["cells"][1]["source"] = ["d ", "= 4\n", "", "e = '\u2028\x0c'\n"]
        made = read(written(content))
        assert made.lines(1) == ["a = 1", "b = 2", "c = 3"]
        assert made.lines(2) == ["d = 4", "e = '\u2028\x0c'", ""]
        assert made.place(5) == (2, 2)
        assert len(ast.parse(made.source).body) == 5

    def test_an_older_format_has_worksheets(self) -> None:
        sheets = [
            {"cells": [{"cell_type": "heading", "source": "t"}, {"cell_type": "code", "input": ["x = 1"]}]},
            {"cells": [{"cell_type": "code", "language": "python", "input": "y = 2"}]},
        ]
        made = read(written({"nbformat": 3, "metadata": {}, "worksheets": sheets}))
        assert made.source == "x = 1\ny = 2\n"
        assert made.place(2) == (3, 1)

    @pytest.mark.parametrize(
        ("metadata", "is_python"),
        [
            ({}, True),
            ({"kernelspec": {"name": "python3", "display_name": "Python 3"}}, True),
            ({"kernelspec": {"language": "python"}}, True),
            ({"language_info": {"name": "Python"}}, True),
            ({"language_info": {"name": "R"}}, False),
            ({"kernelspec": {"language": "julia"}}, False),
            ({"language_info": None, "kernelspec": ["x"]}, True),
        ],
    )
    def test_only_python_is_read(self, metadata: dict[str, object], is_python: bool) -> None:
        made = notebook("x <- 1" if not is_python else "x = 1", **metadata)
        assert bool(made.source) is is_python
        assert made.problems == ()

    def test_a_cell_may_have_a_language_of_its_own(self) -> None:
        content = document("ls -l | head", "x = 1")
        content["cells"][0]["metadata"] = {"vscode": {"languageId": "shellscript"}}
        made = read(written(content))
        assert (made.source, made.place(1)) == ("x = 1\n", (2, 1))

    @pytest.mark.parametrize(
        ("text", "cause"),
        [
            ("", "line 1: not valid JSON (Expecting value)"),
            ("{\n'", "line 2: not valid JSON"),
            ("[]", "its JSON is not an object"),
            ("[" * 100_000, "not JSON that can be read"),
            ("1" * 10_000, "not JSON that can be read"),
            ("{}", "nbformat"),
            ('{"nbformat": "4", "cells": []}', "nbformat"),
            ('{"nbformat": true, "cells": []}', "nbformat"),
            ('{"nbformat": 2, "worksheets": []}', "nbformat 2, which is too old"),
            ('{"nbformat": 4}', "no cells"),
            ('{"nbformat": 4, "cells": {}}', "no cells"),
            ('{"nbformat": 4, "cells": [1]}', "cell 1 is not an object"),
            ('{"nbformat": 4, "cells": [{}, {"source": 3}]}', "the source of cell 2 is not a string"),
            ('{"nbformat": 4, "cells": [{"source": ["a", 1]}]}', "the source of cell 1 is not a string"),
            ('{"nbformat": 3, "worksheets": [3]}', "cell 1 is not an object"),
        ],
    )
    def test_what_is_no_notebook_is_reported_in_a_line(self, text: str, cause: str) -> None:
        with pytest.raises(NotebookError) as caught:
            read(text)
        assert cause in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_a_byte_order_mark_is_passed_over(self) -> None:
        assert read("\ufeff" + written(document("x = 1"))).source == "x = 1\n"


class TestIPython:
    @pytest.mark.parametrize(
        ("cell", "python"),
        [
            ("%matplotlib inline\nx = 1", "pass\nx = 1"),
            ("!pip install x", "pass"),
            ("!!ls\n?os\nos?\nos.path??  # what\nx.y?", "pass\n" * 4 + "pass"),
            ("/f 1\n,f a b\n;f a b", "pass\npass\npass"),
            ("files = !ls *.py\nx", "files = get_ipython()\nx"),
            ("a, b = %who_ls int\nx", "a, b = get_ipython()\nx"),
            ("r = %timeit -o f()\nx", "r = get_ipython()\nx"),
            ("if x:\n    %cd ..\n    !ls\nelse:\n\t%cd a\n", "if x:\n    pass\n    pass\nelse:\n\tpass\n"),
            ("!ls \\\n  -l \\\n  -a\nx", "pass\n\n\nx"),
            ("x = !ls \\\n  -l\ny", "x = get_ipython()\n\ny"),
            ("x = 3\n%time f(x)", "x = 3\nif 1: f(x)"),
            ("%timeit -n 3 -r2 f(x)\n%time", "if 1:            f(x)\npass"),
            ("r = %time f(x)", "r =       f(x)"),
            ("%time for i in x: f(i)", "pass"),
            ("%time f(x, \\\n   y)", "if 1: f(x, \\\n   y)"),
            ("%%time\nf()", "\nf()"),
            ("\n# c\n%%capture out\n!ls\nf()", "\n# c\n\npass\nf()"),
            ("%%timeit -n 1 y = g()\nf(y)", "if 1:         y = g()\nf(y)"),
            ("%%timeit\nf(y)", "\nf(y)"),
            ("%%bash\nls\nx", "\n\n"),
            ("%%writefile w.py\nimport os", "\n"),
            ("%%html\n<b>", "\n"),
            ("%%unheard_of\nx = 1", "\n"),
            ("%%\nx = 1", "pass\nx = 1"),
            ("pip install numpy", ""),
            ("cd ..", ""),
            ("await f()\nasync for x in y:\n    await x", "await f()\nasync for x in y:\n    await x"),
            ("f();", "f();"),
            ("    x = 1\n    y = 2", "if 1:\n    x = 1\n    y = 2"),
        ],
    )
    def test_what_it_reads_itself_is_replaced(self, cell: str, python: str) -> None:
        made = notebook(cell)
        assert made.problems == ()
        assert made.source == python + "\n"
        ast.parse(made.source)

    @pytest.mark.parametrize(
        "cell",
        [
            'x = """\n%time\n!ls\n?\n"""',
            "x = '''a\\'''\n%b''' ''",
            "x = (a\n%b)",
            "x = [\n  # ( ' \n  a\n  %b, '?'\n]",
            "x = a \\\n%b",
            "x = 'a \\\n%time'",
            "x = a != b\ny = f'{a!r}'",
            "x = '# ?'\ny = a % b  # why?",
            'f"{x!r}" "?"',
        ],
    )
    def test_what_looks_like_it_and_is_python_stays(self, cell: str) -> None:
        assert notebook(cell).source == cell + "\n"
        assert notebook("%cd ..\n" + cell + "\n!ls").source == "pass\n" + cell + "\npass\n"

    def test_a_cell_that_is_no_python_is_left_out_and_reported(self) -> None:
        made = notebook("x = 1", MARKDOWN + "t", "y = 2\nprint 'y'\n", "z = 3")
        assert made.source == "x = 1\nz = 3\n"
        assert made.place(2) == (4, 1)
        (problem,) = made.problems
        assert (problem.cell, problem.line) == (3, 2)
        assert str(problem).startswith("cell 3: ")

    @pytest.mark.parametrize(
        "cell", ["\0", "\ud800", "(" * 5_000, "x = '", "def f(:", "%time f(\n1)", "x = 5 \\", "?x\n  y"]
    )
    def test_nothing_in_a_cell_raises(self, cell: str) -> None:
        made = notebook("x = 1", cell, "y = 2")
        assert [problem.cell for problem in made.problems] == [2]
        assert "\n" not in str(made.problems[0])
        assert made.place(2) == (3, 1)


class TestWithLines:
    TEXT = written(document("x = 'é'\ny = 2", MARKDOWN + "t", "", "z = 3\n"))

    @pytest.mark.parametrize("text", [TEXT, TEXT.removesuffix("\n")])
    def test_only_these_lines_change(self, text: str) -> None:
        changed = read(text).with_lines({(1, 1): "  # a", (1, 2): "  # b", (3, 1): "# c", (4, 1): "  # ü"})
        assert changed is not None
        assert changed.endswith("\n") is text.endswith("\n")
        assert read(changed).source == "x = 'é'  # a\ny = 2  # b\n# c\nz = 3  # ü\n\n"
        before, after = text.splitlines(), changed.splitlines()
        assert sum(line not in after for line in before) == 4  # an empty list takes several lines as soon as it is none
        assert json.loads(changed)["cells"][0]["source"] == ["x = 'é'  # a\n", "y = 2  # b"]

    def test_a_source_that_is_one_text_stays_one(self) -> None:
        content = document("")
        content["cells"][0]["source"] = "a\r\nb"
        changed = read(written(content)).with_lines({(1, 1): " # 1", (1, 2): " # 2"})
        assert changed is not None
        assert json.loads(changed)["cells"][0]["source"] == "a # 1\r\nb # 2"

    def test_nothing_to_add_changes_nothing(self) -> None:
        assert read(self.TEXT).with_lines({}) == self.TEXT

    @pytest.mark.parametrize(
        "text",
        [
            json.dumps(document("x"), indent=2) + "\n",
            json.dumps(document("x")),
            json.dumps(document("é"), indent=1) + "\n",
            TEXT.replace("\n", "\r\n"),
            TEXT + "\n",
            "\ufeff" + TEXT,
        ],
    )
    def test_a_text_that_nbformat_has_not_written_is_not_changed(self, text: str) -> None:
        assert read(text).with_lines({(1, 1): "  # a"}) is None

    @pytest.mark.parametrize("place", [(0, 1), (5, 1), (1, 0), (1, 3)])
    def test_a_place_that_is_not_there_is_refused(self, place: tuple[int, int]) -> None:
        with pytest.raises(IndexError):
            read(self.TEXT).with_lines({place: "# a"})


PIECES = st.sampled_from(
    [
        "%",
        "%%",
        "!",
        "?",
        "=",
        "x",
        "time ",
        "timeit -n 1 ",
        "\n",
        "\\\n",
        "'",
        '"""',
        "(",
        "]",
        "#",
        " ",
        "\t",
        "\r",
        ";",
    ]
)
CELLS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=20))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["nbformat", "cells", "worksheets", "source", "input", "cell_type", "metadata", "language"]
            ),
            inner | st.sampled_from(["code", 3, 4]),
            max_size=5,
        )
    ),
    max_leaves=25,
)
QUICK = settings(
    max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


class TestAnything:
    @QUICK
    @given(st.lists(CELLS, max_size=4))
    def test_every_line_of_the_source_is_one_of_a_cell(self, cells: list[str]) -> None:
        made = read(written(document(*cells)))
        ast.parse(made.source)
        for line in range(1, made.source.count("\n") + 1):
            cell, within = made.place(line)
            assert 1 <= within <= len(made.lines(cell))
        for problem in made.problems:
            assert 1 <= problem.line <= len(made.lines(problem.cell))
        lint(made.source, "cells.ipynb")

    @QUICK
    @given(CELLS)
    def test_a_cell_that_is_python_stays_as_it_is(self, cell: str) -> None:
        try:
            ast.parse(cell + "\n")
        except (SyntaxError, ValueError):
            return
        made = notebook(cell)
        assert made.problems or made.source.split("\n")[:-1] == made.lines(1)

    @QUICK
    @given(JSON | st.fixed_dictionaries({"nbformat": st.just(4), "cells": st.lists(JSON, max_size=3)}))
    def test_what_is_no_notebook_raises_the_one_error(self, content: object) -> None:
        text = written(content)
        try:
            made = read(text)
        except NotebookError:
            return
        assert made.with_lines({}) in (None, text)

    @QUICK
    @given(st.text(max_size=50))
    def test_a_text_that_is_no_json_raises_the_one_error(self, text: str) -> None:
        with pytest.raises(NotebookError):
            read(text)


SQUARE = "def square(number):\n    return number * number"


class TestFindings:
    """What notebooks do was seen when they were run by nbclient under each start method."""

    def test_a_worker_of_a_cell_is_there_for_a_fork_only(self) -> None:
        made = notebook(SQUARE, "import multiprocessing as mp\nwith mp.Pool(2) as pool:\n    pool.map(square, [1])")
        (finding,) = lint(made.source, "cells.ipynb")
        assert (finding.code, made.place(finding.span.line)) == ("MP104", (2, 3))
        assert finding.methods == {"spawn", "forkserver"}
        assert finding.message == "a child process cannot import `square` from a notebook; move it to a .py file"

    @pytest.mark.parametrize(
        "use",
        [
            "p = mp.Process(target=square, args=(2,))\np.start()\np.join()",
            "from concurrent.futures import ProcessPoolExecutor\nProcessPoolExecutor().submit(square, 2).result()",
            "import math\nwith mp.Pool(2, initializer=square, initargs=(1,)) as pool:\n    pool.map(math.sqrt, [1])",
            "class Job:\n    pass\nwith mp.Pool(2) as pool:\n    pool.map(repr, [Job()])",
            "class Worker(mp.Process):\n    def run(self):\n        print(1)\nw = Worker()\nw.start()\nw.join()",
            "class A:\n    def f(self, x):\n        return x\nwith mp.Pool(2) as pool:\n    pool.map(A().f, [1])",
            "if __name__ == '__main__':\n    with mp.Pool(2) as pool:\n        pool.map(square, [1])",
            "def run(xs):\n    with mp.Pool(2) as pool:\n        return pool.map(square, xs)",
        ],
    )
    def test_so_is_whatever_a_cell_defines(self, use: str) -> None:
        assert [code for *_, code in found(SQUARE, "import multiprocessing as mp\n" + use)] == ["MP104"]

    @pytest.mark.parametrize("magic", ["%time ", "result = %time ", "%timeit -n 1 ", "%%time\n"])
    def test_what_is_timed_is_checked(self, magic: str) -> None:
        cell = magic + "pool.map(square, [1])"
        line = cell.splitlines()[-1]
        places = found(SQUARE, "import multiprocessing as mp\npool = mp.Pool(2)", cell)
        assert places == [(3, cell.count("\n") + 1, line.index("square") + 1, "MP104")]

    @pytest.mark.parametrize(
        "use",
        [
            "import math\nwith mp.Pool(2) as pool:\n    pool.map(math.sqrt, [1, 4])",
            "manager = mp.Manager()\nshared = manager.dict()\nshared['a'] = 1",
            "with mp.get_context('fork').Pool(2) as pool:\n    pool.map(square, [1])",
            "mp.set_start_method('fork')\nwith mp.Pool(2) as pool:\n    pool.map(square, [1])",
            "try:\n    mp.set_start_method('fork')\nexcept RuntimeError:\n    pass\nmp.Pool(2).map(square, [1])",
            "if mp.get_start_method() != 'fork':\n    mp.set_start_method('fork', force=True)\nmp.Pool(2).map(square, [1])",
            "from multiprocessing.pool import ThreadPool\nThreadPool(2).map(lambda x: x, [1])",
            "from joblib import Parallel, delayed\nParallel(n_jobs=2)(delayed(square)(x) for x in range(3))",
            "from pathos.multiprocessing import ProcessingPool\nProcessingPool(2).map(square, [1])",
            # The kernel goes on when the last cell has been run.
            "import server\np = mp.Process(target=server.serve, daemon=True)\np.start()",
            "import os\nname = input()\nos.mkdir('x')\nmp.Process(target=print).start()",
        ],
    )
    def test_what_works_in_a_notebook_is_fine(self, use: str) -> None:
        assert found("import multiprocessing as mp\n" + SQUARE, use) == []

    def test_what_a_fork_runs_is_followed(self) -> None:
        cells = [
            "import multiprocessing as mp\ncount = 0\ndef f(x):\n    global count\n    count += x",
            "ctx = mp.get_context('fork')",
        ]
        assert found(*cells, "with ctx.Pool(2) as pool:\n    pool.map(f, [1])\nprint(count)") == [(3, 3, 7, "MP510")]

    def test_what_no_start_method_can_send_comes_first(self) -> None:
        cell = (
            "import multiprocessing as mp, threading\nclass A:\n    def __init__(self):\n"
            "        self.lock = threading.Lock()\n    def f(self, x):\n        return x\n"
            "with mp.Pool(2) as pool:\n    pool.map(A().f, [1])"
        )
        assert [code for *_, code in found(cell)] == ["MP206"]

    def test_what_a_cell_ends_later_is_in_use_before(self) -> None:
        start = "import multiprocessing as mp\nfrom beside import f\npool = mp.Pool(2)"
        use = "def run(xs):\n    return pool.map(f, xs)"
        assert found(start, use, "run([1])", "pool.close()\npool.join()") == []
        assert found(start, use, "pool.close()\npool.join()") == []


def test_the_self_check_reads_notebooks_as_the_linter_does() -> None:
    paths = [source for fixture in find_fixtures() for source in fixture.sources if source.path.suffix == ".ipynb"]
    assert paths
    for source in paths:
        assert read(source.path.read_text(encoding="utf-8")).source == source.text


def test_opinions_do_not_take_a_notebook_for_a_library(tmp_path: Path) -> None:
    source = "import multiprocessing as mp\nmp.set_start_method('spawn')\n"
    assert lint(source, str(tmp_path / "cells.ipynb"), Settings(enable=frozenset({"MP107"}))) == []
