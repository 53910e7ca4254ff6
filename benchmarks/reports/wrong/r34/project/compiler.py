import logging

log = logging.getLogger("project.compiler")

MATERIALIZATIONS = {
    "model": "create view {name} as {sql}",
    "seed": "create table {name} as {sql}",
    "source": "-- {name}: {sql}",
}


class CompilationError(Exception):
    pass


def compile_node(node):
    if not node.sql.startswith("select"):
        raise CompilationError(f"{node.name} is no query")
    template = MATERIALIZATIONS[node.kind]
    return template.format(name=node.name, sql=node.sql)
