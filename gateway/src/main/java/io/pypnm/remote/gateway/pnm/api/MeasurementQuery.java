package io.pypnm.remote.gateway.pnm.api;

import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.command.Measurement.DsConstellation;
import io.pypnm.remote.contracts.command.Measurement.DsFecSummary.Span;
import io.pypnm.remote.contracts.command.Measurement.DsHistogram;
import io.pypnm.remote.contracts.command.Measurement.DsSpectrum;
import io.pypnm.remote.contracts.command.Measurement.DsSpectrum.Retrieval;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import io.pypnm.remote.gateway.pnm.measure.ChannelChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What a request to `/api/pnm` asks for, by the names of its path and query.
final class MeasurementQuery {
    private static final Duration MAX_AGE = Duration.ofDays(3650);
    private static final int MAX_CHANNEL_ID = 255;

    private final Call call;

    MeasurementQuery(Call call) {
        this.call = call;
    }

    MacAddress mac() throws Problem {
        return parsed("mac", call.path("mac"), MacAddress::parse);
    }

    MeasurementType type() throws Problem {
        return type(call.path("type"));
    }

    static MeasurementType type(String name) throws Problem {
        return MeasurementType.named(name).orElseThrow(() -> Problem.notFound("a measurement " + name));
    }

    /// `channel` is the operator's number of a channel, `if_index` the device's.
    ChannelChoice channels() throws Problem {
        List<Long> ifIndexes = whole("if_index", Integer.MAX_VALUE);
        List<Integer> channelIds =
                whole("channel", MAX_CHANNEL_ID).stream().map(Long::intValue).toList();
        if (!ifIndexes.isEmpty() && !channelIds.isEmpty()) {
            throw Problem.badRequest("channels are named by channel or by if_index, not by both");
        }
        if (!channelIds.isEmpty()) {
            return new ChannelChoice.ChannelIds(channelIds);
        }
        return ifIndexes.isEmpty() ? new ChannelChoice.All() : new ChannelChoice.IfIndexes(ifIndexes);
    }

    /// As [#channels], within what the measurement can be told.
    ChannelChoice channelsOf(MeasurementType type) throws Problem {
        ChannelChoice channels = channels();
        boolean all = channels instanceof ChannelChoice.All;
        if ((type == MeasurementType.HISTOGRAM || type == MeasurementType.SPECTRUM) && !all) {
            throw Problem.badRequest(type.wireName() + " is of the whole modem: it has no channels to choose from");
        }
        if (type == MeasurementType.US_RXMER && !(channels instanceof ChannelChoice.IfIndexes)) {
            throw Problem.badRequest("us-rxmer needs if_index, that of an OFDMA channel on the CMTS");
        }
        if (count(channels) > Command.PnmCapture.MAX_CHANNELS) {
            throw Problem.badRequest("at most " + Command.PnmCapture.MAX_CHANNELS + " channels can be chosen");
        }
        return channels;
    }

    private static int count(ChannelChoice channels) {
        return switch (channels) {
            case ChannelChoice.All() -> 0;
            case ChannelChoice.IfIndexes(List<Long> some) -> some.size();
            case ChannelChoice.ChannelIds(List<Integer> some) -> some.size();
        };
    }

    private List<Long> whole(String name, long max) throws Problem {
        List<Long> numbers = new ArrayList<>();
        for (String text : call.queries(name)) {
            numbers.add(whole(name, text, 1, max));
        }
        return numbers;
    }

    /// How old an answer may be; empty if it must be measured.
    Optional<Duration> maxAge() throws Problem {
        Optional<String> text = call.query("max_age");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(whole("max_age", text.get(), 0, MAX_AGE.toSeconds())));
    }

    /// The measurement with its settings, which have PyPNM's names.
    Measurement measurement(MeasurementType type) throws Problem {
        try {
            return switch (type) {
                case RXMER -> new Measurement.DsRxMer();
                case CHANNEL_ESTIMATION -> new Measurement.DsChannelEstimate();
                case CONSTELLATION ->
                    new DsConstellation(
                            integer("modulation_order_offset", 0),
                            integer("number_sample_symbol", DsConstellation.DEFAULT_SYMBOLS));
                case HISTOGRAM ->
                    new DsHistogram(
                            Duration.ofSeconds(number("sample_duration", DsHistogram.DEFAULT_TIME.toSeconds())));
                case FEC_SUMMARY -> new Measurement.DsFecSummary(constant("span", Span.class, Span.TEN_MINUTES));
                case MODULATION_PROFILE -> new Measurement.DsModulationProfile();
                case SPECTRUM ->
                    new DsSpectrum(
                            number("first_segment_center_frequency", DsSpectrum.DEFAULT_FIRST_CENTRE),
                            number("last_segment_center_frequency", DsSpectrum.DEFAULT_LAST_CENTRE),
                            number("segment_freq_span", DsSpectrum.DEFAULT_SPAN),
                            integer("num_bins_per_segment", DsSpectrum.DEFAULT_BINS),
                            integer("num_averages", 1),
                            constant("retrieval", Retrieval.class, Retrieval.FILE));
                case US_PRE_EQUALIZATION -> new Measurement.UsPreEqualization();
                case US_RXMER ->
                    new Measurement.UsRxMer(
                            call.query("pre_eq").orElse("true").equals("true"), integer("num_averages", 1));
                case US_ATDMA_PRE_EQUALIZATION -> new Measurement.UsAtdmaPreEqualization();
            };
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private int integer(String name, int absent) throws Problem {
        return (int) number(name, absent);
    }

    private long number(String name, long absent) throws Problem {
        Optional<String> text = call.query(name);
        return text.isEmpty() ? absent : whole(name, text.get(), 0, Integer.MAX_VALUE);
    }

    private <E extends Enum<E>> E constant(String name, Class<E> type, E absent) throws Problem {
        Optional<String> text = call.query(name);
        return text.isEmpty()
                ? absent
                : parsed(name, text.get(), value -> Enum.valueOf(type, value.toUpperCase(Locale.ROOT)));
    }

    static long whole(String name, String text, long min, long max) throws Problem {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Answered below, as a number out of bounds is.
        }
        throw Problem.badRequest(name + " must be " + min + " to " + max);
    }

    static <T> T parsed(String name, String text, Function<String, T> parser) throws Problem {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(name + ": " + e.getMessage());
        }
    }
}
