package dev.recua.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    action=save             | ?action=save
                    model=a                 | ''
                    model=a&action=save     | ?action=save
                    a=1&mod%65l=x&b=%2F+c   | ?a=1&b=%2F+c
                    autoload=false&x        | ?x
                    models=a&xmodel=b       | ?models=a&xmodel=b
                    model                   | ''
                    &&a=1&&                 | ?a=1
                    ''                      | ''
                    """)
    void ourOwnParametersAreTakenOutAndTheRestStaysAsItIs(String text, String engines) {
        assertThat(new Query(text).forEngine()).isEqualTo(engines);
    }

    @Test
    void aValueIsDecoded() {
        assertThat(new Query("x=1&model=org%2Frepo%3AQ4+K&model=b").value("model"))
                .contains("org/repo:Q4 K");
        assertThat(new Query("model").value("model")).contains("");
        assertThat(new Query("x=model").value("model")).isEmpty();
    }

    @Test
    void onlyFalseForbidsLoading() {
        assertThat(new Query("autoload=false").autoload()).isFalse();
        assertThat(new Query("autoload=False").autoload()).isFalse();
        assertThat(new Query("autoload=true").autoload()).isTrue();
        assertThat(new Query("").autoload()).isTrue();
    }
}
