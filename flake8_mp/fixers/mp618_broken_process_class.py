"""MP618: call the constructor of Process, and start the process when it is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import first_in
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.flags import is_flag, make_event
from flake8_mp.fixers.importing import dotted

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_CALL = "super().__init__()"


class BrokenProcessClass(Fixer):
    """Writes what the class leaves out, or moves what comes too early."""

    applicability = "safe, unsafe"
    unsafe = "code of other files may set the attribute, or rely on the target not being called"

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Fix the class."""
        if finding.problem == "no init":
            function = program.definition(finding.span)
            if not isinstance(function, cst.FunctionDef):
                raise NoFix("its `__init__` is not a plain method")
            self._needs_no_arguments(program, program.enclosing(function, cst.ClassDef))
            draft = Draft(program, f"Call `{_CALL}` first")
            first_in(draft, function, _CALL)
            return draft
        if finding.problem == "no init dataclass":
            return self._dataclass(program, finding)
        if finding.problem == "set late":
            attribute = program.at(finding.span, cst.Attribute)
            if program.code(attribute) == f"self.{attribute.attr.value}" and is_flag(program, attribute):
                return make_event(program, attribute)
            return self._start_last(program, attribute)
        if finding.problem == "set in copy":
            raise NoFix("the class of the object has to share it")
        return self._run_target(program, finding)

    def _needs_no_arguments(self, program: Program, cls: cst.CSTNode | None) -> None:
        """Refuse where a base class of this program has a constructor that has to get something."""
        bases = [dotted(each.value) for each in cls.bases] if isinstance(cls, cst.ClassDef) else []
        for base in program.find(cst.ClassDef):
            if base.name.value not in bases:
                continue
            for member in program.body(base).body:
                if isinstance(member, cst.FunctionDef) and member.name.value == "__init__":
                    given = (*member.params.posonly_params, *member.params.params)[1:]
                    if any(each.default is None for each in (*given, *member.params.kwonly_params)):
                        raise NoFix(f"the constructor of `{base.name.value}` takes arguments")

    def _dataclass(self, program: Program, finding: Finding) -> Draft:
        """Call it in ``__post_init__``; a process must be hashable, which ``eq`` of a dataclass takes away."""
        cls = program.definition(finding.span)
        draft = Draft(program, f"Call `{_CALL}` in `__post_init__`")
        for decorator in cls.decorators:
            if isinstance(decorator.decorator, cst.Call):
                if decorator.decorator.args:
                    raise NoFix("the dataclass has options of its own")
                draft.replace(decorator.decorator, f"{program.code(decorator.decorator.func)}(eq=False)")
            elif dotted(decorator.decorator).rpartition(".")[2] == "dataclass":
                draft.insert(program.end(decorator.decorator), "(eq=False)")
        members = [each for each in program.body(cls).body if isinstance(each, cst.FunctionDef)]
        for member in members:
            if member.name.value == "__post_init__":
                first_in(draft, member, _CALL)
                return draft
        method = f"def __post_init__(self) -> None:\n{program.unit}{_CALL}\n"
        if members:
            draft.before(members[0], method)
        else:
            draft.after(program.body(cls).body[-1], "\n" + method.rstrip("\n"))
        return draft

    def _start_last(self, program: Program, attribute: cst.Attribute) -> Draft:
        function = program.enclosing(attribute, cst.FunctionDef)
        if not isinstance(function, cst.FunctionDef) or function.name.value != "__init__":
            raise NoFix("it is set after the process was started elsewhere")
        body = program.body(function).body
        for each in body:
            if isinstance(each, cst.SimpleStatementLine) and program.code(each) == "self.start()":
                draft = Draft(program, "Start the process after all attributes are set")
                draft.remove(each)
                draft.after(body[-1], "self.start()")
                return draft
        raise NoFix("it is set after the process was started elsewhere")

    def _run_target(self, program: Program, finding: Finding) -> Draft:
        """Let ``run`` call that of Process, which runs the target; a class that passes its own means something else."""
        value = program.expression(finding.span)
        name, _, method = finding.words.rpartition(".")
        if any(isinstance(each, cst.ClassDef) for each in program.around(value)):
            raise NoFix("the class itself passes a target that its `run` replaces")
        for cls in program.find(cst.ClassDef):
            for member in program.find(cst.FunctionDef, cls):
                if cls.name.value == name and member.name.value == method and program.parent(member) is cls.body:
                    if any(True for _ in program.find(cst.Return, member)):
                        raise NoFix("`run` returns in several places")
                    draft = Draft(program, "Call `super().run()`, which runs the target", safe=False)
                    draft.after(program.body(member).body[-1], "super().run()")
                    return draft
        raise NoFix("its class is defined elsewhere")
