/// One llama-server that stays up, for any Java program.
///
/// From the outside in: `service` keeps one up over crashes and hangs, `server` is one start with
/// its calls and errors, `child` one process with its log and its end. Beside them: `watch` says
/// whether a server hangs, `args` turns a wish into words that a binary understands, `proxyconfig`
/// reads the file of source 000, `resources` measures a process, `engine` finds a binary and knows
/// what it can do (`engine.install` brings one). Here is only what all of them give back.
///
/// May import the JDK, Jackson, `dev.recua.client` and `dev.recua.models`; knows no gateway. Open
/// first: [dev.recua.supervisor.service.LlamaService], then
/// [dev.recua.supervisor.server.LlamaServer].
@NullMarked
package dev.recua.supervisor;

import org.jspecify.annotations.NullMarked;
