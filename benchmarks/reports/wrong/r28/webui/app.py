import logging
import multiprocessing

from . import progress

log = logging.getLogger("webui")


def infer(stems, source, out):
    for stem in stems:
        for percent in (50, 100):
            progress.publish(f"{source}:{stem}", percent, out)


class Application:
    def __init__(self, settings):
        self.settings = settings

    def separate(self, source):
        stems = self.settings.stems
        process = multiprocessing.Process(target=infer, args=(stems, source, progress.channel))
        process.start()
        state = progress.latest(2 * len(stems), self.settings.timeout)
        process.join()
        log.info("inference with %s done", self.settings.model)
        return sorted(name for name, percent in state.items() if percent == 100)
