"""An agent written with stomp.py: takes commands, answers each with one varbind, and acknowledges.

Says on standard output what it saw. Speaks STOMP over plain TCP, as this library does; the token comes by the
environment. Arguments: STOMP version, port, agent id.
"""

import json
import os
import sys
import threading

import stomp

VERSION, PORT, AGENT = sys.argv[1:4]
CONNECTIONS = {
    "1.0": stomp.Connection10,
    "1.1": stomp.Connection11,
    "1.2": stomp.Connection12,
}
ended = threading.Event()


def say(text):
    print(text, flush=True)


class Answering(stomp.ConnectionListener):
    def __init__(self, connection):
        self.connection = connection
        self.awaited = {}

    def on_connected(self, frame):
        say("CONNECTED " + frame.headers.get("version", "1.0"))

    def on_error(self, frame):
        say("ERROR " + frame.headers.get("code", "") + ": " + frame.headers.get("message", ""))
        ended.set()

    def on_disconnected(self):
        ended.set()

    def on_message(self, frame):
        command = frame.headers["correlation-id"]
        say("COMMAND " + command + " " + json.loads(frame.body)["command"])
        self.awaited["outcome-" + command] = frame.headers
        varbind = {"oid": "1.3.6.1.2.1.1.5.0", "type": "OctetString", "hex": "73746f6d70"}
        outcome = {
            "outcome": "completed",
            "command": command,
            "waited_millis": 0,
            "ran_millis": 0,
            "reply": {"type": "varbinds", "varbinds": [varbind]},
        }
        self.connection.send(
            frame.headers["reply-to"],
            json.dumps(outcome),
            content_type="application/json",
            headers={"correlation-id": command, "persistent": "true", "receipt": "outcome-" + command},
        )

    def on_receipt(self, frame):
        receipt = frame.headers["receipt-id"]
        say("RECEIPT " + receipt)
        message = self.awaited.pop(receipt, None)
        if message is not None:
            self.acknowledge(message, receipt.replace("outcome-", "ack-"))

    def acknowledge(self, message, receipt):
        # 1.2 names a delivery by its ack header, 1.1 and 1.0 by its message-id; 1.1 wants the subscription too.
        if VERSION == "1.2":
            self.connection.ack(message["ack"], receipt=receipt)
        elif VERSION == "1.1":
            self.connection.ack(message["message-id"], message["subscription"], receipt=receipt)
        else:
            self.connection.ack(message["message-id"], receipt=receipt)


connection = CONNECTIONS[VERSION]([("127.0.0.1", int(PORT))])
connection.set_listener("agent", Answering(connection))
connection.connect(AGENT, os.environ["AGENT_TOKEN"], wait=True)
connection.subscribe("commands." + AGENT + ".interactive", id="0", ack="client-individual")
ended.wait()
