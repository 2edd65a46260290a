package io.pypnm.remote.gateway.pnm.file;

import static io.pypnm.remote.gateway.pnm.file.CaptureRefusedException.inconsistent;

import io.pypnm.remote.gateway.pnm.capture.CaptureHeader;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Time;
import io.pypnm.remote.gateway.pnm.capture.CapturedMac;
import io.pypnm.remote.gateway.pnm.capture.ModulationProfile;
import io.pypnm.remote.gateway.pnm.capture.ModulationProfile.Profile;
import io.pypnm.remote.gateway.pnm.capture.Runs;
import io.pypnm.remote.gateway.pnm.capture.Runs.Scheme;
import io.pypnm.remote.gateway.pnm.capture.SubcarrierUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Type 10: channel 1, CM 6, profiles 1, zero frequency 4, first active 2, spacing 1, length 4, then for each profile
/// its id 1, length 2, and runs: 0, modulation 1, count 2; or 1, main modulation 1, skip modulation 1, count 2.
final class ModulationProfileFile {
    private static final int MAX_PROFILES = 16;
    private static final int MIN_RUN_BYTES = 4;

    private ModulationProfileFile() {}

    static ModulationProfile decode(Prologue prologue, CaptureReader in) throws CaptureRefusedException {
        Time time = Prologue.time(in);
        int channel = in.u8();
        CapturedMac modem = in.mac();
        int count = in.u8();
        long zeroFrequency = in.u32();
        int firstActive = in.u16();
        int spacing = in.spacingHz();
        int length = in.dataBytes(1, CaptureFiles.MAX_BYTES);
        if (count < 1 || count > MAX_PROFILES) {
            throw inconsistent("a channel has 1 to " + MAX_PROFILES + " profiles, this has " + count);
        }
        CaptureHeader header = prologue.header(in, time, length);
        int end = in.position() + length;
        List<Profile> profiles = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            profiles.add(profile(in, end));
        }
        if (in.position() != end) {
            throw inconsistent(count + " profiles end " + (end - in.position()) + " bytes before their data does");
        }
        return new ModulationProfile(header, channel, modem, zeroFrequency, firstActive, spacing, length, profiles);
    }

    private static Profile profile(CaptureReader in, int end) throws CaptureRefusedException {
        int id = in.u8();
        int length = in.u16();
        int profileEnd = in.position() + length;
        if (profileEnd > end || length < MIN_RUN_BYTES) {
            throw inconsistent("profile " + id + " has " + length + " bytes of " + (end - in.position()));
        }
        var runs = new Runs.Builder(length / MIN_RUN_BYTES);
        while (profileEnd - in.position() >= MIN_RUN_BYTES) {
            addRun(in, runs);
        }
        if (in.position() != profileEnd) {
            throw inconsistent("the runs of profile " + id + " do not end where it does");
        }
        if (runs.subcarriers() > OfdmFiles.MAX_SUBCARRIERS) {
            throw inconsistent("profile " + id + " has more than " + OfdmFiles.MAX_SUBCARRIERS + " subcarriers: "
                    + runs.subcarriers());
        }
        return new Profile(id, length, runs.build());
    }

    private static void addRun(CaptureReader in, Runs.Builder runs) throws CaptureRefusedException {
        int scheme = in.u8();
        if (scheme > 1) {
            throw inconsistent("a run is of scheme 0 or 1, this is of " + scheme);
        }
        SubcarrierUse main = use(in.u8());
        SubcarrierUse skip = scheme == 0 ? main : use(in.u8());
        runs.add(scheme == 0 ? Scheme.UNIFORM : Scheme.ALTERNATING, main, skip, in.u16());
    }

    private static SubcarrierUse use(int code) throws CaptureRefusedException {
        Optional<SubcarrierUse> use = SubcarrierUse.of(code);
        if (use.isEmpty()) {
            throw inconsistent("no modulation has the code " + code);
        }
        return use.get();
    }
}
