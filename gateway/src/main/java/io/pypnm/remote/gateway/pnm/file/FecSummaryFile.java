package io.pypnm.remote.gateway.pnm.file;

import static io.pypnm.remote.gateway.pnm.file.CaptureRefusedException.inconsistent;

import io.pypnm.remote.gateway.pnm.capture.CaptureHeader;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Time;
import io.pypnm.remote.gateway.pnm.capture.CapturedMac;
import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.capture.FecSummary.Profile;
import io.pypnm.remote.gateway.pnm.capture.FecSummary.Span;
import io.pypnm.remote.gateway.pnm.series.CodewordSets;
import io.pypnm.remote.gateway.pnm.series.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Type 8: channel 1, CM 6, summary type 1, profiles 1, then for each its id 1, sets 2, and the sets.
///
/// The files seen have no capture time, against the common header. The reading that ends where the file ends is the
/// right one, and there is no other check: a file with bytes behind it is refused.
final class FecSummaryFile {
    /// 16 profiles and the next codeword pointer.
    private static final int MAX_PROFILES = 17;

    private static final int TIME_BYTES = 4;
    private static final int BEFORE_PROFILES = 8;
    private static final int PROFILE_BYTES = 3;

    private FecSummaryFile() {}

    static FecSummary decode(Prologue prologue, CaptureReader in) throws CaptureRefusedException {
        int from = in.position();
        if (endsWithFile(in.bytes(), from)) {
            return read(prologue, new Time.Absent(), in);
        }
        if (endsWithFile(in.bytes(), from + TIME_BYTES)) {
            return read(prologue, Prologue.time(in), in);
        }
        throw inconsistent("the profiles do not end where the file of " + in.bytes().length + " bytes does");
    }

    /// Follows the lengths only.
    private static boolean endsWithFile(byte[] file, int from) {
        long at = (long) from + BEFORE_PROFILES + 1;
        if (at > file.length) {
            return false;
        }
        int profiles = file[(int) at - 1] & 0xFF;
        for (int i = 0; i < profiles; i++) {
            if (at + PROFILE_BYTES > file.length) {
                return false;
            }
            int sets = (file[(int) at + 1] & 0xFF) << 8 | (file[(int) at + 2] & 0xFF);
            at += PROFILE_BYTES + (long) sets * CodewordSets.BYTES;
        }
        return at == file.length;
    }

    private static FecSummary read(Prologue prologue, Time time, CaptureReader in) throws CaptureRefusedException {
        int channel = in.u8();
        CapturedMac modem = in.mac();
        int code = in.u8();
        Optional<Span> span = Span.of(code);
        if (span.isEmpty()) {
            throw inconsistent("summary type must be 1 to 3, is " + code);
        }
        int count = in.u8();
        if (count < 1 || count > MAX_PROFILES) {
            throw inconsistent("a channel has 1 to " + MAX_PROFILES + " profiles, this has " + count);
        }
        CaptureHeader header = prologue.header(in, time, in.remaining());
        List<Profile> profiles = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            profiles.add(profile(in));
        }
        return new FecSummary(header, channel, modem, span.get(), profiles);
    }

    private static Profile profile(CaptureReader in) throws CaptureRefusedException {
        int id = in.u8();
        int length = in.u16() * CodewordSets.BYTES;
        int from = in.position();
        in.skip(length);
        return new Profile(id, new CodewordSets(Counts.read(in.bytes(), from, in.position())));
    }
}
