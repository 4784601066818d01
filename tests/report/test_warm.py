"""The warm process, and what it becomes."""

import threading

import pytest
import zmq
from ipykernel.heartbeat import Heartbeat

from marketshare.report.warm import told_but_heartbeats


@pytest.mark.parametrize(
    ("thread", "told"),
    [(Heartbeat(zmq.Context.instance(), ("tcp", "127.0.0.1", 1)), False), (threading.Thread(), True)],
)
def test_a_thread_that_failed_is_told_of_but_a_heartbeat_without_its_port(thread, told, capsys):
    error = zmq.ZMQError(msg="Address already in use")
    told_but_heartbeats(threading.ExceptHookArgs((type(error), error, None, thread)))
    assert ("Address already in use" in capsys.readouterr().err) is told
