"""GETs by pysnmp, many at once, as the upstream agent's library does them.

pysnmp-client.py TARGETS PORT IN-FLIGHT OPERATIONS

Takes pysnmp 7 (asyncio) or 4 (asyncore), whichever is installed, and says what the GETs cost in one line.
"""
import resource
import sys
import time

import pysnmp

targets = open(sys.argv[1]).read().split()
port, in_flight, operations = map(int, sys.argv[2:])
given = failed = 0
OBJECT = "1.3.6.1.2.1.1.3.0"


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def report(cpu_before, wall_before):
    print(
        f"operations={operations} failed={failed} cpu_micros={(cpu() - cpu_before) * 1e6:.0f}"
        f" seconds={time.monotonic() - wall_before:.6f}"
    )


def with_version_7():
    import asyncio
    from pysnmp.hlapi.v3arch.asyncio import (
        CommunityData, ContextData, ObjectIdentity, ObjectType, SnmpEngine, UdpTransportTarget, get_cmd)

    async def caller(engine):
        global given, failed
        while given < operations:
            target = targets[given % len(targets)]
            given += 1
            error, status, _, _ = await get_cmd(
                engine, CommunityData("lab-ro"),
                await UdpTransportTarget.create((target, port), timeout=2, retries=3),
                ContextData(), ObjectType(ObjectIdentity(OBJECT)))
            failed += bool(error or status)

    async def run():
        engine = SnmpEngine()
        before = cpu(), time.monotonic()
        await asyncio.gather(*(caller(engine) for _ in range(in_flight)))
        report(*before)

    asyncio.run(run())


def with_version_4():
    from pysnmp.hlapi.asyncore import (
        CommunityData, ContextData, ObjectIdentity, ObjectType, SnmpEngine, UdpTransportTarget, getCmd)

    engine = SnmpEngine()

    def give():
        global given
        target = targets[given % len(targets)]
        given += 1
        getCmd(
            engine, CommunityData("lab-ro"), UdpTransportTarget((target, port), timeout=2, retries=3),
            ContextData(), ObjectType(ObjectIdentity(OBJECT)), cbFun=take)

    def take(_engine, _request, error, status, _index, _values, _context):
        global failed
        failed += bool(error or status)
        if given < operations:
            give()

    before = cpu(), time.monotonic()
    for _ in range(in_flight):
        give()
    engine.transportDispatcher.runDispatcher()
    report(*before)


print("pysnmp", pysnmp.__version__ if isinstance(pysnmp.__version__, str) else ".".join(map(str, pysnmp.__version__)))
(with_version_4 if str(pysnmp.__version__).startswith("4") else with_version_7)()
