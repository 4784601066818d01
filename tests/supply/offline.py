"""Runs a command in a network that leads nowhere: unshare --user --map-root-user --net python offline.py COMMAND …"""

import fcntl
import os
import socket
import struct
import sys

UP, RUNNING, SET_FLAGS = 0x1, 0x40, 0x8914  # of a network interface, and how to set them: linux/if.h, linux/sockios.h
UNREACHABLE = 101


def main() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:  # kernels speak over the loopback interface
        fcntl.ioctl(line, SET_FLAGS, struct.pack("16sh14x", b"lo", UP | RUNNING))
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=2).close()
    except OSError as error:
        if error.errno != UNREACHABLE:
            raise
    else:
        sys.exit("there is a network")
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
