package io.pypnm.remote.gateway.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The header `Content-Disposition` (RFC 6266).
public final class Disposition {
    public static final String HEADER = "Content-Disposition";

    private Disposition() {}

    /// A file to be saved: the name in ASCII, and then as it is (RFC 8187), which newer clients prefer.
    public static String attachment(String name) {
        String ascii = name.replaceAll("[^ !#-\\[\\]-~]", "_");
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
