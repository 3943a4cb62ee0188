package dev.recua.gateway.scheduling;

import static dev.recua.gateway.scheduling.Play.A;
import static dev.recua.gateway.scheduling.Play.B;
import static dev.recua.gateway.scheduling.Play.C;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.scheduling.Effect.Evict;
import dev.recua.gateway.scheduling.Effect.Grant;
import dev.recua.gateway.scheduling.Effect.Refuse;
import dev.recua.gateway.scheduling.Effect.Start;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many requests run, wait and are refused, and how many models share the room.
class SchedulerCapacityTest {
    @Test
    void aChildGetsAsManyRequestsAsItHasLeasesAndTheRestFollowsInOrder() {
        var play = Play.of(1, 2);
        long child = play.load(A);
        Ticket second = play.work(A);
        Ticket third = play.work(A);
        Ticket fourth = play.work(A);

        assertThat(play.ask(second)).containsExactly(new Grant(second, child));
        assertThat(play.ask(third)).isEmpty();
        assertThat(play.ask(fourth)).isEmpty();
        assertThat(play.release(A, child)).containsExactly(new Grant(third, child));
        assertThat(play.release(A, child)).containsExactly(new Grant(fourth, child));
    }

    @Test
    void aServerThatSomebodyElseRunsTakesNoRoomAndMakesNone() {
        var play = Play.of(1, 1);
        play.release(A, play.load(A));
        Ticket elsewhere = play.elsewhere(B);

        assertThat(play.ask(elsewhere)).containsExactly(new Start(B, 2));
        assertThat(play.on(new Event.Ready(B, 2))).containsExactly(new Grant(elsewhere, 2));
        play.release(B, 2);
        assertThat(play.ask(play.work(C))).containsExactly(new Evict(A, 1, C));
        assertThat(play.schedule().residents()).containsKey(B);
    }

    @Test
    void whatTheEngineAnswersBesideItsSlotsTakesNoLeaseButHoldsTheChild() {
        var play = Play.of(1, 1);
        long child = play.load(A);
        Ticket light = play.ticket(A, Use.LIGHT, true);
        Ticket look = play.ticket(A, Use.LOOK, false);

        assertThat(play.ask(light)).containsExactly(new Grant(light, child));
        assertThat(play.ask(look)).containsExactly(new Grant(look, child));
        assertThat(play.release(A, child)).isEmpty();
        assertThat(play.ask(play.work(B))).isEmpty();
        assertThat(play.on(new Event.Release(A, child, Use.LIGHT))).isEmpty();
        assertThat(play.on(new Event.Release(A, child, Use.LOOK)))
                .containsExactly(new Evict(A, child, B));
    }

    @Test
    void whoeverMayNotLoadIsRefusedUnlessTheModelIsLoadedOrLoads() {
        var play = Play.of(1, 1);
        Ticket early = play.ticket(A, Use.LOOK, false);
        assertThat(play.ask(early)).containsExactly(notLoaded(early));

        play.ask(play.work(A));
        Ticket during = play.ticket(A, Use.WORK, false);
        Ticket looking = play.ticket(A, Use.LOOK, false);
        assertThat(play.ask(during)).isEmpty();
        assertThat(play.ask(looking)).isEmpty();
        assertThat(play.on(new Event.Ready(A, 1))).contains(new Grant(looking, 1));

        play.on(new Event.Release(A, 1, Use.LOOK));
        assertThat(play.on(new Event.Gone(A, 1))).containsExactly(notLoaded(during));
    }

    @Test
    void whoeverLooksAtAModelThatMakesRoomSeesItWhileOthersHoldItAndIsRefusedAfterwards() {
        var play = Play.of(1, 1);
        long child = play.load(A);
        play.ask(play.work(B));
        Ticket look = play.ticket(A, Use.LOOK, false);
        Ticket another = play.ticket(A, Use.LOOK, false);
        Ticket late = play.ticket(A, Use.LOOK, false);

        assertThat(play.ask(look)).containsExactly(new Grant(look, child));
        assertThat(play.release(A, child)).isEmpty();
        assertThat(play.ask(another)).as("only lookers hold it").isEmpty();
        assertThat(play.on(new Event.Release(A, child, Use.LOOK)))
                .contains(new Evict(A, child, B), notLoaded(another));
        assertThat(play.ask(late)).containsExactly(notLoaded(late));
    }

    @Test
    void requestsOfSeveralModelsAreServedModelByModelSoThatEachIsLoadedOnce() {
        var play = Play.of(1, 1);
        var order = new ArrayList<ModelId>();
        var starts = new ArrayList<ModelId>();
        var happened = new ArrayList<Effect>();
        for (ModelId model : List.of(A, B, C, A, B, C)) happened.addAll(play.ask(play.work(model)));

        while (!happened.isEmpty()) {
            switch (happened.removeFirst()) {
                case Grant(var ticket, var generation) -> {
                    order.add(ticket.model());
                    happened.addAll(play.release(ticket.model(), generation));
                }
                case Start(var model, var generation) -> {
                    starts.add(model);
                    happened.addAll(play.on(new Event.Ready(model, generation)));
                }
                case Evict(var model, var generation, var _) ->
                        happened.addAll(play.on(new Event.Gone(model, generation)));
                case Refuse _,
                        Effect.Stop _,
                        Effect.Revoke _,
                        Effect.Kill _,
                        Effect.Recover _,
                        Effect.Replace _,
                        Effect.Hasten _,
                        Effect.Forget _ ->
                        throw new AssertionError(happened);
            }
        }

        assertThat(order).containsExactly(A, A, B, B, C, C);
        assertThat(starts).containsExactly(A, B, C);
    }

