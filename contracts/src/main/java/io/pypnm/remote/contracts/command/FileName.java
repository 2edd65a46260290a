package io.pypnm.remote.contracts.command;

import io.pypnm.remote.contracts.snmp.Octets;

/// The bare name of a file, which cannot lead out of the directory it is looked for in, nor stand for several: no
/// separator of any system, no wildcard, no control character.
///
/// @param text 1 to 255 bytes of UTF-8, not `.` or `..`, none of `/ \ * ? [ ]`
public record FileName(String text) {
    public static final int MAX_BYTES = 255;

    public FileName {
        int length = Octets.ofUtf8(text).length();
        if (length < 1 || length > MAX_BYTES) {
            throw new IllegalArgumentException("a file name must have 1 to " + MAX_BYTES + " bytes, has " + length);
        }
        boolean bare = text.codePoints().noneMatch(c -> "/\\*?[]".indexOf(c) >= 0 || isUnseen(c));
        if (!bare || text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException("a file name must be bare: no path, wildcard or control character");
        }
    }

    private static boolean isUnseen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
