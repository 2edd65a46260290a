package io.pypnm.remote.agent.snmp.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RouteConfigTest {
    private static final Route.Via DIRECT = new Route.Via.Direct();
    private static final DeviceAddress MODEM = DeviceAddress.parse("10.20.30.40");
    private static final DeviceAddress CMTS = DeviceAddress.parse("10.1.1.1");

    @TempDir
    private Path folder;

    @BeforeEach
    void makeKey() throws Exception {
        Path key = Files.writeString(folder.resolve("id"), "key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void withoutSettingsEverythingIsReachedDirectly() throws Exception {
        RouteConfig config = read("{}");

        assertThat(config.to(MODEM)).isEqualTo(DIRECT);
        assertThat(config.hops()).isEmpty();
    }

    @Test
    void upstreamsProxyIsTheWayToModemsAndNotToCmtss() throws Exception {
        RouteConfig config =
                read("{'cm_access': {'proxy': {'host': 'proxy.example', 'username': 'snmp', 'key_file': 'KEY'}}}");

        assertThat(config.to(MODEM)).isEqualTo(new Route.Via.Hop("cm_proxy"));
        assertThat(config.to(CMTS)).isEqualTo(DIRECT);
        assertThat(config.hops().get("cm_proxy")).hasToString("snmp@proxy.example");
    }

    @Test
    void firstRouteThatLeadsThereIsTaken() throws Exception {
        RouteConfig config = read("""
            {'ssh_hops': {'east': {'host': 'e', 'port': 2222, 'username': 'u', 'key_file': 'KEY'}},
             'equalizer': {'host': 'eq', 'username': 'u', 'key_file': 'KEY'},
             'routes': [
               {'networks': ['10.20.30.0/24'], 'via': 'east'},
               {'networks': ['10.20.0.0/16', '2001:db8::/32'], 'via': 'direct'},
               {'networks': ['10.0.0.0/8'], 'via': 'equalizer'}]}""");

        assertThat(config.to(MODEM)).isEqualTo(new Route.Via.Hop("east"));
        assertThat(config.to(DeviceAddress.parse("10.20.31.1"))).isEqualTo(DIRECT);
        assertThat(config.to(DeviceAddress.parse("2001:db8::1"))).isEqualTo(DIRECT);
        assertThat(config.to(CMTS)).isEqualTo(new Route.Via.Hop("equalizer"));
        assertThat(config.to(DeviceAddress.parse("192.168.0.1"))).isEqualTo(DIRECT);
    }

    @Test
    void equalizerIsUsedOnlyWhereARouteNamesIt() throws Exception {
        RouteConfig config = read("{'equalizer': {'host': 'eq', 'username': 'u', 'key_file': 'KEY'}}");

        assertThat(config.to(CMTS)).isEqualTo(DIRECT);
        assertThat(config.hops()).containsKey("equalizer");
    }

    @Test
    void routeToNowhereIsAProblem() {
        assertThatThrownBy(() -> read("{'routes': [{'networks': ['10.0.0.0/8'], 'via': 'west'}, {'via': 'direct'}]}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("routes[0].via")
                .hasMessageContaining("names no hop: west")
                .hasMessageContaining("routes[1].networks");
    }

    @Test
    void hopCannotTakeTheNameOfAnother() {
        assertThatThrownBy(() -> read("{'ssh_hops': {'cm_proxy': {'host': 'h', 'username': 'u', 'key_file': 'KEY'}}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ssh_hops.cm_proxy.host")
                .hasMessageContaining("has a name with a meaning of its own");
    }

    private RouteConfig read(String json) throws Exception {
        String text =
                json.replace('\'', '"').replace("KEY", folder.resolve("id").toString());
        return Configuration.parse("test", text, Map.of())
                .read(settings -> RouteConfig.from(settings, folder, Set.of(CMTS)));
    }
}
