package io.pypnm.remote.gateway.pnm.json;

import io.pypnm.remote.gateway.pnm.capture.ModulationProfile;
import io.pypnm.remote.gateway.pnm.capture.Runs;
import io.pypnm.remote.gateway.pnm.capture.SubcarrierUse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Modulation profiles.
final class ProfileJson {
    private ProfileJson() {}

    static void write(ModulationProfile capture, Members out) throws IOException {
        List<ModulationProfile.Profile> profiles = capture.profiles();
        out.whole("channel_id", capture.channelId());
        out.whole("number_of_profiles", profiles.size());
        out.whole("subcarrier_zero_frequency_hz", capture.zeroFrequencyHz());
        out.whole("first_active_subcarrier_index", capture.firstActive());
        out.whole("subcarrier_spacing_hz", capture.spacingHz());
        out.whole("data_length_bytes", capture.dataBytes());
        out.whole("number_of_values", profiles.size());
        out.array("profiles", 0, profiles.size(), k -> out.object(() -> profile(profiles.get(k), out)));
    }

    private static void profile(ModulationProfile.Profile profile, Members out) throws IOException {
        Runs runs = profile.runs();
        out.whole("profile_id", profile.id());
        out.whole("payload_length", profile.payloadBytes());
        out.whole("number_of_schemes", runs.size());
        out.object("subcarriers_per_modulation", () -> {
            for (Map.Entry<SubcarrierUse, Integer> entry : runs.census().entrySet()) {
                out.whole(Names.of(entry.getKey()), entry.getValue());
            }
        });
        out.whole("total_subcarriers", runs.subcarriers());
        schemes("first_10_schemes", Math.min(10, runs.size()), runs, out);
        schemes("schemes", runs.size(), runs, out);
    }

    /// Each is its number, its modulation or both, and the count.
    private static void schemes(String name, int size, Runs runs, Members out) throws IOException {
        out.array(name, 0, size, k -> {
            Runs.Run run = runs.get(k);
            out.json().writeStartArray();
            switch (run.scheme()) {
                case UNIFORM -> {
                    out.json().writeNumber(0);
                    out.json().writeString(Names.of(run.main()));
                }
                case ALTERNATING -> {
                    out.json().writeNumber(1);
                    out.json().writeString(Names.of(run.main()));
                    out.json().writeString(Names.of(run.skip()));
                }
            }
            out.json().writeNumber(run.count());
            out.json().writeEndArray();
        });
    }
}
