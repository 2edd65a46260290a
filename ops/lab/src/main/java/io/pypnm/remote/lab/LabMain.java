package io.pypnm.remote.lab;

import io.pypnm.remote.lab.device.Communities;
import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.device.Fault;
import io.pypnm.remote.lab.device.SetHistory;
import io.pypnm.remote.lab.signal.Templates;
import io.pypnm.remote.lab.tftp.TftpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// The lab as a program. Prints one line `READY {json}` when everything answers, and ends on SIGTERM, or with its
/// standard
/// input under `--exit-with-stdin`. Exit codes: 0 its standard input ended, 1
/// no socket or file to be had, 2 bad arguments, 143 SIGTERM.
public final class LabMain {
    private static final String USAGE = """
        usage: lab [options]
          --base-address ADDRESS         CMTS 0; the modems have the next addresses (127.20.0.1)
          --port PORT                    UDP port of every device; 0 picks one (0)
          --cmtss N                      CMTSs, 1 to 16; modem n is on CMTS n modulo N (1)
          --modems N                     modems that answer, 0 to 10000 (10)
          --cmts-rows N                  modems that the CMTSs list, to 1000000; at least the modems (the modems)
          --seed N                       varies what differs from modem to modem (1)
          --cmts-communities READ,WRITE  (lab-ro,lab-rw)
          --modem-communities READ,WRITE (lab-ro,lab-rw)
          --max-message-bytes N          octets of the largest response, 484 to 65507 (1472)
          --threads N                    that serve the devices, 1 to 16 (1)
          --misbehave ADDRESS=FAULTS,... FAULTS as in SILENT, SLOW:200 or DROPS_FIRST:2+LOOPS
          --measuring-millis N           what a capture takes (1000)
          --tftp-directory DIRECTORY     where the lab's own TFTP server puts what modems upload (none)
          --tftp-port PORT               of the server that modems upload to; 0 picks one for the lab's own (69)
          --tftp-in-place                files grow in the directory block by block, as with most servers
          --ssh-folder FOLDER            for the keys of an SSH host that serves that directory by SFTP (none)
          --ssh-port PORT                of the SSH host on 127.0.0.1; 0 picks one (0)
          --rxmer-templates FILE,...     RxMER files whose channels and values every modem tells (none)
          --control PORT                 HTTP port of the control channel on 127.0.0.1; 0 picks one (0)
          --set-log FILE                 appends a line for every SET, before it is carried out
          --set-log-sync                 and waits until the disk has it
          --exit-with-stdin              ends when standard input does
          --help\
        """;
    private static final Set<String> FLAGS = Set.of("--set-log-sync", "--tftp-in-place", "--exit-with-stdin", "--help");
    private static final Set<String> NAMES = Set.of(
            "--base-address",
            "--port",
            "--cmtss",
            "--modems",
            "--cmts-rows",
            "--seed",
            "--cmts-communities",
            "--modem-communities",
            "--max-message-bytes",
            "--threads",
            "--misbehave",
            "--measuring-millis",
            "--tftp-directory",
            "--tftp-port",
            "--ssh-folder",
            "--ssh-port",
            "--rxmer-templates",
            "--control",
            "--set-log");

    private LabMain() {}

