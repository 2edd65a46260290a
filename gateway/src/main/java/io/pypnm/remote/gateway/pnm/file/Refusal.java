package io.pypnm.remote.gateway.pnm.file;

/// Why bytes are no capture that can be read.
public sealed interface Refusal {
    /// A TFTP server may have made the file before the first data came.
    record Empty() implements Refusal {}

    record TooLarge(long bytes, long limit) implements Refusal {}

    /// They do not begin as a capture does.
    record NoMagic() implements Refusal {}

    /// A capture of a kind that is not read here.
    record UnsupportedType(int type) implements Refusal {}

    /// They end before the header does.
    record HeaderCut(int bytes) implements Refusal {}

    /// There is less data than the header says: the upload was cut.
    ///
    /// @param declared bytes
    /// @param present  bytes
    record DataCut(long declared, long present) implements Refusal {}

    /// What they say contradicts itself or the specification.
    record Inconsistent(String what) implements Refusal {}

    /// For people: a line in lower case without a full stop.
    default String text() {
        return switch (this) {
            case Empty _ -> "empty file";
            case TooLarge(long bytes, long limit) -> "a capture has at most " + limit + " bytes, this has " + bytes;
            case NoMagic _ -> "no PNM/PNN magic";
            case UnsupportedType(int type) -> "capture files of type " + type + name(type) + " are not supported";
            case HeaderCut(int bytes) -> "header cut: the file ends after " + bytes + " bytes";
            case DataCut(long declared, long present) ->
                "declared length " + declared + " but " + present + " data bytes present";
            case Inconsistent(String what) -> what;
        };
    }

    private static String name(int type) {
        return switch (type) {
            case 1 -> " (downstream symbol capture)";
            case 106 -> " (upstream triggered spectrum capture)";
            default -> "";
        };
    }
}
