/// Reads `.llama-proxy-config.json`, the configuration file of source 000
/// (`nextjs-llama-async-proxy`), as it is: nobody has to rewrite it to move.
///
/// Pure but for the reading of the file. May import the JDK, Jackson,
/// `dev.recua.models.naming`, `dev.recua.supervisor.args` and `dev.recua.supervisor.service`. Open
/// [dev.recua.supervisor.proxyconfig.LlamaProxyConfig] first.
@NullMarked
package dev.recua.supervisor.proxyconfig;

import org.jspecify.annotations.NullMarked;
