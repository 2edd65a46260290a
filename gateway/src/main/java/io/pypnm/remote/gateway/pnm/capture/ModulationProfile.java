package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.Subcarriers;
import java.util.List;

/// Type 10: which modulation each profile gives to which subcarriers (DOCS-PNM-MIB docsPnmCmDsOfdmModProfTable).
///
/// @param channelId       of the OFDM channel, 0 to 255
/// @param zeroFrequencyHz centre of subcarrier 0
/// @param firstActive     index of the subcarrier that the first run begins with
/// @param spacingHz       of the subcarriers
/// @param dataBytes       that the file declares for all profiles
/// @param profiles        in the order of the file
public record ModulationProfile(
        CaptureHeader header,
        int channelId,
        CapturedMac cableModem,
        long zeroFrequencyHz,
        int firstActive,
        int spacingHz,
        long dataBytes,
        List<Profile> profiles)
        implements Capture.File {
    public ModulationProfile {
        profiles = List.copyOf(profiles);
    }

    /// The frequency axis of a profile.
    public Subcarriers subcarriers(Profile profile) {
        return new Subcarriers(
                zeroFrequencyHz, firstActive, spacingHz, profile.runs().subcarriers());
    }

    /// One profile.
    ///
    /// @param id           0 to 15
    /// @param payloadBytes that the file spends on the runs
    public record Profile(int id, int payloadBytes, Runs runs) {}
}
