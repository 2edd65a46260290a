package io.pypnm.remote.gateway.pnm.file;

import static io.pypnm.remote.gateway.pnm.file.CaptureRefusedException.inconsistent;

import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer.Encoding;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads docsIf3CmStatusUsEqData and docsIf3CmtsCmUsStatusEqData: main tap 1, taps per symbol 1, forward taps 1,
/// reverse taps 1, then real and imaginary part of each tap, 16 bits each; 24 taps make 100 octets.
///
/// The octets do not tell the order of their bytes, nor whether negative numbers are extended from 12 bits to 16. Both
/// are seen in the field. The main tap decides about the first: it is the strongest, and it is near 2047. If no number
/// has one of its upper four bits, the numbers are of 12 bits.
public final class EqualizerData {
    private static final int MAX_TAPS = 64;
    private static final int TAP_BYTES = 4;
    private static final double NOMINAL_MAIN_TAP = 2047;
    private static final int UPPER_FOUR_BITS = 0xF000;

    private EqualizerData() {}

    /// Reads the octets of one channel.
    ///
    /// @throws CaptureRefusedException if the octets are not as many as the taps need, or no byte order makes the main
    ///     tap the strongest
    public static AtdmaPreEqualizer decode(byte[] octets) throws CaptureRefusedException {
        if (octets.length == 0) {
            throw new CaptureRefusedException(new Refusal.Empty());
        }
        var in = new CaptureReader(octets);
        int main = in.u8();
        int perSymbol = in.u8();
        int forward = in.u8();
        int reverse = in.u8();
        int taps = forward + reverse;
        if (taps > MAX_TAPS || main < 1 || main > taps) {
            throw inconsistent("main tap " + main + " of " + forward + " forward and " + reverse + " reverse taps");
        }
        int length = in.checkedBytes((long) taps * TAP_BYTES, TAP_BYTES, MAX_TAPS);
        if (length != in.remaining()) {
            throw inconsistent(taps + " taps have " + length + " octets, there are " + in.remaining());
        }
        Optional<Reading> best = Stream.of(
                        Reading.of(octets, in.position(), false), Reading.of(octets, in.position(), true))
                .filter(reading -> reading.mainIsStrongest(main - 1))
                .min(Comparator.comparingDouble(reading -> reading.distanceFromNominal(main - 1)));
        if (best.isEmpty()) {
            throw inconsistent("tap " + main + ", called the main one, is not the strongest");
        }
        return new AtdmaPreEqualizer(
                main, perSymbol, forward, reverse, best.get().taps(), best.get().encoding());
    }

    /// The taps in one byte order.
    private record Reading(Encoding encoding, ComplexSeries taps) {
        static Reading of(byte[] octets, int from, boolean little) {
            short[] parts = new short[(octets.length - from) / Short.BYTES];
            int used = 0;
            for (int i = 0; i < parts.length; i++) {
                int first = octets[from + 2 * i] & 0xFF;
                int second = octets[from + 2 * i + 1] & 0xFF;
                parts[i] = (short) (little ? second << 8 | first : first << 8 | second);
                used |= parts[i];
            }
            boolean narrow = (used & UPPER_FOUR_BITS) == 0;
            for (int i = 0; narrow && i < parts.length; i++) {
                parts[i] = (short) (parts[i] << 20 >> 20);
            }
            return new Reading(encoding(little, narrow), ComplexSeries.of(parts, ComplexSeries.Format.S15));
        }

        private static Encoding encoding(boolean little, boolean narrow) {
            if (little) {
                return narrow ? Encoding.LITTLE_ENDIAN_12_BITS : Encoding.LITTLE_ENDIAN_16_BITS;
            }
            return narrow ? Encoding.BIG_ENDIAN_12_BITS : Encoding.BIG_ENDIAN_16_BITS;
        }

        boolean mainIsStrongest(int main) {
            for (int k = 0; k < taps.size(); k++) {
                if (k != main && taps.power(k) >= taps.power(main)) {
                    return false;
                }
            }
            return taps.power(main) > 0;
        }

        double distanceFromNominal(int main) {
            return Math.abs(Math.sqrt(taps.power(main)) - NOMINAL_MAIN_TAP);
        }
    }
}
