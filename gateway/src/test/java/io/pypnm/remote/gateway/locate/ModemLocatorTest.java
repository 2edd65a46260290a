package io.pypnm.remote.gateway.locate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.gateway.dispatch.Presence;
import io.pypnm.remote.gateway.locate.ModemAddress.Source;
import io.pypnm.remote.gateway.locate.Unanswered.Why;
import io.pypnm.remote.gateway.plant.AgentFinder;
import io.pypnm.remote.gateway.plant.PlantConfig;
import io.pypnm.remote.lab.device.Misbehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModemLocatorTest {
    private static final int FIRST_INDEX = io.pypnm.remote.lab.plant.Cmts.FIRST_INDEX;

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private boolean agentIsOnline = true;

    private CountedPlant plant(int cmtss, int modems) {
        return new CountedPlant(cmtss, modems, () -> now);
    }

    private ModemLocator locator(CountedPlant plant) {
        return locator(plant, plant.config());
    }

    private ModemLocator locator(CountedPlant plant, PlantConfig config) {
        var presence = new Presence() {
            @Override
            public boolean isOnline(AgentId agent) {
                return agentIsOnline && agent.equals(CountedPlant.AGENT);
            }

            @Override
            public Optional<AgentId> anyWith(String capability) {
                return Optional.empty();
            }

            @Override
            public boolean holds(AgentId agent, CommandId command) {
                return false;
            }
        };
        return new ModemLocator(
                config, new AgentFinder(presence), plant, Thread.ofVirtual().factory(), () -> now);
    }

    private static Sighting find(ModemLocator locator, MacAddress mac) throws InterruptedException {
        return locator.locate(mac, Duration.ZERO, "test");
    }

    private static ModemLocation online(Sighting sighting) {
        assertThat(sighting).isInstanceOf(Sighting.Online.class);
        return ((Sighting.Online) sighting).location();
    }

    @Test
    void amongTenThousandModemsOneCostsTwoPdus() throws Exception {
        CountedPlant plant = plant(1, 10_000);

        Sighting found = find(locator(plant), plant.mac(7_654));

        ModemLocation location = online(found);
        assertThat(location.addresses())
                .containsExactly(new ModemAddress(plant.address(7_654), Source.REGISTRATION_IPV4));
        assertThat(location.indices()).isEqualTo(Indices.both(FIRST_INDEX + 7_654));
        assertThat(location.state().text()).isEqualTo("operational");
        assertThat(location.macDomain()).isEqualTo(851_972);
        assertThat(location.serviceGroup()).isEqualTo(12);
        assertThat(location.agent()).isEqualTo(CountedPlant.AGENT);
        assertThat(location.learnt()).isEqualTo(now);
        assertThat(plant.pdus()).isEqualTo(2);
        assertThat(found.cost().pdus()).isEqualTo(2);
        assertThat(found.cost().commands()).hasSize(2);
    }

    @Test
    void noCmtsIsAskedMoreThanTwice() throws Exception {
        CountedPlant plant = plant(4, 100);

        ModemLocation location = online(find(locator(plant), plant.mac(6)));

        assertThat(location.cmts().name()).isEqualTo("cmts-2");
        await().untilAsserted(() -> assertThat(IntStream.range(0, 4)
                        .map(cmts -> plant.station(cmts).pdus())
                        .boxed())
                .containsExactly(2, 2, 2, 2));
    }

    @Test
    void unknownMacIsUnknownOnlyWhenAllSaidSo() throws Exception {
        CountedPlant plant = plant(2, 10);
        MacAddress stranger = plant.mac(4_000);
        ModemLocator locator = locator(plant);

        assertThat(find(locator, stranger)).isInstanceOf(Sighting.Unlisted.class);

        plant.station(1).isSilent();
        assertThat(find(locator, stranger)).isInstanceOfSatisfying(Sighting.Unclear.class, unclear -> {
            assertThat(unclear.reason()).isEqualTo(Why.CMTS_TIMEOUT);
            assertThat(unclear.unanswered())
                    .extracting(silent -> silent.cmts().name())
                    .containsExactly("cmts-1");
        });
    }

    @Test
    void pointerTableIsProbedOnce() throws Exception {
        CountedPlant plant = plant(1, 10);
        ModemLocator locator = locator(plant);

        find(locator, plant.mac(4_000));
        assertThat(plant.pdus()).isEqualTo(2);

        find(locator, plant.mac(4_001));
        assertThat(plant.pdus()).isEqualTo(3);
    }

    @Test
    void rememberedModemCostsNothingThenOnePdu() throws Exception {
        CountedPlant plant = plant(3, 30);
        ModemLocator locator = locator(plant);
        find(locator, plant.mac(0));
        await().until(() -> plant.pdus() == 6);

        Sighting remembered = locator.locate(plant.mac(0), ModemLocator.DEFAULT_MAX_AGE, "test");
        assertThat(remembered.cost()).isEqualTo(Cost.NOTHING);
        assertThat(plant.pdus()).isEqualTo(6);

        now = now.plus(ModemLocator.DEFAULT_MAX_AGE);
        Sighting verified = locator.locate(plant.mac(0), ModemLocator.DEFAULT_MAX_AGE, "test");
        assertThat(online(verified).learnt()).isEqualTo(now);
        assertThat(plant.pdus()).isEqualTo(7);
    }

    @Test
    void forgottenModemIsLookedForAnew() throws Exception {
        CountedPlant plant = plant(1, 10);
        ModemLocator locator = locator(plant);
        find(locator, plant.mac(1));

        locator.forget(plant.mac(1));

        assertThat(locator.locate(plant.mac(1), ModemLocator.DEFAULT_MAX_AGE, "test")
                        .cost()
                        .pdus())
                .isEqualTo(2);
    }

    @Test
    void modemThatWentOfflineIsLookedForOnTheOthersToo() throws Exception {
        CountedPlant plant = plant(2, 10);
        ModemLocator locator = locator(plant);
        assertThat(online(find(locator, plant.mac(2))).cmts().name()).isEqualTo("cmts-0");
        await().until(() -> plant.pdus() == 4);

        plant.station(0).misbehave(Misbehaviour.LISTS_OFFLINE, 2);
        plant.station(1).misbehave(Misbehaviour.LISTS_FORMER_MODEMS, 1);
        plant.station(1).saysInstead(registration(6, 2, new SnmpValue.Integer32(8)));
        var address = Octets.of(plant.address(2).toInetAddress().getAddress());
        plant.station(1).saysInstead(registration(5, 2, new SnmpValue.OctetString(address)));

        Sighting moved = find(locator, plant.mac(2));
        assertThat(online(moved).cmts().name()).isEqualTo("cmts-1");
        assertThat(moved.cost().pdus()).isEqualTo(3);
    }

    private static VarBind registration(int column, int modem, SnmpValue value) {
        return new VarBind(Oid.parse("1.3.6.1.4.1.4491.2.1.20.1.3.1").append(column, FIRST_INDEX + modem), value);
    }

    @Test
    void rowOfAnotherModemIsNotTaken() throws Exception {
        CountedPlant plant = plant(1, 10);
        ModemLocator locator = locator(plant);
        online(find(locator, plant.mac(3)));
        // As after a restart of the CMTS: the pointer is fresh, and what was remembered is the row of another.
        plant.station(0).saysInstead(mac("1.3.6.1.2.1.10.127.1.3.3.1.2", 3, plant.mac(4)));
        plant.station(0).saysInstead(mac("1.3.6.1.4.1.4491.2.1.20.1.3.1.2", 3, plant.mac(4)));
        plant.station(0)
                .saysInstead(new VarBind(ModemRow.pointer(plant.mac(3)), new SnmpValue.Integer32(FIRST_INDEX + 8)));
        plant.station(0).saysInstead(mac("1.3.6.1.2.1.10.127.1.3.3.1.2", 8, plant.mac(3)));
        plant.station(0).saysInstead(mac("1.3.6.1.4.1.4491.2.1.20.1.3.1.2", 8, plant.mac(3)));

        ModemLocation location = online(find(locator, plant.mac(3)));

        assertThat(location.indices()).isEqualTo(Indices.both(FIRST_INDEX + 8));
        assertThat(location.address()).isEqualTo(plant.address(8));
    }

    private static VarBind mac(String column, int modem, MacAddress mac) {
        return new VarBind(Oid.parse(column).append(FIRST_INDEX + modem), new SnmpValue.OctetString(mac.octets()));
    }

    @Test
    void duplicateIsWhereItIsOnlineWhicheverAnswersFirst() throws Exception {
        CountedPlant plant = plant(2, 10);
        plant.station(0).misbehave(Misbehaviour.LISTS_FORMER_MODEMS, 1);
        var late = new CountDownLatch(1);
        plant.station(1).waitsFor(late);
        ModemLocator locator = locator(plant);

        var found = new FutureTask<>(() -> find(locator, plant.mac(1)));
        Thread.ofVirtual().start(found);
        await().until(() -> plant.station(0).pdus() == 2);
        late.countDown();

        assertThat(online(found.get()).cmts().name()).isEqualTo("cmts-1");
    }

    @Test
    void firstThatHasItOnlineHasTheWord() throws Exception {
        CountedPlant plant = plant(2, 10);
        var never = new CountDownLatch(1);
        plant.station(1).waitsFor(never);

        assertThat(online(find(locator(plant), plant.mac(0))).cmts().name()).isEqualTo("cmts-0");

        never.countDown();
    }

    @Test
    void offlineModemIsToldWithItsStateAndWhoWasSilent() throws Exception {
        CountedPlant plant = plant(2, 10);
        plant.station(0).misbehave(Misbehaviour.LISTS_OFFLINE, 4);
        plant.station(1).failsWith(FailureCode.DEVICE_ERROR);

        Sighting sighting = find(locator(plant), plant.mac(4));

        assertThat(sighting).isInstanceOfSatisfying(Sighting.Offline.class, offline -> {
            assertThat(offline.location().state()).isEqualTo(new ModemState(1));
            assertThat(offline.location().addresses()).isEmpty();
            assertThat(offline.unanswered()).extracting(Unanswered::why).containsExactly(Why.CMTS_ERROR);
        });
    }

    @Test
    void modemWithIpv6AloneIsOnlineAndToldSo() throws Exception {
        CountedPlant plant = plant(1, 10);
        plant.station(0).misbehave(Misbehaviour.LISTS_IPV6_ONLY, 5);

        ModemLocation location = online(find(locator(plant), plant.mac(5)));

        assertThat(location.isIpv6Only()).isTrue();
        assertThat(location.addresses())
                .containsExactly(new ModemAddress(DeviceAddress.parse("::1"), Source.REGISTRATION_IPV6));
    }

    @Test
    void registrationUnderAnotherNumberIsNotMistakenForThisModems() throws Exception {
        CountedPlant plant = plant(1, 10);
        plant.station(0).misbehave(Misbehaviour.REG_IDS_SHIFTED, 1);

        Sighting found = find(locator(plant), plant.mac(5));

        ModemLocation location = online(found);
        assertThat(location.addresses()).containsExactly(new ModemAddress(plant.address(5), Source.STATUS_INET));
        assertThat(location.indices()).isEqualTo(new Indices(FIRST_INDEX + 5, Indices.NONE));
        assertThat(location.macDomain()).isZero();
        assertThat(plant.pdus()).isEqualTo(2);
    }

    @Test
    void withoutPointersOneWalkServesAllModems() throws Exception {
        CountedPlant plant = plant(1, 10_000);
        plant.station(0).misbehave(Misbehaviour.NO_CM_POINTERS, 1);
        ModemLocator locator = locator(plant);

        Sighting first = find(locator, plant.mac(9_999));
        assertThat(online(first).address()).isEqualTo(plant.address(9_999));
        assertThat(first.cost().pdus()).isEqualTo(2 + 401 + 1);
        assertThat(plant.pdus()).isEqualTo(first.cost().pdus());

        Sighting second = find(locator, plant.mac(1));
        assertThat(online(second).address()).isEqualTo(plant.address(1));
        assertThat(second.cost().pdus()).isEqualTo(1);
        assertThat(plant.station(0).walks()).isEqualTo(1);
    }

    @Test
    void withoutPointersRegistrationsAbove2To31AreFound() throws Exception {
        CountedPlant plant = plant(1, 10);
        plant.station(0).misbehave(Misbehaviour.NO_CM_POINTERS, 1);
        plant.station(0).misbehave(Misbehaviour.REG_IDS_SHIFTED, Integer.MAX_VALUE);

        ModemLocation location = online(find(locator(plant), plant.mac(3)));

        assertThat(location.indices()).isEqualTo(new Indices(Indices.NONE, FIRST_INDEX + 3L + Integer.MAX_VALUE));
        assertThat(location.addresses()).containsExactly(new ModemAddress(plant.address(3), Source.REGISTRATION_IPV4));
    }

    @Test
    void missWalksAgainAtMostOnceAMinute() throws Exception {
        CountedPlant plant = plant(1, 10);
        plant.station(0).misbehave(Misbehaviour.NO_CM_POINTERS, 1);
        ModemLocator locator = locator(plant);

        assertThat(find(locator, plant.mac(4_000))).isInstanceOf(Sighting.Unlisted.class);
        assertThat(find(locator, plant.mac(4_001))).isInstanceOf(Sighting.Unlisted.class);
        assertThat(plant.station(0).walks()).isEqualTo(1);

        now = now.plus(Duration.ofMinutes(1));
        assertThat(find(locator, plant.mac(4_000))).isInstanceOf(Sighting.Unlisted.class);
        assertThat(plant.station(0).walks()).isEqualTo(2);
    }

    @Test
    void manyWhoAskAtOnceShareOneWalk() throws Exception {
        CountedPlant plant = plant(1, 100);
        plant.station(0).misbehave(Misbehaviour.NO_CM_POINTERS, 1);
        ModemLocator locator = locator(plant);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Sighting>> found = IntStream.range(0, 100)
                    .mapToObj(modem -> threads.submit(() -> find(locator, plant.mac(modem))))
                    .toList();
            for (Future<Sighting> sighting : found) {
                online(sighting.get());
            }
        }

        assertThat(plant.station(0).walks()).isEqualTo(1);
    }

    @Test
    void tableThatWasCutIsNoProofOfAbsence() throws Exception {
        CountedPlant plant = plant(1, 100);
        plant.station(0).misbehave(Misbehaviour.NO_CM_POINTERS, 1);
        plant.station(0).endsWalksAfter(50);
        ModemLocator locator = locator(plant);

        online(find(locator, plant.mac(49)));
        assertThat(find(locator, plant.mac(50)))
                .isInstanceOfSatisfying(
                        Sighting.Unclear.class,
                        unclear -> assertThat(unclear.reason()).isEqualTo(Why.TABLE_CUT));
    }

    @Test
    void withoutItsAgentNothingIsAsked() throws Exception {
        CountedPlant plant = plant(2, 10);
        agentIsOnline = false;

        Sighting sighting = find(locator(plant), plant.mac(1));

        assertThat(sighting)
                .isInstanceOfSatisfying(
                        Sighting.Unclear.class,
                        unclear -> assertThat(unclear.reason()).isEqualTo(Why.NO_AGENT));
        assertThat(plant.pdus()).isZero();
    }

    @Test
    void withoutACmtsNobodyIsAsked() throws Exception {
        CountedPlant plant = plant(1, 10);

        Sighting sighting = find(locator(plant, PlantConfig.NONE), plant.mac(1));

        assertThat(sighting).isEqualTo(new Sighting.Unlisted(plant.mac(1), List.of(), Cost.NOTHING));
    }
}
