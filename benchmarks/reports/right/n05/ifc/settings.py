import logging

LOG_LEVEL = logging.INFO
RESULT_TIMEOUT = 30.0
ROW_WIDTH = 60
