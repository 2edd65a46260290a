package io.pypnm.remote.agent.cli;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.SshShell;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/// One login at a command line that takes commands at a prompt. Owned by the command's thread.
///
/// A prompt is what answers to an empty line with itself: text that only looks like one does not, however slowly the
/// device prints and wherever the network cuts it. So nothing here waits for silence.
final class Dialogue implements AutoCloseable {
    private static final String ENTER = "\n";
    /// How the prompt of a privileged mode ends, with every make.
    private static final String PRIVILEGED = "#";
    private static final int MAX_TOLD_CHARS = 200;

    private final CliConfig.CliHost host;
    private final Transcript transcript;
    private final SshShell shell;
    private final Deadline deadline;
    private String prompt = "";
    /// Empty lines that were typed since the last command.
    private int enters;

    private Dialogue(CliConfig.CliHost host, Transcript transcript, SshShell shell, Deadline deadline) {
        this.host = host;
        this.transcript = transcript;
        this.shell = shell;
        this.deadline = deadline;
    }

    /// Logs in, becomes privileged where there is a password for it, and switches the pager off.
    static Dialogue open(SshSessions sessions, CliConfig.CliHost host, int maxBytes, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        var transcript = new Transcript(maxBytes);
        SshShell shell = sessions.shell(host.login(), SshShell.Terminal.WIDE, transcript, deadline);
        var dialogue = new Dialogue(host, transcript, shell, deadline);
        try {
            dialogue.prepare();
            return dialogue;
        } catch (CommandFailedException | InterruptedException | RuntimeException e) {
            shell.close();
            throw e;
        }
    }

    private void prepare() throws CommandFailedException, InterruptedException {
        learnPrompt();
        if (host.privilege() instanceof CliConfig.Privilege.Enabled(Secret password)) {
            enable(password);
        }
        for (String line : host.profile().setup()) {
            requirePrompt(run(line));
        }
    }

    /// How a command came to its end.
    ///
    /// @param lines what it printed, without echo, pagers and prompt
    record Printed(Transcript.Event event, List<String> lines) {}

    /// Types a command and waits for the prompt: `SAID`. Otherwise what was printed until then is a part.
    ///
    /// @throws CommandFailedException if it was not typed
    Printed run(String command) throws CommandFailedException, InterruptedException {
        transcript.clear();
        Transcript.Event event = typeAndAwaitPrompt(command);
        var output = new CommandOutput(transcript.lines(), prompt.stripTrailing());
        return new Printed(
                event, event == Transcript.Event.SAID ? output.whole(command, enters) : output.part(command));
    }

    private Transcript.Event typeAndAwaitPrompt(String command) throws CommandFailedException, InterruptedException {
        boolean typed = false;
        try {
            type(command);
            typed = true;
            return awaitPrompt(line -> line.endsWith(prompt));
        } catch (CommandFailedException e) {
            if (e.code() == FailureCode.RUN_FOR) {
                return Transcript.Event.OUT_OF_TIME;
            }
            if (!typed) {
                throw e;
            }
            return Transcript.Event.ENDED;
        }
    }

    /// Waits until the last line is a prompt and so is the one before it, of the empty line that was typed between.
    private Transcript.Event awaitPrompt(Predicate<String> looksLikePrompt)
            throws CommandFailedException, InterruptedException {
        return awaitPromptOr(_ -> false, looksLikePrompt);
    }

    /// As [#awaitPrompt], or until the last line is a question, which is left for the caller to answer.
    private Transcript.Event awaitPromptOr(Predicate<String> question, Predicate<String> looksLikePrompt)
            throws CommandFailedException, InterruptedException {
        String asked = "";
        enters = 0;
        while (true) {
            List<String> tail = transcript.tail();
            String last = tail.getLast();
            boolean candidate = looksLikePrompt.test(last);
            if (question.test(last)) {
                return Transcript.Event.SAID;
            } else if (host.profile().isPager(last)) {
                transcript.dropLastLine();
                send(" ");
            } else if (candidate && enters > 0 && CommandOutput.isRepeated(tail)) {
                prompt = last;
                return Transcript.Event.SAID;
            } else if (candidate && !asked.equals(last)) {
                asked = last;
                enters++;
                send(ENTER);
            } else if (!candidate && !last.isEmpty()) {
                // It was no prompt, and what was typed may have gone to a pager.
                asked = "";
            }
            Transcript.Event event = transcript.await(deadline);
            if (event != Transcript.Event.SAID) {
                return event;
            }
        }
    }

    private void learnPrompt() throws CommandFailedException, InterruptedException {
        Predicate<String> prompts =
                line -> host.profile().prompt().matcher(line).matches();
        requirePrompt(new Printed(awaitPrompt(prompts), List.of()));
    }

    private void enable(Secret password) throws CommandFailedException, InterruptedException {
        String before = prompt;
        transcript.clear();
        type(host.profile().enable());
        if (awaitPromptOrPassword()) {
            transcript.clear();
            type(password.reveal());
            if (awaitPromptOrPassword() || prompt.equals(before)) {
                transcript.clear();
                throw failure(
                        FailureCode.AUTH_FAILED,
                        "does not take the password for " + host.profile().enable());
            }
        } else if (prompt.equals(before) && !prompt.stripTrailing().endsWith(PRIVILEGED)) {
            throw failure(
                    FailureCode.DEVICE_ERROR,
                    "asks for no password at " + host.profile().enable());
        }
        transcript.clear();
    }

    /// Whether it is the password that is asked for.
    private boolean awaitPromptOrPassword() throws CommandFailedException, InterruptedException {
        CliProfile profile = host.profile();
        Predicate<String> question = profile.passwordPrompt().asMatchPredicate();
        requirePrompt(new Printed(awaitPromptOr(question, profile.prompt().asMatchPredicate()), List.of()));
        return question.test(transcript.tail().getLast());
    }

    private void requirePrompt(Printed printed) throws CommandFailedException {
        switch (printed.event()) {
            case SAID -> {}
            case FULL -> throw failure(FailureCode.TOO_LARGE, "says much and shows no prompt");
            case ENDED -> throw failure(FailureCode.DEVICE_ERROR, "closed the shell before its prompt");
            case OUT_OF_TIME -> throw failure(FailureCode.RUN_FOR, "showed no prompt within run-for");
        }
    }

    /// With what it said last, from which a person sees which pattern of the profile is wrong.
    CommandFailedException failure(FailureCode code, String what) {
        String last = transcript.tail().getLast();
        String told =
                last.isEmpty() ? "" : "; its last line: " + last.substring(0, Math.min(last.length(), MAX_TOLD_CHARS));
        return new CommandFailedException(code, host.login().host() + " " + what + told);
    }

    private void type(String line) throws CommandFailedException, InterruptedException {
        send(line + ENTER);
    }

    private void send(String text) throws CommandFailedException, InterruptedException {
        shell.send(text.getBytes(StandardCharsets.UTF_8), deadline);
    }

    /// Does not wait.
    @Override
    public void close() {
        shell.close();
    }
}
