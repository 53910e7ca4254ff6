class Config:
    def __init__(self):
        self.precision = 6
        self.measure = "EMD"
        self.number_of_cores = 2


config = Config()
