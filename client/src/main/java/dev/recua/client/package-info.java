/// How a Java program talks to a running gateway: [dev.recua.client.RecuaClient] asks and streams,
/// [dev.recua.client.GatewayAddress] finds where the gateway is, and every failure is a
/// [dev.recua.client.RecuaException]. [dev.recua.client.ServerCalls] talks to one llama-server.
///
/// May import the JDK and Jackson, nothing else of Recua except the packages below it:
/// [dev.recua.client.wire] (OpenAI's JSON shapes), [dev.recua.client.admin] (the gateway's own API)
/// and [dev.recua.client.sse] (server-sent events). Open [dev.recua.client.RecuaClient] first.
@NullMarked
package dev.recua.client;

import org.jspecify.annotations.NullMarked;
