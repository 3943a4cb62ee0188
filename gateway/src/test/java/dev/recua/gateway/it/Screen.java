package dev.recua.gateway.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a person sees of what a program has written to a terminal that is wide enough: lines that
/// were overwritten or erased are not there, colours are not told.
final class Screen {
    private static final Pattern SEQUENCE =
            Pattern.compile("\u001b(?:\\[([0-9;?]*)([@-~])|\\][^\u0007]*\u0007|[^\\[\\]])");

    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    private Screen() {}

    /// The lines that are there in the end.
    static String of(String written) {
        var screen = new Screen();
        screen.write(written);
        return String.join("\n", screen.lines.stream().map(StringBuilder::toString).toList());
    }

    private void write(String written) {
        Matcher sequence = SEQUENCE.matcher(written);
        int at = 0;
        while (at < written.length()) {
            if (written.charAt(at) == '\u001b' && sequence.find(at) && sequence.start() == at) {
                obey(sequence);
                at = sequence.end();
            } else {
                put(written.charAt(at));
                at++;
            }
        }
    }

    private void put(char letter) {
        switch (letter) {
            case '\n' -> down(1);
            case '\r' -> column = 0;
            case '\b' -> column = Math.max(0, column - 1);
            case '\u0007' -> {} // it rings
            default -> {
                StringBuilder line = lines.get(row);
                while (line.length() <= column) line.append(' ');
                line.setCharAt(column, letter);
                column++;
            }
        }
    }

    private void obey(Matcher sequence) {
        String letter = sequence.group(2);
        if (letter == null) return;
        String number = sequence.group(1).replaceAll("\\D.*", "");
        int count = number.isEmpty() ? 1 : Integer.parseInt(number);
        switch (letter) {
            case "A" -> row = Math.max(0, row - count);
            case "B" -> down(count);
            case "C" -> column += count;
            case "D" -> column = Math.max(0, column - count);
            case "G" -> column = count - 1;
            case "K" -> erase(number.isEmpty() ? 0 : count);
            case "J" -> {
                erase(0);
                while (lines.size() > row + 1) lines.removeLast();
            }
            default -> {} // colours, and how keys work
        }
    }

    private void down(int count) {
        row += count;
        while (lines.size() <= row) lines.add(new StringBuilder());
    }

    /// @param what 0: from here, 1: up to here, 2: all of the line
    private void erase(int what) {
        StringBuilder line = lines.get(row);
        switch (what) {
            case 0 -> line.setLength(Math.min(column, line.length()));
            case 1 -> {
                for (int i = 0; i < Math.min(column, line.length()); i++) line.setCharAt(i, ' ');
            }
            default -> line.setLength(0);
        }
    }
}
