package io.pypnm.remote.gateway.ledger;

/// What a command has for itself from its acceptance to its outcome. The lease is part of the command's row: it cannot
/// be forgotten while the command is open, nor outlive the command.
///
/// @param key  of all open commands at most one has it; "" for a command that shares with all others
/// @param note what whoever sent the command wants to find beside its outcome; "" for nothing
public record Lease(String key, String note) {
    private static final Lease NONE = new Lease("", "");

    public Lease {
        Texts.require("lease", key, 0, 64);
        Texts.require("note", note, 0, 255);
    }

    public static Lease none() {
        return NONE;
    }
}
