"""Binary layout: header, then slots of a length and bytes."""
import struct

HEADER = struct.Struct("<QQ")  # written, read
LENGTH = struct.Struct("<I")


def slot_size(payload):
    return LENGTH.size + payload


def total_size(slots, payload):
    return HEADER.size + slots * slot_size(payload)


def slot_offset(index, slots, payload):
    return HEADER.size + (index % slots) * slot_size(payload)
