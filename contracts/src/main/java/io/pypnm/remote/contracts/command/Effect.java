package io.pypnm.remote.contracts.command;

/// What a command does to the world; it decides whether it may be delivered again.
public enum Effect {
    /// Changes nothing: may run again.
    READ("read"),
    /// Changes a setting: starts at most once.
    SET("set"),
    /// Starts a measurement, deletes a file: starts at most once.
    ACT("act");

    private final String wireName;

    Effect(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public boolean mayRunAgain() {
        return this == READ;
    }

    /// Finds by wire name.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    public static Effect named(String wireName) {
        for (Effect effect : values()) {
            if (effect.wireName.equals(wireName)) {
                return effect;
            }
        }
        throw new IllegalArgumentException("effect must be read, set or act, is " + wireName);
    }
}
