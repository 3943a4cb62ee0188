/// Many clients at once on the packaged product: who asks what, how each answer is judged, what is
/// watched meanwhile, and the page that tells how it went.
///
/// Everything random comes from one seed. Nothing here touches a class of the product, nor starts
/// it: it is given an address and a process. May use JUnit, AssertJ, Awaitility, Jackson and the
/// testkit. Open [dev.recua.gateway.it.stress.StressRun] first, then
/// [dev.recua.gateway.it.stress.Repertoire] (what is asked) and
/// [dev.recua.gateway.it.stress.Judge] (what counts as lost).
@NullMarked
package dev.recua.gateway.it.stress;

import org.jspecify.annotations.NullMarked;
