import logging
import multiprocessing

from .buffers import SharedFrame
from .device import expose

log = logging.getLogger("camera.model")


class AcquisitionModel:
    def __init__(self, roi, frames):
        self.roi = roi
        self.frames = frames
        self.data_buffer = self._allocate()

    def _allocate(self):
        return [SharedFrame(self.roi.nbytes) for _ in range(self.frames)]

    def change_roi(self, roi):
        log.info("region of interest is now %dx%d", roi.width, roi.height)
        self.roi = roi
        for frame in self.data_buffer:
            frame.destroy()
        self.data_buffer = self._allocate()

    def snap(self):
        names = [frame.name for frame in self.data_buffer]
        device = multiprocessing.Process(target=expose, args=(names, self.roi))
        device.start()
        device.join()
        return round(sum(frame.mean() for frame in self.data_buffer) / self.frames, 2)

    def close(self):
        for frame in self.data_buffer:
            frame.destroy()
