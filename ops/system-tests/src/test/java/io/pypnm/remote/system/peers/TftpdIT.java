package io.pypnm.remote.system.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.lab.Lab;
import io.pypnm.remote.lab.LabConfig;
import io.pypnm.remote.lab.probe.Tftpd;
import io.pypnm.remote.lab.signal.Templates;
import io.pypnm.remote.lab.tftp.TftpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The lab's modems, told what to do by net-snmp's tools, upload to the TFTP server of Debian.
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs tftpd-hpa and net-snmp's tools")
final class TftpdIT {
    private static final String PNM = ".1.3.6.1.4.1.4491.2.1.27.1.";

    @TempDir
    Path directory;

    @Test
    void captureArrivesAtARealServer() throws IOException, InterruptedException {
        try (Tftpd tftpd = Tftpd.start(directory);
                Lab lab = Lab.start(LabConfig.defaults().withModems(1).withPnm(uploadsTo(tftpd)))) {
            String destination = PNM + "1.1.2.0 x 7F000001";
            String name = PNM + "2.5.1.8.48 s rxmer.bin";
            String enable = PNM + "2.5.1.1.48 i 1";

            snmp(lab, "snmpset", (destination + " " + name + " " + enable).split(" ", -1));

            await().until(() -> snmp(lab, "snmpget", PNM + "1.2.1.4.1").equals("4"));
            assertThat(snmp(lab, "snmpget", PNM + "2.5.1.7.48")).isEqualTo("4");
            assertThat(directory.resolve("rxmer.bin")).hasSize(7_628);
        }
    }

    @Test
    void pathThatIsNotThereFailsTheUpload() throws IOException, InterruptedException {
        try (Tftpd tftpd = Tftpd.start(directory);
                Lab lab = Lab.start(LabConfig.defaults().withModems(1).withPnm(uploadsTo(tftpd)))) {
            String destination = PNM + "1.1.2.0 x 7F000001 " + PNM + "1.1.3.0 s /nowhere/";

            snmp(lab, "snmpset", (destination + " " + PNM + "2.5.1.1.48 i 1").split(" ", -1));

            await().until(() -> snmp(lab, "snmpget", PNM + "1.2.1.4.1").equals("7"));
            assertThat(directory).isEmptyDirectory();
        }
    }

    private static LabConfig.Pnm uploadsTo(Tftpd tftpd) {
        return new LabConfig.Pnm(Duration.ofMillis(10), tftpd.port(), null, TftpServer.Landing.WHOLE, Templates.NONE);
    }

    /// Runs one of net-snmp's tools on the modem, and returns the last value that it printed.
    private static String snmp(Lab lab, String tool, String... arguments) throws IOException, InterruptedException {
        String device = lab.modem(0).address().getHostAddress() + ":" + lab.port();
        List<String> command = new ArrayList<>(List.of(tool, "-v2c", "-clab-rw", "-t10", "-Oqv", device));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList().getLast();
    }
}
