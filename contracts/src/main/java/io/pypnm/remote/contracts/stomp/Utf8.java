package io.pypnm.remote.contracts.stomp;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// UTF-8 that refuses what the JDK's `String` constructor would repair.
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /// The JDK's decoder, which is far faster than a `CharsetDecoder`, puts [#REPLACEMENT] where octets are malformed.
    /// Only a text that holds one needs a second look: malformed octets do not come back when it is encoded again.
    static String decode(byte[] bytes, int from, int to) throws StompProtocolException {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            byte[] again = text.getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(again, 0, again.length, bytes, from, to)) {
                throw new StompProtocolException(Reason.BAD_UTF8, "malformed UTF-8 in " + (to - from) + " bytes");
            }
        }
        return text;
    }
}
