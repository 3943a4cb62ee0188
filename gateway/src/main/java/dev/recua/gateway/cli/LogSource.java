package dev.recua.gateway.cli;

import dev.recua.client.admin.AdminClient;
import dev.recua.client.admin.LogLine;
import java.util.List;

/// Whose log is read.
interface LogSource {
    /// Its last lines, the oldest first. A line that is only half written is left for later.
    ///
    /// @param most how many at most
    List<LogLine> last(AdminClient admin, int most) throws InterruptedException;

    /// What to tell a user who finds it empty.
    String whyEmpty();

    /// What the engine of a model writes.
    static LogSource ofModel(String model) {
        return new LogSource() {
            @Override
            public List<LogLine> last(AdminClient admin, int most) throws InterruptedException {
                return admin.log(model, most);
            }

            @Override
            public String whyEmpty() {
                return "%s has written nothing yet. It writes when it is loaded: recua load %s"
                        .formatted(model, model);
            }
        };
    }

    /// What the gateway itself writes. Its route gives text, so a line's time and level stay in its
    /// text.
    static LogSource ofGateway() {
        return new LogSource() {
            @Override
            public List<LogLine> last(AdminClient admin, int most) throws InterruptedException {
                String text = admin.gatewayLog();
                List<String> whole = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
                return whole.subList(Math.max(0, whole.size() - most), whole.size()).stream()
                        .map(line -> new LogLine(null, null, "gateway", line))
                        .toList();
            }

            @Override
            public String whyEmpty() {
                return "The gateway has written nothing yet.";
            }
        };
    }
}
