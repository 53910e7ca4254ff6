class _Registry:
    def __init__(self):
        self._models = {}

    def register_model(self, arch, cls):
        self._models[arch] = cls

    def supported(self):
        return sorted(self._models)

    def resolve(self, arch):
        return self._models[arch]


class EchoModel:
    def forward(self, text):
        return text


ModelRegistry = _Registry()
ModelRegistry.register_model("EchoForCausalLM", EchoModel)
