package io.pypnm.remote.system.history;

/// What has to hold in every run, as far as it can be seen from outside.
enum Invariant {
    I1("every accepted command has exactly one outcome, in time"),
    I2("nothing is answered, run or routed that was not asked for so"),
    I3("a request is one command, and a set runs at most once"),
    I4("nothing runs after its start-by"),
    I5("an outcome that has its receipt stays"),
    I6("an outcome tells the truth"),
    I7("an agent sees only its own commands"),
    I8("nothing is left in a queue"),
    I9("a killed process is soon back"),
    I10("the ledger adds up");

    private final String promise;

    Invariant(String promise) {
        this.promise = promise;
    }

    String promise() {
        return promise;
    }
}
