/// One llama-server as an object: started, asked, and ended.
///
/// It never restarts by itself; `dev.recua.supervisor.service` does that. May import the JDK,
/// Jackson, `dev.recua.client`, and of this room `child`, `args` and `engine`. Open
/// [dev.recua.supervisor.server.Server] first.
@NullMarked
package dev.recua.supervisor.server;

import org.jspecify.annotations.NullMarked;
