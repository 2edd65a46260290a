package io.pypnm.remote.agent;

import io.pypnm.remote.agent.AgentStatus.Fact;
import io.pypnm.remote.agent.cli.CliOperations;
import io.pypnm.remote.agent.files.CaptureFolder;
import io.pypnm.remote.agent.files.FileOperations;
import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.link.GatewayLink;
import io.pypnm.remote.agent.link.LinkStatus;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.ping.Pinger;
import io.pypnm.remote.agent.pnm.CaptureOperations;
import io.pypnm.remote.agent.policy.CredentialStore;
import io.pypnm.remote.agent.policy.Policy;
import io.pypnm.remote.agent.run.CommandRunner;
import io.pypnm.remote.agent.run.LaneStatus;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.command.AnswerRoom;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
import io.pypnm.remote.agent.snmp.hop.RoutedEngine;
import io.pypnm.remote.agent.snmp.usm.EngineIdFile;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.tunnel.Tunnels;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/// One running agent. [#start] is the whole wiring: read it to see what the agent is made of.
public final class Agent {
    private static final System.Logger log = System.getLogger(Agent.class.getName());
    /// What the gateway gets to confirm the last outcomes.
    private static final Duration FLUSH = Duration.ofSeconds(1);

    private final Duration stopWithin;
    /// What the agent reaches devices by, in the order it is to be closed.
    private final List<Runnable> closers;
    private final Journal journal;
    private final CommandRunner runner;
    private final GatewayLink link;
    private final StatusWriter status;
    private final Thread linkThread;
    private volatile GatewayLink.End end = GatewayLink.End.LOST;

    private Agent(
            Duration stopWithin,
            List<Runnable> closers,
            Journal journal,
            CommandRunner runner,
            GatewayLink link,
            StatusWriter status,
            boolean once) {
        this.stopWithin = stopWithin;
        this.closers = List.copyOf(closers);
        this.journal = journal;
        this.runner = runner;
        this.link = link;
        this.status = status;
        this.linkThread = Thread.ofPlatform()
                .name("link")
                .daemon()
                .uncaughtExceptionHandler(Agent::logFault)
                .unstarted(() -> runLink(once));
    }

    /// What an agent stands on.
    ///
    /// @param home         directory of the agent, held by the caller
    /// @param trustCommand begin of the command by which people trust an SSH host for this agent
    /// @param clock        for deadlines
    /// @param hostClock    for what people read and for how long ids are kept
    /// @param random       for the waits between connections and the names of captures; safe for use by many threads
    public record Ground(
            Path home, String trustCommand, MonotonicClock clock, InstantSource hostClock, RandomGenerator random) {}

    /// Opens the journal, answers for what was running when the last agent died, and connects.
    ///
    /// @param once serve one connection and end
    /// @throws IOException if the journal, the SNMP socket or the trusted certificates cannot be used
    public static Agent start(AgentConfig config, Ground ground, boolean once) throws IOException {
        MonotonicClock clock = ground.clock();
        Snmp4jEngine direct = Snmp4jEngine.open(clock);
        SshSessions ssh = SshSessions.open(
                config.ssh(), AgentHome.knownHosts(ground.home()), ground.trustCommand(), clock, threads("ssh-"));
        var engineIds = new EngineIdFile(AgentHome.engineIds(ground.home()));
        engineIds.read(direct.engines());
        SnmpEngine engine = new RoutedEngine(config.routes(), direct, ssh);
        // As objects they take twice that: half of the heap.
        var answers = new AnswerRoom(
                config.snmp().maxAnswerBytes(), Runtime.getRuntime().maxMemory() / 4);
        var snmp = new SnmpOperations(
                engine,
                new CredentialStore(config.credentials()),
                answers,
                config.snmp().repetitions());
        var pinger = new Pinger(clock);
        var cli = new CliOperations(config.cli(), ssh);
        var files = FileOperations.of(config.files(), ssh);
        var captures = new CaptureOperations(
                config.captures(),
                snmp,
                CaptureFolder.of(config.files(), ssh).orElse(null),
                clock,
                ground.hostClock(),
                ground.random());
        var operations = new AgentOperations(
                new Policy(config.policy()), snmp, pinger, cli, files, captures, describe(pinger, engine));

        Journal journal = Journal.open(AgentHome.journal(ground.home()), config.journal(), ground.hostClock());
        CommandRunner runner = CommandRunner.start(config.run(), operations, journal, clock, threads("command-"));

        var identity = new GatewayLink.Identity(
                journal.instance().toString(), Version.text(), String.join(",", operations.capabilities()));
        GatewayLink link = new GatewayLink(config.link(), identity, runner, clock, ground.hostClock(), ground.random());

        var tunnels = new Tunnels(config.tunnels(), ssh, clock, ground.hostClock(), ground.random());
        StatusWriter status = new StatusWriter(
                AgentHome.status(ground.home()),
                clock,
                ground.hostClock(),
                () -> facts(config, identity, runner, link.status(), tunnels.status()),
                () -> {
                    watch(runner, journal, link);
                    engineIds.write(direct.engines());
                },
                Agent::logFault);
        List<Runnable> closers =
                List.of(tunnels::close, () -> engineIds.write(direct.engines()), ssh::close, engine::close);
        Agent agent = new Agent(config.stopWithin(), closers, journal, runner, link, status, once);
        link.onChange(status::renew);
        tunnels.onChange(status::renew);
        tunnels.onWayToGateway(link::retry);
        status.start();
        tunnels.start(threads("tunnel-"));
        agent.linkThread.start();
        return agent;
    }

