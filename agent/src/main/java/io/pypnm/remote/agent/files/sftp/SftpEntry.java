package io.pypnm.remote.agent.files.sftp;

/// One entry of a directory.
///
/// @param attributes of a link, its own
public record SftpEntry(String name, SftpAttributes attributes) {}
