package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.contracts.command.Command.PnmCapture.Upload;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Settings;
import java.time.Duration;
import java.util.Optional;

/// How measurements are done where the command does not say it.
///
/// @param upload where modems send their files: the TFTP server as they see it, which need not be the address that this
///     agent fetches the files from; [Upload.AsConfigured] if the settings do not say it either
/// @param poll         between two looks at a measurement or an upload, 50 ms to 10 s
/// @param measureWithin what a modem may take for a measurement beyond the measurement's own time, and how long another
///     measurement is waited for, 1 s to 10 min
/// @param uploadWithin  what a modem may take to upload a file, 1 s to 10 min
public record CaptureConfig(Upload upload, Duration poll, Duration measureWithin, Duration uploadWithin) {
    private static final Duration MIN_POLL = Duration.ofMillis(50);
    private static final Duration MAX_POLL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration MIN_WITHIN = Duration.ofSeconds(1);
    private static final Duration MAX_WITHIN = Duration.ofMinutes(10);
    /// A healthy modem needs 3 s for a channel, its upload included.
    private static final Duration WITHIN = Duration.ofSeconds(30);

    /// Reads `pnm` and, of `tftp_server`, `modem_address` and `modem_path`.
    public static CaptureConfig from(Settings settings) {
        Settings tftp = settings.section("tftp_server");
        Optional<DeviceAddress> server =
                tftp.key("modem_address").as(DeviceAddress::parse).optional();
        String path = tftp.key("modem_path").text().orElse("");
        Upload upload = new Upload.AsConfigured();
        try {
            upload = server.<Upload>map(address -> new Upload.To(address, path)).orElse(upload);
        } catch (IllegalArgumentException e) {
            tftp.check(false, String.valueOf(e.getMessage()), "modem_path");
        }
        Settings pnm = settings.section("pnm");
        return new CaptureConfig(
                upload,
                pnm.key("poll").duration(MIN_POLL, MAX_POLL).orElse(POLL),
                pnm.key("measure_within").duration(MIN_WITHIN, MAX_WITHIN).orElse(WITHIN),
                pnm.key("upload_within").duration(MIN_WITHIN, MAX_WITHIN).orElse(WITHIN));
    }
}
