/// Starts and stops without end, through the public API only, as a program that embeds this room
/// would: what is held before and after, and how long a cycle takes.
///
/// Open [dev.recua.supervisor.endurance.EnduranceIT] first.
@NullMarked
package dev.recua.supervisor.endurance;

import org.jspecify.annotations.NullMarked;
