/// The one place of the SDK that sends HTTP: requests to one server as they are, the connections
/// they travel on, and how long each may take.
///
/// May import the JDK, Jackson, [dev.recua.client.wire], [dev.recua.client.config] and
/// [dev.recua.client.error]. Open [dev.recua.client.http.Transport] first.
@NullMarked
package dev.recua.client.http;

import org.jspecify.annotations.NullMarked;
