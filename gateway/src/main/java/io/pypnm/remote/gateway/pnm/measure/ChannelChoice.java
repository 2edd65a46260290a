package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.gateway.pnm.archive.StoredCapture;
import java.util.List;

/// Which channels of a modem are wanted.
public sealed interface ChannelChoice {
    /// All that the modem has.
    record All() implements ChannelChoice {}

    /// Those with these ifIndexes.
    record IfIndexes(List<Long> ifIndexes) implements ChannelChoice {
        public IfIndexes {
            ifIndexes = ifIndexes.stream().distinct().sorted().toList();
        }
    }

    /// Those with these numbers of the operator.
    record ChannelIds(List<Integer> channelIds) implements ChannelChoice {
        public ChannelIds {
            channelIds = channelIds.stream().distinct().sorted().toList();
        }
    }

    /// Whether a capture is of one of them.
    default boolean has(StoredCapture capture) {
        return switch (this) {
            case All() -> true;
            case IfIndexes(List<Long> ifIndexes) -> ifIndexes.contains(capture.ifIndex());
            case ChannelIds(List<Integer> channelIds) -> channelIds.contains(capture.channelId());
        };
    }

    /// Whether a measurement of these channels measures all that are wanted.
    ///
    /// @param measured ifIndexes; none for all that the modem has
    default boolean isWithin(List<Long> measured) {
        return measured.isEmpty() || (this instanceof IfIndexes(List<Long> wanted) && measured.containsAll(wanted));
    }

    /// Whether each channel wanted is there, as far as they are told by name.
    default boolean isCoveredBy(List<StoredCapture> captures) {
        return switch (this) {
            case All() -> !captures.isEmpty();
            case IfIndexes(List<Long> wanted) ->
                captures.stream().map(StoredCapture::ifIndex).toList().containsAll(wanted);
            case ChannelIds(List<Integer> wanted) ->
                captures.stream().map(StoredCapture::channelId).toList().containsAll(wanted);
        };
    }
}
