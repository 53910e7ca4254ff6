class CompilerToolError(Exception):
    def __init__(self, tool, returncode, stderr):
        self.tool = tool
        self.returncode = returncode
        self.stderr = stderr
        errors = stderr.decode("utf-8").strip()
        super().__init__(f"{tool} exited with {returncode}: {errors}")

    def __reduce__(self):
        return type(self), (self.tool, self.returncode, self.stderr)
