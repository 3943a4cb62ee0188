package dev.recua.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeatsTest {
    @Test
    void aPlaceIsFreeOnceItWasGivenBackHoweverOften() {
        var seats = new Seats(2);
        var one = seats.take().orElseThrow();
        assertThat(seats.take()).isPresent();
        assertThat(seats.take()).isEmpty();

        one.close();
        one.close();

        assertThat(seats.take()).isPresent();
        assertThat(seats.take()).isEmpty();
    }
}
