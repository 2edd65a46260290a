package io.pypnm.remote.gateway.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlantConfigTest {
    @TempDir
    Path directory;

    private PlantConfig read(String settings) throws IOException, ConfigurationException {
        Path file = Files.writeString(directory.resolve("gateway.json"), settings);
        return Configuration.load(file, Map.of()).read(PlantConfig::from);
    }

    @Test
    void withoutSettingsThereIsNoCmts() throws Exception {
        assertThat(read("{}")).isEqualTo(PlantConfig.NONE);
    }

    @Test
    void nameAddressAndAgentAreEnough() throws Exception {
        PlantConfig plant = read("""
                {"cmts": [{"name": "north", "address": "192.0.2.1", "agent": "jump-01"}]}""");

        var agent = new AgentChoice.Named(new AgentId("jump-01"));
        var snmp = new SnmpTarget(
                DeviceAddress.parse("192.0.2.1"),
                161,
                new SnmpAccess.ByRole(SnmpAccess.DeviceRole.CMTS),
                Duration.ofSeconds(2),
                2);
        var modems =
                new Cmts.Modems(agent, 161, new SnmpAccess.ByRole(SnmpAccess.DeviceRole.CM), Duration.ofSeconds(5), 2);
        assertThat(plant.cmtss()).containsExactly(new Cmts("north", snmp, agent, 25, modems));
    }

    @Test
    void everythingCanBeSaid() throws Exception {
        PlantConfig plant = read("""
                {"cmts": [{
                  "name": "north", "address": "2001:db8::1", "capability": "plant-north", "profile": "north-ro",
                  "port": 1161, "timeout": "500ms", "retries": 1, "max-repetitions": 40,
                  "modems": {"agent": "jump-02", "profile": "modems", "port": 1162, "timeout": "3s", "retries": 0}
                }]}""");

        var snmp = new SnmpTarget(
                DeviceAddress.parse("2001:db8::1"),
                1161,
                new SnmpAccess.Profile("north-ro"),
                Duration.ofMillis(500),
                1);
        var modems = new Cmts.Modems(
                new AgentChoice.Named(new AgentId("jump-02")),
                1162,
                new SnmpAccess.Profile("modems"),
                Duration.ofSeconds(3),
                0);
        assertThat(plant.cmtss())
                .containsExactly(new Cmts("north", snmp, new AgentChoice.Capable("plant-north"), 40, modems));
    }

    @Test
    void everyMistakeIsSaidAtOnce() {
        ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> read("""
                {"cmts": [
                  {"name": "north", "address": "cmts.example", "agent": "jump-01", "capability": "plant"},
                  {"name": "no blanks", "address": "192.0.2.2", "agnet": "jump-01"},
                  {"name": "north", "address": "192.0.2.3", "agent": "jump-01", "modems": {"port": 0}}
                ]}"""));

        assertThat(e.problems().stream().map(Object::toString))
                .anySatisfy(line -> assertThat(line).contains("cmts[0].address", "literal"))
                .anySatisfy(line -> assertThat(line).contains("cmts[0].agent", "exclude"))
                .anySatisfy(line -> assertThat(line).contains("cmts[1].name", "letters"))
                .anySatisfy(line -> assertThat(line).contains("cmts[1].agent", "capability"))
                .anySatisfy(line -> assertThat(line).contains("agnet"))
                .anySatisfy(line -> assertThat(line).contains("cmts[2].name", "another"))
                .anySatisfy(line -> assertThat(line).contains("cmts[2].modems.port"))
                .hasSize(7);
    }
}
