package io.pypnm.remote.contracts.outcome;

/// Text for people beside a code. It often comes from elsewhere, an exception or a device, so it has no bound of its
/// own; and since an outcome must never fail to be told, what is too long is cut and not refused.
final class Detail {
    private static final int MAX_CHARS = 2_000;
    private static final String MORE = "…";

    private Detail() {}

    static String cut(String text) {
        if (text.length() <= MAX_CHARS) {
            return text;
        }
        int end = MAX_CHARS - MORE.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + MORE;
    }
}
