package dev.recua.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.fake.FakeHttp;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaneTest {
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final FakeHttp server = FakeHttp.open();
    private final Lane lane =
            new Lane(
                    ConnectionPool.Limits.DEFAULT,
                    Lane.PLAIN_KEPT,
                    HttpClient::newHttpClient,
                    () -> Instant.EPOCH);

    @BeforeEach
    void answer() {
        server.on("/a", (request, wire) -> wire.json(200, "1"));
    }

    @AfterEach
    void stop() {
        lane.close();
        server.close();
    }

    /// After a server was started anew, every request that was under way finds its connection dead.
    @Test
    void whoRenewsAConnectionTakesNoOtherRequestItsNewOne() throws Exception {
        Place one = lane.take(Duration.ofSeconds(1));
        Place other = lane.take(Duration.ofSeconds(1));

        Place oneAnew = one.renewed();
        Place otherAnew = other.renewed();

        assertThat(ask(oneAnew)).isEqualTo("1");
        assertThat(ask(otherAnew)).isEqualTo("1");
        assertThat(lane.counts().active()).isEqualTo(2);
        oneAnew.endWhole(NO_HEADERS);
        otherAnew.endWhole(NO_HEADERS);
        assertThat(lane.counts().active()).isZero();
    }

    private String ask(Place place) throws Exception {
        var request = HttpRequest.newBuilder(server.address().resolve("/a")).build();
        return place.client().send(request, BodyHandlers.ofString()).body();
    }
}
