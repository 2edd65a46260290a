package io.pypnm.remote.agent.files.sftp;

/// What a server tells of a file.
///
/// @param bytes           negative if it does not tell
/// @param mode            `st_mode` of POSIX; 0 if it does not tell
/// @param modifiedSeconds since the epoch
public record SftpAttributes(long bytes, int mode, long modifiedSeconds) {
    private static final int TYPE_MASK = 0xF000;
    private static final int REGULAR = 0x8000;

    /// Whether it is known to be a regular file of a known size: no link, no directory.
    public boolean isRegularFile() {
        return (mode & TYPE_MASK) == REGULAR && bytes >= 0;
    }
}
