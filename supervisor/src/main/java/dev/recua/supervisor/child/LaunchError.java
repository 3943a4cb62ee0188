package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the system means by refusing to execute a file. Pure.
///
/// The JDK gives the number as `Exec failed, error: 13 (…)` since 22, as `error=13, …` before and
/// on Windows (`CreateProcess error=193, …`). Numbers of POSIX systems are below 100.
record LaunchError(Cause cause, String next) {

    private static final Pattern NUMBER = Pattern.compile("error[:=] ?(\\d+)");

    static LaunchError of(String why) {
        Matcher number = NUMBER.matcher(why);
        return switch (number.find() ? Integer.parseInt(number.group(1)) : 0) {
            case 2 ->
                    new LaunchError(
                            Cause.MISSING_LIBRARY,
                            "The file is there, but the loader or interpreter that it names "
                                    + "is not: install that, or use another engine.");
            case 5, 13, 740 ->
                    new LaunchError(
                            Cause.NOT_EXECUTABLE,
                            "Check the rights of the file and of its folders, and that its disk is"
                                    + " not mounted noexec.");
            case 7, 206 ->
                    new LaunchError(
                            Cause.BAD_VALUE,
                            "The arguments are too long: shorten them, or the environment.");
            case 8, 86, 193, 216 ->
                    new LaunchError(
                            Cause.WRONG_PLATFORM,
                            "The engine is for another processor or system: install one for this"
                                    + " machine.");
            case 12, 1455 ->
                    new LaunchError(
                            Cause.OUT_OF_MEMORY,
                            "Unload another model, or close other programs: there is no memory for"
                                    + " one more process.");
            case 14001 ->
                    new LaunchError(
                            Cause.MISSING_LIBRARY,
                            "Install the Visual C++ runtime, or use another engine.");
            default ->
                    new LaunchError(
                            Cause.NOT_LAUNCHED,
                            "Read the message of the system; too many processes or too little"
                                    + " memory pass.");
        };
    }
}
