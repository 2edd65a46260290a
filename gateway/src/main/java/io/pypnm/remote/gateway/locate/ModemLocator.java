package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.locate.Unanswered.Why;
import io.pypnm.remote.gateway.plant.AgentFinder;
import io.pypnm.remote.gateway.plant.Cmts;
import io.pypnm.remote.gateway.plant.PlantConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;

/// Finds modems by their MAC address. Safe for use by many threads.
///
/// What was learnt a moment ago is answered from memory; of a modem known for longer its CMTS is asked whether it still
/// is there (one PDU); else all CMTSs are asked at once (two PDUs each), and the first that has it online has the word.
/// One that is listed by several is where it is online: a CMTS lists a modem for a while after it has gone.
public final class ModemLocator {
    private static final System.Logger log = System.getLogger(ModemLocator.class.getName());

    /// What is learnt of a modem is good for so long without asking again, unless the caller says otherwise.
    public static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(5);

    private final List<CmtsDirectory> directories;
    private final Memory memory = new Memory();
    private final ThreadFactory threads;
    private final InstantSource clock;

    /// @param threads ask the CMTSs, each lookup a thread for each; virtual ones
    ModemLocator(PlantConfig plant, AgentFinder agents, CmtsSnmp snmp, ThreadFactory threads, InstantSource clock) {
        this.directories = plant.cmtss().stream()
                .map(cmts -> new CmtsDirectory(cmts, agents, snmp, clock))
                .toList();
        this.threads = threads;
        this.clock = clock;
    }

    /// What a [LedgerSnmp] asks.
    public static ModemLocator of(
            PlantConfig plant, AgentFinder agents, LedgerSnmp snmp, ThreadFactory threads, InstantSource clock) {
        return new ModemLocator(plant, agents, snmp, threads, clock);
    }

    /// Says where the modem is. Blocks until a CMTS has it online, or all have had their say or their time.
    ///
    /// @param maxAge how old an answer from memory may be; zero asks the CMTS in any case
    /// @param caller who asks, for the ledger
    public Sighting locate(MacAddress mac, Duration maxAge, String caller) throws InterruptedException {
        Instant now = clock.instant();
        Optional<ModemLocation> known = memory.find(mac, now);
        if (known.isPresent()
                && known.get().isReachable()
                && known.get().learnt().plus(maxAge).isAfter(now)) {
            return new Sighting.Online(known.get(), Cost.NOTHING);
        }
        return known.isPresent() ? again(known.get(), caller) : among(directories, new Round(mac, caller));
    }

    /// Forgets where the modem is, for whoever found another device there.
    public void forget(MacAddress mac) {
        memory.forget(mac);
    }

    private Sighting again(ModemLocation known, String caller) throws InterruptedException {
        MacAddress mac = known.mac();
        var round = new Round(mac, caller);
        List<CmtsDirectory> others = new ArrayList<>(directories);
        for (CmtsDirectory directory : directories) {
            if (directory.cmts().equals(known.cmts())) {
                CmtsAnswer answer = directory.findAt(mac, known.indices(), caller);
                round.add(answer);
                if (answer instanceof CmtsAnswer.Lacks) {
                    // It may be there under another index.
                    memory.forget(mac);
                } else {
                    others.remove(directory);
                }
            }
        }
        return round.isOver() ? round.sighting() : among(others, round);
    }

    private Sighting among(List<CmtsDirectory> asked, Round round) throws InterruptedException {
        BlockingQueue<CmtsAnswer> answers = new LinkedBlockingQueue<>();
        for (CmtsDirectory directory : asked) {
            threads.newThread(() -> answers.add(ask(directory, round.mac, round.caller)))
                    .start();
        }
        for (int i = 0; i < asked.size() && !round.isOver(); i++) {
            round.add(answers.take());
        }
        return round.sighting();
    }

    /// Always answers: somebody waits for it.
    private static CmtsAnswer ask(CmtsDirectory directory, MacAddress mac, String caller) {
        try {
            return directory.find(mac, caller);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return notRun(directory.cmts(), "the gateway is stopping");
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.ERROR, "looking for a modem on " + directory.cmts() + " hit a bug", e);
            return notRun(directory.cmts(), "a fault of the gateway's; its log has more");
        }
    }

    private static CmtsAnswer notRun(Cmts cmts, String detail) {
        return new CmtsAnswer.Silent(new Unanswered(cmts, Why.NOT_RUN, detail), Cost.NOTHING);
    }

    /// What the CMTSs have said so far. Owned by the thread that looks for the modem.
    private final class Round {
        private final MacAddress mac;
        private final String caller;
        private final List<ModemLocation> locations = new ArrayList<>();
        private final List<Unanswered> unanswered = new ArrayList<>();
        private Cost cost = Cost.NOTHING;

        Round(MacAddress mac, String caller) {
            this.mac = mac;
            this.caller = caller;
        }

        void add(CmtsAnswer answer) {
            cost = cost.plus(answer.cost());
            switch (answer) {
                case CmtsAnswer.Lists(ModemLocation location, var _) -> locations.add(location);
                case CmtsAnswer.Silent(Unanswered silent, var _) -> unanswered.add(silent);
                case CmtsAnswer.Lacks _ -> {}
            }
        }

        /// Whether there is nothing more to learn.
        boolean isOver() {
            return locations.stream().anyMatch(ModemLocation::isReachable);
        }

        Sighting sighting() {
            Optional<ModemLocation> best = locations.stream().max(Comparator.comparingInt(Round::likelihood));
            if (best.isEmpty()) {
                return unanswered.isEmpty()
                        ? new Sighting.Unlisted(
                                mac,
                                directories.stream().map(CmtsDirectory::cmts).toList(),
                                cost)
                        : new Sighting.Unclear(mac, unanswered, cost);
            }
            memory.keep(best.get());
            return best.get().isReachable()
                    ? new Sighting.Online(best.get(), cost)
                    : new Sighting.Offline(best.get(), unanswered, cost);
        }

        /// That the modem is there; of two that are as likely, the later answer wins.
        private static int likelihood(ModemLocation location) {
            int registered = location.state().isOnline() ? 2 : 0;
            return registered + (location.addresses().isEmpty() ? 0 : 1);
        }
    }
}
