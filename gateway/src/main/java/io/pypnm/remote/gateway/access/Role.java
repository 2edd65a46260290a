package io.pypnm.remote.gateway.access;

import java.util.Optional;

/// What an API caller may do. Each role may do all that the one before it may.
public enum Role {
    /// Look at everything.
    VIEWER("viewer", 1),
    /// Send and cancel commands too.
    OPERATOR("operator", 2),
    /// Change accounts and take over agents too.
    ADMIN("admin", 3);

    private final String wireName;
    private final int rank;

    Role(String wireName, int rank) {
        this.wireName = wireName;
        this.rank = rank;
    }

    /// Its name in the store and on the command line.
    public String wireName() {
        return wireName;
    }

    /// Whether a caller of this role may do what `needed` is for.
    public boolean allows(Role needed) {
        return rank >= needed.rank;
    }

    public static Optional<Role> named(String wireName) {
        for (Role role : values()) {
            if (role.wireName.equals(wireName)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