    /// Waits until the link has ended: because of [#stop], of `once`, or of a journal that cannot be written any more.
    public GatewayLink.End await() throws InterruptedException {
        linkThread.join();
        return journal.isUsable() ? end : GatewayLink.End.LOST;
    }

    /// Takes no new work, lets what runs end, has its outcomes confirmed, and closes; all within the configured time
    /// and a little.
    public void stop() throws InterruptedException {
        runner.stop(stopWithin);
        link.stop();
        if (!linkThread.join(FLUSH)) {
            log.log(
                    Level.WARNING,
                    "{0} outcomes are left to the next start",
                    runner.outbox().depth());
            linkThread.interrupt();
            linkThread.join(FLUSH);
        }
        status.stop();
        journal.close();
        closers.forEach(Runnable::run);
    }

    /// Looks after what nobody waits for. Called every few seconds.
    private static void watch(CommandRunner runner, Journal journal, GatewayLink link) {
        runner.interruptOverdue();
        if (!journal.isUsable()) {
            log.log(Level.ERROR, "the agent stops, since nobody knows what is in its journal; start it again");
            link.stop();
        }
    }

    private static ThreadFactory threads(String name) {
        return Thread.ofVirtual()
                .name(name, 0)
                .uncaughtExceptionHandler(Agent::logFault)
                .factory();
    }

    private static void logFault(Thread thread, Throwable fault) {
        log.log(Level.ERROR, "thread " + thread.getName() + " hit a fault of the agent", fault);
    }

    private void runLink(boolean once) {
        try {
            end = link.run(once);
        } catch (InterruptedException e) {
            end = GatewayLink.End.STOPPED;
        }
    }

    /// What `describe` tells people; no secret.
    private static Map<String, String> describe(Pinger pinger, SnmpEngine engine) {
        Map<String, String> facts = new LinkedHashMap<>(engine.facts());
        facts.put("ping", pinger.method());
        facts.put("java", System.getProperty("java.vm.version"));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return facts;
    }

    private static Map<Fact, String> facts(
            AgentConfig config, GatewayLink.Identity identity, CommandRunner runner, LinkStatus link, String tunnels) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.VERSION, identity.version());
        facts.put(Fact.AGENT_ID, config.link().agent().value());
        facts.put(Fact.INSTANCE, identity.instance());
        facts.put(Fact.GATEWAY, config.link().gateway().toString());
        facts.put(Fact.STATE, link.state().name().toLowerCase(Locale.ROOT));
        facts.put(Fact.SINCE, link.since().toString());
        facts.put(Fact.LAST_ERROR, link.lastError());
        if (!tunnels.isEmpty()) {
            facts.put(Fact.TUNNELS, tunnels);
        }
        facts.put(Fact.OUTBOX, Integer.toString(runner.outbox().depth()));
        for (LaneStatus lane : runner.lanes()) {
            facts.put(Fact.of(lane.lane()), lane.running() + " running, " + lane.waiting() + " waiting");
        }
        facts.put(Fact.WAITING_FOR_TARGETS, Integer.toString(runner.waitingForTargets()));
        return facts;
    }
}
