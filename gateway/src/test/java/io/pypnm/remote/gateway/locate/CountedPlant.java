package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.gateway.plant.AgentChoice;
import io.pypnm.remote.gateway.plant.Cmts;
import io.pypnm.remote.gateway.plant.PlantConfig;
import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Mib;
import io.pypnm.remote.lab.plant.Plant;
import io.pypnm.remote.lab.pnm.PnmSettings;
import io.pypnm.remote.lab.signal.Templates;
import java.net.Inet4Address;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The tables of the lab's CMTSs, read without a network: each command is carried out at once, its PDUs are counted.
final class CountedPlant implements CmtsSnmp {
    static final AgentId AGENT = new AgentId("jump-01");
    /// What fits into a datagram, whatever is asked for.
    private static final int ROWS_OF_A_REPLY = 45;

    private final Plant plant;
    private final PlantConfig config;
    private final List<Station> stations = new ArrayList<>();
    private final CommandIds ids;

    CountedPlant(int cmtss, int modems, InstantSource clock) {
        plant = new Plant(Inet4Address.ofLiteral("127.20.0.1"), cmtss, modems, modems, 1);
        ids = new CommandIds(clock, new SecureRandom());
        List<Cmts> settings = new ArrayList<>();
        for (int i = 0; i < cmtss; i++) {
            settings.add(cmts(i));
            stations.add(new Station(i));
        }
        config = new PlantConfig(settings);
    }

    private Cmts cmts(int number) {
        var address = DeviceAddress.parse(plant.cmts(number).getHostAddress());
        var agent = new AgentChoice.Named(AGENT);
        var access = new SnmpAccess.ByRole(SnmpAccess.DeviceRole.CMTS);
        var modems = new Cmts.Modems(agent, 161, access, Duration.ofSeconds(2), 1);
        return new Cmts("cmts-" + number, SnmpTarget.of(address, access), agent, 25, modems);
    }

    PlantConfig config() {
        return config;
    }

    Station station(int number) {
        return stations.get(number);
    }

    MacAddress mac(int modem) {
        return new MacAddress(plant.mac(modem));
    }

    DeviceAddress address(int modem) {
        return DeviceAddress.parse(plant.address(modem).getHostAddress());
    }

    /// PDUs of all CMTSs.
    int pdus() {
        return stations.stream().mapToInt(Station::pdus).sum();
    }

    @Override
    public Reading read(AgentId agent, Command.Snmp command, String caller, Consumer<VarBind> each)
            throws InterruptedException {
        for (int i = 0; i < stations.size(); i++) {
            if (config.cmtss().get(i).address().equals(command.target().address())) {
                return stations.get(i).read(command, each);
            }
        }
        throw new AssertionError("no CMTS at " + command.target().address());
    }

    /// One CMTS, told how to misbehave.
    final class Station implements Life {
        private final Mib mib;
        private final Map<Misbehaviour, Integer> faults = new EnumMap<>(Misbehaviour.class);
        private final AtomicInteger pdus = new AtomicInteger();
        private final AtomicInteger walks = new AtomicInteger();
        /// What is said of an instance instead of the truth.
        private final Map<Oid, VarBind> lies = new ConcurrentHashMap<>();

        private volatile Optional<Reading> trouble = Optional.empty();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile int mostRows = Integer.MAX_VALUE;

        Station(int number) {
            var pnm = new PnmSettings(Duration.ofSeconds(1), 69, Templates.NONE);
            mib = io.pypnm.remote.lab.plant.Cmts.mib(plant, number, this, pnm, _ -> {});
        }

        void misbehave(Misbehaviour kind, int number) {
            faults.put(kind, number);
        }

        /// Behaves again.
        void behave() {
            faults.clear();
            trouble = Optional.empty();
        }

        void isSilent() {
            trouble = Optional.of(new Reading.Failed(ids.next(), FailureCode.DEVICE_TIMEOUT, "no answer"));
        }

        void failsWith(FailureCode code) {
            trouble = Optional.of(new Reading.Failed(ids.next(), code, "so the test wants it"));
        }

        /// Nothing is answered until the latch is open.
        void waitsFor(CountDownLatch latch) {
            gate = latch;
        }

        void endsWalksAfter(int rows) {
            mostRows = rows;
        }

        void saysInstead(VarBind lie) {
            lies.put(lie.oid(), lie);
        }

        int pdus() {
            return pdus.get();
        }

        /// Of the whole table of registrations.
        int walks() {
            return walks.get();
        }

        private Reading read(Command.Snmp command, Consumer<VarBind> each) throws InterruptedException {
            gate.await();
            CommandId id = ids.next();
            if (trouble.isPresent()) {
                pdus.incrementAndGet();
                return trouble.get();
            }
            return switch (command) {
                case Command.SnmpGet(var _, List<Oid> oids) -> {
                    pdus.incrementAndGet();
                    for (Oid oid : oids) {
                        each.accept(lies.getOrDefault(oid, new VarBind(oid, mib.get(oid))));
                    }
                    yield new Reading.Whole(id);
                }
                case Command.SnmpWalk(var _, Oid root, int repetitions, int limit) -> {
                    walks.addAndGet(limit > 1 ? 1 : 0);
                    int atOnce = Math.min(repetitions, ROWS_OF_A_REPLY);
                    int rows = walk(root, Math.min(limit, mostRows), each);
                    pdus.addAndGet((Math.min(limit, rows + 1) + atOnce - 1) / atOnce);
                    yield rows >= Math.min(limit, mostRows)
                            ? new Reading.Cut(id, "LIMIT, there is more")
                            : new Reading.Whole(id);
                }
                default -> throw new AssertionError("a lookup sends no " + command);
            };
        }

        private int walk(Oid root, int limit, Consumer<VarBind> each) {
            int rows = 0;
            for (VarBind row = mib.next(root); rows < limit && root.isPrefixOf(row.oid()); row = mib.next(row.oid())) {
                if (row.value().isException()) {
                    break;
                }
                each.accept(row);
                rows++;
            }
            return rows;
        }

        @Override
        public boolean has(Misbehaviour kind) {
            return faults.containsKey(kind);
        }

        @Override
        public int number(Misbehaviour kind) {
            return faults.getOrDefault(kind, 0);
        }

        @Override
        public boolean takesTurn(Misbehaviour kind) {
            return false;
        }

        @Override
        public boolean within(Misbehaviour kind) {
            return false;
        }

        @Override
        public InstantSource wall() {
            return () -> Instant.EPOCH;
        }

        @Override
        public LongSupplier nanos() {
            return () -> 0;
        }

        @Override
        public void after(Duration delay, Runnable step) {
            throw new AssertionError("nothing happens here");
        }

        @Override
        public void aside(Runnable work) {
            throw new AssertionError("nothing happens here");
        }

        @Override
        public void restart() {
            throw new AssertionError("nothing happens here");
        }
    }
}
