/// Why a request to a model server gave no whole answer: [dev.recua.client.error.LlmException] and
/// its ten kinds, how an answer or a broken connection becomes one of them, and what each means to
/// a person: causes, next steps, commands.
///
/// May import the JDK, Jackson, [dev.recua.client.wire] and [dev.recua.client.config]. Open
/// [dev.recua.client.error.LlmException] first; `Judgement` is the table of the classifier. The
/// texts
/// are in the bundle `guide` beside the classes.
@NullMarked
package dev.recua.client.error;

import org.jspecify.annotations.NullMarked;
