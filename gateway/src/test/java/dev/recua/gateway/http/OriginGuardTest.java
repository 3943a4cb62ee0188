package dev.recua.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.http.OriginGuard.Verdict;
import dev.recua.gateway.http.OriginGuard.Visit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginGuardTest {
    private static final Verdict ALLOWED = new Verdict.Allowed(Optional.empty());

    private final OriginGuard guard =
            new OriginGuard(
                    "127.0.0.1", List.of("box.lan"), List.of("https://chat.example"), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8091",
                "localhost:8091",
                "LOCALHOST",
                "[::1]:8091",
                "[::1]",
                "box.lan",
                "box.lan:9000",
                "localhost.:8091"
            })
    void ourOwnNamesAreLetInOnAnyPort(String host) {
        assertThat(guard.judge(program(host))).isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8091",
                "127.0.0.1.evil.example",
                "localhost.evil.example:8091",
                "192.168.1.7:8091",
                "",
                "127.0.0.1@evil.example"
            })
    void aRebindingPageIsRefusedByItsHost(String host) {
        assertThat(guard.judge(program(host))).isEqualTo(new Verdict.ForeignHost(host));
    }

    @Test
    void withARequiredKeyTheHostIsNotChecked() {
        var keyed = new OriginGuard("0.0.0.0", List.of(), List.of(), true);

        assertThat(keyed.judge(program("any.example"))).isEqualTo(ALLOWED);
    }

    @Test
    void onAllAddressesEachAddressIsOursButNoUnknownName() {
        var open = new OriginGuard("0.0.0.0", List.of(), List.of(), false);

        assertThat(open.judge(program("192.168.1.7:8091"))).isEqualTo(ALLOWED);
        assertThat(open.judge(program("evil.example"))).isInstanceOf(Verdict.ForeignHost.class);
    }

    @Test
    void aProgramWithoutBrowserHeadersIsLetIn() {
        assertThat(guard.judge(program(null))).isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8091", "http://localhost:8091", "https://127.0.0.1:8091"})
    void ourOwnPagesMayCallEverythingWithoutCors(String origin) {
        assertThat(guard.judge(page(origin, false))).isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "http://127.0.0.1:5173",
                "https://localhost",
                "http://[::1]:1234",
                "app://obsidian.md",
                "tauri://localhost",
                "vscode-webview://1a2b",
                "https://chat.example"
            })
    void localApplicationsMayCallModelRoutesAndNothingElse(String origin) {
        assertThat(guard.judge(page(origin, true)))
                .isEqualTo(new Verdict.Allowed(Optional.of(origin)));
        assertThat(guard.judge(page(origin, false))).isEqualTo(new Verdict.ForeignOrigin(origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example:8091",
                "null",
                "https://chat.example.evil.example",
                "http://evil.example@127.0.0.1:8091",
                "not an origin"
            })
    void otherPagesAreRefusedEverywhere(String origin) {
        assertThat(guard.judge(page(origin, true))).isEqualTo(new Verdict.ForeignOrigin(origin));
        assertThat(guard.judge(page(origin, false))).isEqualTo(new Verdict.ForeignOrigin(origin));
    }

    @Test
    void aCrossSiteRequestWithoutOriginIsRefusedUnlessSomebodyFollowedALink() {
        assertThat(guard.judge(crossSite("no-cors", true)))
                .isEqualTo(new Verdict.ForeignOrigin("a cross-site page"));
        assertThat(guard.judge(crossSite("navigate", true))).isEqualTo(ALLOWED);
        assertThat(guard.judge(crossSite("navigate", false)))
                .isEqualTo(new Verdict.ForeignOrigin("a cross-site page"));
    }

    private static Visit program(@Nullable String host) {
        return new Visit(host, null, null, null, false, true, false);
    }

    private static Visit page(String origin, boolean modelRoute) {
        return new Visit("127.0.0.1:8091", origin, null, null, false, modelRoute, false);
    }

    @Test
    void aPageOnAnotherPortReachesModelsButNotTheGatewaysOwnApiWithoutAnOrigin() {
        assertThat(guard.judge(sameSite(true, "no-cors", false))).isEqualTo(ALLOWED);
        assertThat(guard.judge(sameSite(false, "no-cors", false)))
                .isEqualTo(new Verdict.ForeignOrigin("a page on another port"));
        assertThat(guard.judge(sameSite(false, "navigate", true))).isEqualTo(ALLOWED);
    }

    private static Visit sameSite(boolean modelRoute, String mode, boolean navigation) {
        return new Visit("127.0.0.1:8091", null, "same-site", mode, true, modelRoute, navigation);
    }

    private static Visit crossSite(String mode, boolean navigation) {
        return new Visit("127.0.0.1:8091", null, "cross-site", mode, true, false, navigation);
    }
}
