package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.ProcessTable.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

    @Test
    void kinAreChildrenTheirsTheSessionTheGroupAndWhoHasTheMark() {
        ProcessTable table =
                new ProcessTable(
                        List.of(
                                new Row(1, 0, 1, 1, false),
                                new Row(100, 50, 100, 100, true),
                                new Row(101, 100, 100, 100, false),
                                new Row(102, 101, 102, 102, false),
                                new Row(103, 1, 103, 100, false),
                                new Row(104, 1, 100, 7, false),
                                new Row(105, 1, 105, 105, true),
                                new Row(106, 105, 106, 106, false),
                                new Row(200, 50, 50, 50, false),
                                new Row(201, 1, 201, 201, false)));

        assertThat(table.kinOf(100)).containsExactlyInAnyOrder(101L, 102L, 103L, 104L, 105L, 106L);
    }

    @Test
    void theFirstProcessIsNobodysKin() {
        ProcessTable table = new ProcessTable(List.of(new Row(1, 0, 100, 100, true)));

        assertThat(table.kinOf(100)).isEmpty();
    }

    @Test
    void whatPsOfMacOsPrintsIsReadWithAddressesAsSessions() {
        String printed =
                """
                    1     0     1      0
                  100     1    99      0
                  101   100    99 ffffff8012345678
                  102     1   100      0
                  what is this
                """;

        assertThat(ProcessTable.ofPs(printed).rows())
                .containsExactly(
                        new Row(1, 0, 1, 0, false),
                        new Row(100, 1, 99, 0, false),
                        new Row(101, 100, 99, -1, false),
                        new Row(102, 1, 100, 0, false));
        assertThat(ProcessTable.ofPs(printed).kinOf(100)).containsExactlyInAnyOrder(101L, 102L);
    }
}
