package io.pypnm.remote.agent.snmp.usm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.ManualClock;
import io.pypnm.remote.contracts.snmp.Octets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RemoteEngineTest {
    private static final Octets ID = Octets.ofHex("8000000001020304");
    private static final Octets ANOTHER_ID = Octets.ofHex("8000000001020305");
    private static final UsmKeys USER = UsmKeys.of(new SnmpSecurity.NoAuthNoPriv("anybody"));

    private final ManualClock clock = new ManualClock();
    private final RemoteEngines engines = new RemoteEngines(clock, 3);
    private final RemoteEngine engine = engines.at(address(1));

    @BeforeEach
    void isThere() {
        engine.identify(ID);
    }

    @Test
    void clockIsNotGuessedBeforeItIsKnown() {
        clock.advance(Duration.ofHours(1));

        assertReads(0, 0);
    }

    @Test
    void clockGoesOnWithOurs() {
        engine.set(ID, 7, 1_000);

        clock.advance(Duration.ofSeconds(90));

        assertReads(7, 1_090);
    }

    @Test
    void clockThatIsAheadIsFollowed() {
        engine.set(ID, 7, 1_000);

        assertThat(engine.accept(ID, 7, 1_005)).isTrue();
        assertReads(7, 1_005);
        assertThat(engine.accept(ID, 8, 3)).isTrue();
        assertReads(8, 3);
    }

    @Test
    void messageFromBeforeTheWindowIsRefused() {
        engine.set(ID, 7, 1_000);

        assertThat(engine.accept(ID, 7, 850)).isTrue();
        assertThat(engine.accept(ID, 7, 849)).isFalse();
        assertThat(engine.accept(ID, 6, 1_000)).isFalse();
        assertReads(7, 1_000);
    }

    @Test
    void windowGoesOnWithOurClock() {
        engine.set(ID, 7, 1_000);

        clock.advance(Duration.ofSeconds(150));
        assertThat(engine.accept(ID, 7, 1_000)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(engine.accept(ID, 7, 1_000)).isFalse();
        assertThat(engine.accept(ID, 7, 1_001))
                .as("of a slow clock that goes on")
                .isTrue();
    }

    @Test
    void whatAnotherEngineSaysIsNotTakenForThisOne() {
        engine.set(ID, 7, 1_000);

        engine.set(ANOTHER_ID, 9, 5);
        assertThat(engine.accept(ANOTHER_ID, 9, 5)).isFalse();
        engine.understood(ANOTHER_ID, USER);

        assertReads(7, 1_000);
        assertThat(engine.understands(USER)).isFalse();
    }

    @Test
    void engineThatCannotCountItsBootsAnyMoreIsRefused() {
        assertThat(engine.accept(ID, Integer.MAX_VALUE, 5)).isFalse();
    }

    @Test
    void anotherIdHasAnotherClock() {
        engine.set(ID, 7, 1_000);

        engine.identify(ID);
        assertReads(7, 1_000);
        engine.identify(ANOTHER_ID);
        assertReads(0, 0);
    }

    @Test
    void onlyTheUserThatWasUnderstoodIsTakenFor() {
        UsmKeys another = UsmKeys.of(new SnmpSecurity.NoAuthNoPriv("another"));
        assertThat(engine.read(USER).boots()).isZero();
        engine.understood(ID, USER);

        assertThat(engine.understands(USER)).isTrue();
        assertThat(engine.understands(another)).isFalse();
        engine.identify(ANOTHER_ID);
        assertThat(engine.understands(USER)).isFalse();
    }

    @Test
    void deviceAskedLeastRecentlyIsForgottenFirst() {
        for (int host = 1; host <= 3; host++) {
            engines.at(address(host)).identify(ID);
        }
        assertThat(engines.at(address(1)).isKnown()).isTrue();

        engines.at(address(4)).identify(ID);

        assertThat(engines.ids().sequencedKeySet()).containsExactly(address(3), address(1), address(4));
    }

    private void assertReads(int boots, int time) {
        RemoteEngine.Reading reading = engine.read(USER);
        assertThat(reading.boots()).isEqualTo(boots);
        assertThat(reading.time()).isEqualTo(time);
    }

    private static InetSocketAddress address(int host) {
        return new InetSocketAddress(InetAddress.ofLiteral("192.0.2." + host), 161);
    }
}
