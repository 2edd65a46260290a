package io.pypnm.remote.agent.cli;

import io.pypnm.remote.contracts.config.Settings;
import java.util.List;
import java.util.regex.Pattern;

/// How to speak with the command line of one make of CMTS.
///
/// @param vendors        makes, in lower case, that it is taken for without being named
/// @param mode           one command for each SSH channel, or a dialogue
/// @param prompt         what a whole prompt looks like; the device's own is learnt at login
/// @param setup          typed after login, in this order: what switches the pager off
/// @param pagers         what a whole line of a pager looks like; it is answered with a space
/// @param enable         what is typed to be privileged, if there is a password for it
/// @param passwordPrompt what the question for that password looks like
record CliProfile(
        List<String> vendors,
        Mode mode,
        Pattern prompt,
        List<String> setup,
        List<Pattern> pagers,
        String enable,
        Pattern passwordPrompt) {
    private static final Pattern ANY_PROMPT = Pattern.compile("\\S.{0,120}[>#] ?");
    private static final Pattern ANY_PASSWORD_PROMPT = Pattern.compile("(?i).{0,40}password: ?");

    /// The way of commands.
    enum Mode {
        /// Each command on a channel of its own (RFC 4254 section 6.5, "exec").
        EXEC,
        /// Typed into a shell.
        SHELL
    }

    /// Plain commands on any SSH server.
    static final CliProfile PLAIN =
            new CliProfile(List.of(), Mode.EXEC, ANY_PROMPT, List.of(), List.of(), "enable", ANY_PASSWORD_PROMPT);

    CliProfile {
        vendors = List.copyOf(vendors);
        setup = List.copyOf(setup);
        pagers = List.copyOf(pagers);
    }

    /// Reads one object of `cli_profiles`.
    static CliProfile from(Settings settings) {
        return new CliProfile(
                settings.key("vendors").strings().orElse(List.of()),
                settings.key("mode").choice(Mode.class).orElse(Mode.SHELL),
                settings.key("prompt").as(Pattern::compile).orElse(ANY_PROMPT),
                settings.key("setup").strings().orElse(List.of()),
                settings.key("pagers").list(Pattern::compile).orElse(List.of()),
                settings.key("enable").text().orElse("enable"),
                settings.key("password_prompt").as(Pattern::compile).orElse(ANY_PASSWORD_PROMPT));
    }

    boolean isPager(String line) {
        return pagers.stream().anyMatch(it -> it.matcher(line.strip()).matches());
    }
}
