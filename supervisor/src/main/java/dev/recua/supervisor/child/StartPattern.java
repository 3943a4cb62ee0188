package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.regex.Pattern;

/// One thing that a start says before it fails, and what it means.
///
/// @param id     its name, in words with `-`; the fixture of its test has the same
/// @param cause  what it means
/// @param line   found anywhere in a line of the log
/// @param next   what to do about it
/// @param seenIn build and source: where a line like this was seen
public record StartPattern(String id, Cause cause, Pattern line, String next, String seenIn) {

    public StartPattern {
        if (!id.matches("[a-z]+(-[a-z]+)*"))
            throw new IllegalArgumentException("no id of a pattern: " + id);
        if (next.isBlank() || seenIn.isBlank())
            throw new IllegalArgumentException(id + " lacks its next step or its source");
    }

    static StartPattern of(String id, Cause cause, String regex, String next, String seenIn) {
        return new StartPattern(id, cause, Pattern.compile(regex), next, seenIn);
    }

    boolean matches(String said) {
        return line.matcher(said).find();
    }
}
