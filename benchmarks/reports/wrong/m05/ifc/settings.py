import logging

LOG_LEVEL = logging.INFO
JOIN_POLL = None
ROW_WIDTH = 60
