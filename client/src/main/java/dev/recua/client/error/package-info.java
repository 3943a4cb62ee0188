/// Why a request to a model server gave no whole answer: [dev.recua.client.error.LlmException] and
/// its ten kinds, how an answer or a broken connection becomes one of them, and what each means to
/// a person: causes, next steps, commands.
///
/// May import the JDK, Jackson and [dev.recua.client.wire]. Open
/// [dev.recua.client.error.LlmException] first.
@NullMarked
package dev.recua.client.error;

import org.jspecify.annotations.NullMarked;