    /// Runs the lab; the options are in [#USAGE].
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments, System.in, System.out, System.err));
    }

    /// Runs until it is told to end.
    ///
    /// @return the exit code
    static int run(String[] commandLine, InputStream in, PrintStream out, PrintStream err) throws InterruptedException {
        var arguments = new Arguments(commandLine, FLAGS, NAMES);
        if (arguments.has("--help")) {
            out.println(USAGE);
            return 0;
        }
        try {
            serve(arguments, in, out);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println("lab --help lists the options");
            return 2;
        } catch (IOException e) {
            err.println("the lab cannot go on: " + e);
            return 1;
        }
    }

    private static void serve(Arguments arguments, InputStream in, PrintStream out)
            throws IOException, InterruptedException {
        LabConfig config = config(arguments);
        Map<Inet4Address, List<Fault>> faults = arguments.parsed("--misbehave", LabMain::misbehaviours, Map.of());
        int controlPort = arguments.number("--control", 0);
        arguments.requireSound();
        try (SetHistory history = history(arguments);
                Lab lab = Lab.start(config, history);
                Control control = Control.start(lab, controlPort)) {
            faults.forEach((address, misbehaviour) -> lab.device(address)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--misbehave: no device has address " + address.getHostAddress()))
                    .misbehave(misbehaviour));
            out.println("READY " + Json.of(ready(lab, control)));
            out.flush();
            if (arguments.has("--exit-with-stdin")) {
                in.transferTo(OutputStream.nullOutputStream());
            } else {
                new CountDownLatch(1).await();
            }
        }
    }

    private static LabConfig config(Arguments arguments) throws IOException {
        LabConfig usual = LabConfig.defaults();
        LabConfig.Access access = usual.access();
        var asked = new LabConfig.Access(
                arguments.parsed("--cmts-communities", LabMain::communities, access.cmts()),
                arguments.parsed("--modem-communities", LabMain::communities, access.modems()),
                arguments.number("--max-message-bytes", access.maxMessageBytes()),
                arguments.number("--threads", access.threads()));
        return new LabConfig(
                arguments.parsed("--base-address", Inet4Address::ofLiteral, usual.base()),
                arguments.number("--port", usual.port()),
                arguments.number("--cmtss", usual.cmtss()),
                arguments.number("--modems", usual.modems()),
                arguments.number("--cmts-rows", usual.cmtsRows()),
                arguments.parsed("--seed", Long::parseLong, usual.seed()),
                asked,
                pnm(arguments, usual.pnm()),
                ssh(arguments));
    }

    private static LabConfig.Pnm pnm(Arguments arguments, LabConfig.Pnm usual) throws IOException {
        return new LabConfig.Pnm(
                arguments.parsed(
                        "--measuring-millis", text -> Duration.ofMillis(Long.parseLong(text)), usual.measuring()),
                arguments.number("--tftp-port", usual.tftpPort()),
                arguments.text("--tftp-directory").map(Path::of).orElse(null),
                arguments.has("--tftp-in-place") ? TftpServer.Landing.IN_PLACE : usual.landing(),
                Templates.read(arguments.parsed("--rxmer-templates", LabMain::paths, List.of())));
    }

    private static LabConfig.@Nullable Ssh ssh(Arguments arguments) {
        int port = arguments.number("--ssh-port", 0);
        return arguments
                .text("--ssh-folder")
                .map(folder -> new LabConfig.Ssh(Path.of(folder), port))
                .orElse(null);
    }

    private static SetHistory history(Arguments arguments) throws IOException {
        Optional<String> file = arguments.text("--set-log");
        return file.isPresent() ? SetLog.open(Path.of(file.get()), arguments.has("--set-log-sync")) : SetHistory.NONE;
    }

    private static List<Path> paths(String text) {
        return Arrays.stream(text.split(",", -1)).map(Path::of).toList();
    }

    private static Communities communities(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("must be two communities with a comma between them");
        }
        return new Communities(parts[0], parts[1]);
    }

    private static Map<Inet4Address, List<Fault>> misbehaviours(String text) {
        Map<Inet4Address, List<Fault>> faults = new LinkedHashMap<>();
        for (String order : text.split(",", -1)) {
            String[] parts = order.split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("must be ADDRESS=FAULTS, is " + order);
            }
            faults.put(Inet4Address.ofLiteral(parts[0]), Fault.parse(parts[1]));
        }
        return faults;
    }

    private static Map<String, Object> ready(Lab lab, Control control) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pid", ProcessHandle.current().pid());
        fields.put("port", lab.port());
        fields.put("cmts", lab.cmts().address().getHostAddress());
        fields.put(
                "cmtss",
                lab.devices().stream()
                        .limit(lab.plant().cmtss())
                        .map(cmts -> cmts.address().getHostAddress())
                        .toList());
        fields.put("cmtsRows", lab.plant().rows());
        fields.put("cmtsCommunities", communities(lab.cmts()));
        fields.put("modems", lab.modems());
        if (lab.modems() > 0) {
            fields.put("firstModem", lab.modem(0).address().getHostAddress());
            fields.put("modemCommunities", communities(lab.modem(0)));
        }
        fields.put("tftpPort", lab.tftpPort());
        if (lab.hasSsh()) {
            fields.put("sshPort", lab.ssh().port());
            fields.put("sshKey", lab.ssh().userKey().toString());
            fields.put("sshKnownHosts", lab.ssh().knownHosts().toString());
        }
        fields.put("control", "http://127.0.0.1:" + control.port());
        return fields;
    }

    private static List<String> communities(Device device) {
        return List.of(device.communities().read(), device.communities().write());
    }
}