    @Test
    void modelsThatFitTogetherLoadAtTheSameTimeAndStay() {
        var play = Play.of(2, 1);

        assertThat(play.ask(play.work(A))).containsExactly(new Start(A, 1));
        assertThat(play.ask(play.work(B))).containsExactly(new Start(B, 2));
        play.on(new Event.Ready(B, 2));
        play.on(new Event.Ready(A, 1));

        assertThat(play.release(A, 1)).isEmpty();
        assertThat(play.release(B, 2)).isEmpty();
        assertThat(play.schedule().residents()).containsOnlyKeys(A, B);
    }

    @Test
    void withoutALimitNoModelEverMakesRoom() {
        var play = Play.of(0, 1);

        for (ModelId model : List.of(A, B, C)) play.release(model, play.load(model));

        assertThat(play.schedule().residents()).containsOnlyKeys(A, B, C);
    }

    @Test
    void twoBusyModelsCannotKeepAThirdWaitingByTakingTurns() {
        var play = Play.of(2, 2);
        long a = play.load(A);
        long b = play.load(B);
        play.pass(Duration.ofSeconds(1));
        play.ask(play.work(A));
        play.pass(Duration.ofSeconds(1));
        play.ask(play.work(B));
        play.ask(play.work(C));

        for (int i = 0; i < 2; i++) {
            play.pass(Duration.ofSeconds(1));
            play.ask(play.work(A));
            play.ask(play.work(B));
            play.release(B, b);
            play.pass(Duration.ofSeconds(1));
            var effects = play.release(A, a);

            if (i == 0) assertThat(effects).isEmpty();
            else assertThat(effects).containsExactly(new Evict(A, a, C));
        }
        assertThat(play.on(new Event.Gone(A, a))).contains(new Start(C, 3));
    }

    @Test
    void whoeverComesWhenTheQueueOfTheModelIsFullIsRefusedWithWhatHeNeedsToKnow() {
        var play = Play.withQueueOf(2);
        play.load(A);
        play.ask(play.work(A));
        play.pass(Duration.ofSeconds(41));
        play.ask(play.work(A));
        Ticket late = play.work(A);

        assertThat(play.ask(late))
                .containsExactly(
                        new Refuse(late, new Refusal.QueueFull(A, 2, 1, Duration.ofSeconds(41))));
        assertThat(play.schedule().queue()).hasSize(2);
    }

    @Test
    void thoseWhoWaitForALoadCountAndSoDoThoseWhoWaitForRoom() {
        var play = Play.withQueueOf(2);
        play.ask(play.work(A));
        play.ask(play.work(A));
        play.ask(play.work(B));
        play.ask(play.work(B));
        Ticket loading = play.work(A);
        Ticket room = play.work(B);

        assertThat(play.ask(loading))
                .containsExactly(
                        new Refuse(loading, new Refusal.QueueFull(A, 2, 0, Duration.ZERO)));
        assertThat(play.ask(room))
                .containsExactly(new Refuse(room, new Refusal.QueueFull(B, 2, 0, Duration.ZERO)));
    }

    @Test
    void whoeverLeavesTheQueueFreesItsPlaceWhetherItWaitedForALeaseOrForALoad() {
        var play = Play.withQueueOf(1);
        Ticket first = play.work(A);
        play.ask(first);
        assertThat(play.ask(play.work(A))).hasSize(1);

        play.on(new Event.Cancel(first.number()));
        assertThat(play.ask(play.work(A))).as("for the load").isEmpty();

        play.on(new Event.Ready(A, 1));
        Ticket second = play.work(A);
        play.ask(second);
        assertThat(play.ask(play.work(A))).hasSize(1);
        play.on(new Event.Cancel(second.number()));
        assertThat(play.ask(play.work(A))).as("for a lease").isEmpty();
    }

    @Test
    void aFullQueueIsNoReasonToRefuseWhatCanRunAtOnce() {
        var play = Play.withQueueOf(1);
        long child = play.load(A);
        play.ask(play.work(A));
        Ticket light = play.ticket(A, Use.LIGHT, true);

        assertThat(play.ask(light)).containsExactly(new Grant(light, child));
    }

    @Test
    void theQueueOfOneModelIsNotFilledByRequestsForAnother() {
        var play = Play.withQueueOf(1);
        play.load(A);
        play.ask(play.work(A));

        assertThat(play.ask(play.work(B))).isEmpty();
        assertThat(play.schedule().queue()).hasSize(2);
    }

    @Test
    void whoeverIsDispatchedAgainIsNotRefusedForAFullQueueAndComesFirst() {
        var play = Play.withQueueOf(1);
        Ticket victim = play.work(A);
        play.ask(victim);
        play.on(new Event.Ready(A, 1));
        Ticket waiting = play.work(A);
        play.ask(waiting);
        play.on(new Event.Gone(A, 1));

        play.ask(victim.again(play.now(), play.now().plus(Play.MAX_WAIT)));

        assertThat(play.on(new Event.Ready(A, 2))).first().matches(this::isGrantOfTheFirst);
    }

    @Test
    void withoutALimitAnyNumberWaits() {
        var play = Play.withQueueOf(0);
        play.load(A);

        for (int i = 0; i < 1_000; i++) assertThat(play.ask(play.work(A))).isEmpty();
    }

    private boolean isGrantOfTheFirst(Effect effect) {
        return effect instanceof Grant(var ticket, var _) && ticket.number() == 1;
    }

    private static Refuse notLoaded(Ticket ticket) {
        return new Refuse(ticket, new Refusal.NotLoaded(ticket.model()));
    }
}
