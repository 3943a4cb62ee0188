package dev.recua.gateway.scheduling;

/// How many leases of one child are in use, by [Use].
public record Leases(int work, int light, int look) {
    static final Leases NONE = new Leases(0, 0, 0);

    public Leases {
        if (work < 0 || light < 0 || look < 0)
            throw new IllegalArgumentException(
                    "negative leases: " + work + ", " + light + ", " + look);
    }

    /// All of them.
    public int total() {
        return work + light + look;
    }

    /// Whether somebody uses the child, other than by looking.
    boolean inUse() {
        return work + light > 0;
    }

    Leases oneMore(Use use) {
        return plus(use, 1);
    }

    Leases oneLess(Use use) {
        return plus(use, -1);
    }

    private Leases plus(Use use, int change) {
        return switch (use) {
            case WORK -> new Leases(work + change, light, look);
            case LIGHT -> new Leases(work, light + change, look);
            case LOOK -> new Leases(work, light, look + change);
        };
    }
}
