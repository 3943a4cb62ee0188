package dev.recua.supervisor.child;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// All processes of a machine at one moment, as far as we may see them. Pure.
record ProcessTable(List<Row> rows) {

    ProcessTable {
        rows = List.copyOf(rows);
    }

    /// One process.
    ///
    /// @param group   pid of the leader of its process group; -1: unknown
    /// @param session pid of the leader of its session; -1: unknown
    /// @param marked  whether its environment has the mark of the child: nobody else was given it
    record Row(long pid, long parent, long group, long session, boolean marked) {}

    /// What came of process `root`, which need not live any more: children and theirs, the members
    /// of a group or session that it leads, and whoever has its mark, with what came of them.
    Set<Long> kinOf(long root) {
        Set<Long> kin = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Row row : rows) {
                if (row.pid() != root && row.pid() > 1 && isKin(row, root, kin)) {
                    more |= kin.add(row.pid());
                }
            }
        }
        return kin;
    }

    private static boolean isKin(Row row, long root, Set<Long> kin) {
        return row.marked()
                || row.group() == root
                || row.session() == root
                || row.parent() == root
                || kin.contains(row.parent());
    }

    /// What `ps -axo pid=,ppid=,pgid=,sess=` printed. macOS prints an address or 0 as the session.
    static ProcessTable ofPs(String printed) {
        List<Row> rows = new ArrayList<>();
        for (String line : printed.split("\\R", -1)) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length < 3) continue;
            long pid = number(words[0]);
            if (pid < 0) continue;
            long session = words.length > 3 ? number(words[3]) : -1;
            rows.add(new Row(pid, number(words[1]), number(words[2]), session, false));
        }
        return new ProcessTable(rows);
    }

    private static long number(String word) {
        return word.matches("\\d{1,15}") ? Long.parseLong(word) : -1;
    }
}
