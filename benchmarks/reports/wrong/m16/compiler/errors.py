class CompilerToolError(Exception):
    def __init__(self, tool, returncode, stderr):
        self.tool = tool
        self.returncode = returncode
        errors = stderr.decode("utf-8").strip()
        super().__init__(f"{tool} exited with {returncode}: {errors}")
